import { OFFLINE, type PresenceState } from '@klatch/sdk';
import { useEffect, useSyncExternalStore } from 'react';
import { useMe } from './useMe';

const UNKNOWN: PresenceState = { user_id: '', ...OFFLINE };

/** How a user is, watched for as long as it is shown; null for nobody. */
export function usePresence(userId: string | null): PresenceState | null {
  const { client } = useMe();
  useEffect(() => (userId === null ? undefined : client.presences.watch([userId])), [client, userId]);
  const state = useSyncExternalStore(client.presences.view.subscribe, () =>
    userId === null ? null : (client.presences.view.get().get(userId) ?? UNKNOWN),
  );
  return state;
}

/** Reading is activity, too: whoever moves, clicks or types in the page is not away. */
export function useActivity(): void {
  const { client } = useMe();
  useEffect(() => {
    const active = () => client.presences.active();
    const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
    for (const sign of signs) addEventListener(sign, active, { passive: true });
    return () => {
      for (const sign of signs) removeEventListener(sign, active);
    };
  }, [client]);
}

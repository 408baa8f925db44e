import { useSyncExternalStore } from 'react';
import { useMe } from './useMe';

/** Whether the user has blocked that one; false for nobody. */
export function useBlocked(userId: string | null): boolean {
  const { client } = useMe();
  return useSyncExternalStore(client.blocks.view.subscribe, () => userId !== null && client.blocks.view.get().has(userId));
}

/** Blocks, or takes a block back, and says so. */
export function useBlocking(): (userId: string, blocked: boolean) => Promise<boolean> {
  const { client, toasts } = useMe();
  return (userId, blocked) =>
    toasts.watch(
      client.blocks.set(userId, blocked),
      blocked ? `Could not block ${userId}` : `Could not unblock ${userId}`,
      blocked ? `${userId} is blocked` : `${userId} is not blocked any more`,
    );
}

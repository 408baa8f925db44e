import { Refusal, type Room, type RoomRemoved, type RoomRole, type RoomsClient, type RoomStatus } from '@klatch/sdk';
import { createContext, useContext, useEffect, useState } from 'react';
import { useSignal } from '../hooks/useSignal';
import { isAtLeast, ROLES } from '../lib/roles';
import type { Toasts } from '../lib/toasts';
import type { Standing } from './standing';

export interface AtRooms {
  client: RoomsClient;
  userId: string;
  toasts: Toasts;
  /** What the token gives in every room. */
  claimed: RoomRole;
  /** Rooms the user was put out of since the page was opened. */
  removals: ReadonlyMap<number, RoomRemoved>;
  forgive: (roomId: number) => void;
}

export const RoomsContext = createContext<AtRooms | null>(null);

export function useRooms(): AtRooms {
  const rooms = useContext(RoomsContext);
  if (!rooms) throw new Error('no session here');
  return rooms;
}

/** Read for what the page offers; the server decides by its own reading. */
export function claimedRole(token: string): RoomRole {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { roles?: unknown };
    const roles = Array.isArray(claims.roles) ? claims.roles : [];
    return roles.includes('admin') ? 'admin' : roles.includes('moderator') ? 'moderator' : 'member';
  } catch {
    return 'member';
  }
}

function higher(a: RoomRole, b: RoomRole): RoomRole {
  return ROLES.indexOf(a) <= ROLES.indexOf(b) ? a : b;
}

/** How the user stands to a room: asked when it is opened, and again when it may have changed. */
export function useStanding(room: Room): Standing {
  const { client, userId, claimed, removals } = useRooms();
  const { participants } = useSignal(client.feed.people);
  const [status, setStatus] = useState<RoomStatus | null>(null);
  const [told, setTold] = useState(0);
  const own = participants.find(({ user_id }) => user_id === userId) ?? null;
  const removed = removals.get(room.room_id) ?? null;
  // What may change it; a removal from elsewhere too.
  const trigger = `${own?.role} ${own?.muted} ${room.locked} ${room.slow_mode_seconds} ${removed?.event} ${removed?.expires_at}`;

  useEffect(
    () => client.on('room:update', ({ room_id, user_id }) => room_id === room.room_id && user_id === userId && setTold((times) => times + 1)),
    [client, room.room_id, userId],
  );
  useEffect(() => {
    let gone = false;
    client.commands.status(room.room_id).then(
      (now) => !gone && setStatus(now),
      (error: unknown) => {
        // An older server has no such question: what is seen must do.
        if (!gone && Refusal.from(error).code === 'not_found') setStatus(null);
      },
    );
    return () => {
      gone = true;
    };
  }, [client, room.room_id, trigger, told]);

  const asked = higher(claimed, status?.role ?? 'member');
  const role = higher(asked, own?.role ?? (room.owner_id === userId ? 'owner' : 'member'));
  return { role, moderates: isAtLeast(role, 'moderator'), own, status, removed };
}

import type { Participant, Room, RoomRemoved, RoomRole, RoomStatus } from '@klatch/sdk';

/** How the user stands to a room. */
export interface Standing {
  role: RoomRole;
  moderates: boolean;
  /** Their seat. */
  own: Participant | null;
  /** Null where the server does not say. */
  status: RoomStatus | null;
  removed: RoomRemoved | null;
}

/** Tokens without a name make everybody `User`, which tells nobody apart. */
export function nameOf({ name, user_id }: Pick<Participant, 'name' | 'user_id'>): string {
  return name === '' || name === 'User' ? user_id : name;
}

/** Who was put out, why, and until when; null for good. */
export interface Exclusion {
  event: 'kick' | 'ban';
  reason: string | null;
  until: string | null;
}

/** @return null for who is in, or may come in without having been put out; a ban that is over counts no more */
export function exclusionOf({ own, removed, status }: Standing, now: number): Exclusion | null {
  if (own) return null;
  const told = removed?.event === 'ban' ? { event: 'ban' as const, reason: removed.reason, until: removed.expires_at } : null;
  const known = status?.banned ? { event: 'ban' as const, reason: status.ban_reason, until: status.banned_until } : null;
  const ban = told ?? known;
  if (ban) return ban.until !== null && Date.parse(ban.until) <= now ? null : ban;
  return removed && { event: 'kick', reason: removed.reason, until: null };
}

/** Why the user cannot write; null when they can. */
export function silenceOf(room: Room, { own, moderates, status }: Standing): 'out' | 'muted' | 'locked' | null {
  if (!own) return 'out';
  if (own.muted || status?.muted) return 'muted';
  return room.locked && !moderates ? 'locked' : null;
}

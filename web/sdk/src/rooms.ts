/** Rooms as docs/protocol.md has them: people with seats, and what moderators do. */

/** Whether one is heard and seen; the permission role is another thing. */
export type RoomMode = 'viewer' | 'publisher';
/** `owner` made the room; the others have been given it, or their token says so of every room. */
export type RoomRole = 'owner' | 'admin' | 'moderator' | 'member';

/** How many are in it. */
export interface RoomCounts {
  current_participants: number;
  max_participants: number;
  is_full: boolean;
  available_slots: number;
}

export interface Room extends RoomCounts {
  room_id: number;
  name: string;
  description: string | null;
  permanent: boolean;
  max_publishers: number;
  current_publishers: number;
  peak_participants: number;
  conversation_id: string;
  owner_id: string | null;
  spotlight_user_id: string | null;
  created_at: string;
  expires_at: string | null;
  /** 0 or absent: off. */
  slow_mode_seconds?: number;
  locked?: boolean;
}

export interface Participant {
  user_id: string;
  name: string;
  role: RoomRole;
  mode: RoomMode;
  muted: boolean;
  muted_until?: string | null;
  joined_at: string;
}

/** What happened in a room, as its audit trail has it. */
export interface RoomEvent {
  event_no: number;
  event: string;
  actor_id: string;
  target_id: string | null;
  name: string | null;
  reason: string | null;
  /** Such as the role that was given. */
  detail?: string | null;
  created_at: string;
  expires_at?: string | null;
  request_id?: string | null;
  /** In the trail of all rooms. */
  room_id?: number;
}

export interface RoomBan {
  user_id: string;
  reason: string | null;
  actor_id: string;
  created_at: string;
  /** Null: for good. */
  expires_at: string | null;
  /** In every room of the tenant. */
  all_rooms: boolean;
}

/** How the caller stands to a room. */
export interface RoomStatus {
  /** Whether they could join now, or are in. */
  authorized: boolean;
  /** Why not: `banned`, `locked` or `full`. */
  reason: string | null;
  role: RoomRole;
  participant: Participant | null;
  banned: boolean;
  /** Null with a ban: for good. */
  banned_until: string | null;
  ban_reason: string | null;
  muted: boolean;
  muted_until: string | null;
  mute_reason: string | null;
  locked: boolean;
  slow_mode_seconds: number;
}

export interface RoomUpdate extends RoomCounts {
  room_id: number;
  event: string;
  user_id: string;
  participant_name: string;
  actor_id: string;
  reason: string | null;
  spotlight_user_id: string | null;
  timestamp: string;
}

/** That the user was put out of a room, and until when they stay out; null with a ban: for good. */
export interface RoomRemoved {
  room_id: number;
  event: 'kick' | 'ban';
  reason: string | null;
  expires_at: string | null;
}

export type RoomJoined = Room & { participant: Participant | null; changed: boolean };

/** Why and for how long; no `minutes` is for good. */
export interface Measure {
  reason?: string;
  minutes?: number;
}

type InRoom = { room_id: number };
type About = InRoom & { user_id: string; reason?: string };
type Page = { has_more: boolean; cursor: string | null };

/** Each event of rooms with its payload and answer; {@link RoomCommands} does most of it over HTTP. */
export interface RoomRequests {
  'room:list': { payload: { limit?: number; cursor?: number }; answer: { rooms: Room[]; has_more: boolean; cursor: number | null } };
  'room:create': {
    payload: { name: string; description?: string; max_participants?: number; max_publishers?: number; ttl_hours?: number };
    answer: RoomJoined;
  };
  'room:get': { payload: InRoom; answer: Room };
  'room:watch': { payload: InRoom; answer: Room & { watching: number } };
  'room:unwatch': { payload: InRoom; answer: Room & { watching: number } };
  'room:join': { payload: InRoom & { mode?: RoomMode }; answer: RoomJoined };
  'room:leave': { payload: InRoom; answer: RoomJoined };
  'room:close': { payload: InRoom; answer: RoomJoined };
  'room:participants': { payload: InRoom & { limit?: number; cursor?: string }; answer: Page & { participants: Participant[] } };
  'room:events': { payload: InRoom & { limit?: number; before?: number }; answer: { events: RoomEvent[]; has_more: boolean } };
  'room:status': { payload: InRoom; answer: RoomStatus };
  'room:spotlight': { payload: InRoom & { user_id?: string; reason?: string }; answer: RoomJoined };
  'room:kick': { payload: About; answer: RoomJoined };
  'room:mute': { payload: About & { muted?: boolean; minutes?: number }; answer: RoomJoined };
  'room:unmute': { payload: About; answer: RoomJoined };
  'room:ban': { payload: About & { minutes?: number; all_rooms?: boolean }; answer: object };
  'room:unban': { payload: About & { all_rooms?: boolean }; answer: object };
  'room:bans': { payload: InRoom & { limit?: number; cursor?: string }; answer: Page & { bans: RoomBan[] } };
  'room:shadow-ban': { payload: About & { shadow_banned?: boolean; minutes?: number }; answer: object };
  'room:slow-mode': { payload: InRoom & { seconds: number }; answer: object };
  'room:lock': { payload: InRoom & { locked?: boolean; reason?: string }; answer: object };
  'room:set-role': { payload: About & { role: Exclude<RoomRole, 'owner'> }; answer: object };
  'room:delete-messages': { payload: About & { minutes?: number }; answer: { deleted: number } };
  'room:appeal': { payload: InRoom & { text: string }; answer: object };
}

export interface RoomServerEvents {
  'room:update': RoomUpdate;
  'room:removed': RoomRemoved;
}

/** The largest `seconds` of slow mode. */
export const SLOW_MODE_SECONDS_MAX = 120;

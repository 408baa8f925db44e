import type { Participant, Room, RoomCounts, RoomRemoved } from './rooms.js';

/** Frames of `/ws/rooms`, as the second source system has them. */
export type Frame =
  | { type: 'CONNECTION_ESTABLISHED'; userId: string }
  | { type: 'PONG' }
  | { type: 'ROOM_STATUS'; roomId: number; connectedClients: number }
  | { type: 'ROOM_REMOVED'; roomId: number; event: string; reason?: string | null; expiresAt?: string | null }
  | { type: 'ERROR'; code: string; message: string; action: string | null }
  | {
      type: 'ROOM_UPDATE';
      roomId: number;
      event: 'USER_JOINED' | 'USER_LEFT' | 'ROOM_STATUS_CHANGED';
      participantName: string;
      currentParticipants: number;
      maxParticipants: number;
      isFull: boolean;
      availableSlots: number;
    };

/** @return null when it is none that this client knows */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null;
  try {
    const frame = JSON.parse(text) as Frame | null;
    return typeof frame?.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}

export function countsOf(frame: Extract<Frame, { type: 'ROOM_UPDATE' }>): RoomCounts {
  return {
    current_participants: frame.currentParticipants,
    max_participants: frame.maxParticipants,
    is_full: frame.isFull,
    available_slots: frame.availableSlots,
  };
}

/** The server's own event is lower-case; in frames it may be written either way. */
export function removalOf(frame: Extract<Frame, { type: 'ROOM_REMOVED' }>): RoomRemoved {
  return {
    room_id: frame.roomId,
    event: /ban/i.test(frame.event) ? 'ban' : 'kick',
    reason: frame.reason ?? null,
    expires_at: frame.expiresAt ?? null,
  };
}

/** `roomId` of the first source system's names is `room_id` here. */
export function snakeCase<T>(json: unknown): T {
  if (Array.isArray(json)) return json.map((each) => snakeCase(each)) as T;
  if (json === null || typeof json !== 'object') return json as T;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCase(value)]),
  ) as T;
}

export interface RoomPage {
  rooms: Room[];
}

export interface ParticipantPage {
  participants: Participant[];
  has_more: boolean;
  cursor: string | null;
}

import type { Http } from './http.js';
import type { Measure, RoomBan, RoomEvent, RoomJoined, RoomMode, RoomRole, RoomStatus } from './rooms.js';

/**
 * What is done in rooms, over HTTP, so that it works whatever becomes of sockets. Moderators act on those of a lower role;
 * a {@link Refusal} says why something was not done.
 */
export class RoomCommands {
  private readonly http: Http;

  constructor(http: Http) {
    this.http = http;
  }

  join(roomId: number, mode: RoomMode): Promise<RoomJoined> {
    return this.act(roomId, 'join', { mode });
  }

  leave(roomId: number): Promise<RoomJoined> {
    return this.act(roomId, 'leave');
  }

  status(roomId: number): Promise<RoomStatus> {
    return this.http.get(`/v1/rooms/${roomId}/status`);
  }

  events(roomId: number): Promise<{ events: RoomEvent[] }> {
    return this.http.get(`/v1/rooms/${roomId}/events`);
  }

  kick(roomId: number, user_id: string, reason?: string): Promise<RoomJoined> {
    return this.act(roomId, 'kick', { user_id, ...because(reason) });
  }

  mute(roomId: number, user_id: string, measure: Measure): Promise<object> {
    return this.act(roomId, 'mute', { user_id, ...measure });
  }

  unmute(roomId: number, user_id: string): Promise<object> {
    return this.act(roomId, 'mute', { user_id, muted: false });
  }

  /** @param allRooms in every room of the tenant; for admins by their token */
  ban(roomId: number, user_id: string, measure: Measure, allRooms = false): Promise<object> {
    return this.act(roomId, 'ban', { user_id, ...measure, ...(allRooms ? { all_rooms: true } : {}) });
  }

  unban(roomId: number, user_id: string, allRooms = false): Promise<object> {
    return this.act(roomId, 'unban', { user_id, ...(allRooms ? { all_rooms: true } : {}) });
  }

  bans(roomId: number, cursor: string | null = null): Promise<{ bans: RoomBan[]; has_more: boolean; cursor: string | null }> {
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    return this.http.get(`/v1/rooms/${roomId}/bans?limit=100${from}`);
  }

  /** They see their own messages, and nobody else does; nobody is told. */
  shadowBan(roomId: number, user_id: string, shadow_banned: boolean, measure: Measure = {}): Promise<object> {
    return this.act(roomId, 'shadow-ban', { user_id, shadow_banned, ...measure });
  }

  /** @param userId null for nobody */
  spotlight(roomId: number, userId: string | null): Promise<RoomJoined> {
    return this.act(roomId, 'spotlight', userId === null ? {} : { user_id: userId });
  }

  /** @param seconds 0 is off */
  slowMode(roomId: number, seconds: number): Promise<object> {
    return this.act(roomId, 'slow-mode', { seconds });
  }

  lock(roomId: number, locked: boolean, reason?: string): Promise<object> {
    return this.act(roomId, 'lock', { locked, ...because(reason) });
  }

  setRole(roomId: number, user_id: string, role: Exclude<RoomRole, 'owner'>): Promise<object> {
    return this.act(roomId, 'set-role', { user_id, role });
  }

  /** @param measure without `minutes`: all of them */
  deleteMessages(roomId: number, user_id: string, measure: Measure): Promise<{ deleted: number }> {
    return this.act(roomId, 'delete-messages', { user_id, ...measure });
  }

  appeal(roomId: number, text: string): Promise<object> {
    return this.act(roomId, 'appeal', { text });
  }

  private act<T>(roomId: number, verb: string, body: object = {}): Promise<T> {
    return this.http.post(`/v1/rooms/${roomId}/${verb}`, body);
  }
}

function because(reason: string | undefined): Measure {
  return reason ? { reason } : {};
}

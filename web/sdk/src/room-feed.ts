import { Refusal } from './refusal.js';
import { countsOf, type Frame, type ParticipantPage, parseFrame, removalOf, type RoomPage, snakeCase } from './room-frames.js';
import { Dial, type PlainSocket } from './room-dial.js';
import type { Participant, Room, RoomRemoved } from './rooms.js';
import { type Signal, Source } from './signal.js';

export interface FeedPorts {
  /** Opens `/ws/rooms` with a token; may throw. */
  open: (token: string) => PlainSocket;
  token: (why: { expired: boolean }) => Promise<string>;
  /** Reads with `If-None-Match`; of what has not changed it gives the same object again. */
  get: <T>(path: string) => Promise<T>;
  /** @return a function that calls it off */
  after: (delayMs: number, task: () => void) => () => void;
}

export interface FeedView {
  /** How changes come: as they happen, or by asking every {@link POLL_MS}. */
  way: 'connecting' | 'websocket' | 'polling';
  rooms: readonly Room[];
  loaded: boolean;
  /** Why rooms could not be asked for the last time. */
  refusal: Refusal | null;
}

export interface PeopleView {
  room_id: number | null;
  participants: readonly Participant[];
  loaded: boolean;
}

/** As the second source system's page. */
export const POLL_MS = 5000;
/** Rooms that are made or closed are told to nobody who does not watch them. */
const LIST_MS = 30_000;
/** Many changes in a moment are one question. */
const TOUCH_MS = 300;
const PAGES_MAX = 10;
const LIST_MAX = 100;
/** Who is banned may not see who is in. */
const KEPT_OUT: ReadonlySet<string> = new Set(['banned', 'forbidden']);
const NOBODY: PeopleView = { room_id: null, participants: [], loaded: false };

/**
 * The rooms and how many are in each, live over `/ws/rooms`; while no WebSocket can be had, by polling, and live again as soon
 * as one can. One room may be looked at: it is polled by itself, and its participants are kept.
 */
export class RoomFeed {
  private readonly ports: FeedPorts;
  private readonly dial: Dial;
  private readonly current = new Source<FeedView>({ way: 'connecting', rooms: [], loaded: false, refusal: null });
  private readonly crowd = new Source<PeopleView>(NOBODY);
  private readonly removedListeners = new Set<(removed: RoomRemoved) => void>();
  /** Of when is what is shown of a room, in steps: of a frame, or of a question. An answer to an older one must not undo it. */
  private readonly heard = new Map<number, number>();
  private steps = 0;
  /** Rooms the server has not yet said it watches for us. */
  private unanswered = 0;
  private looked: number | null = null;
  /** The newest question answered: an answer that it has overtaken says nothing new. */
  private listAnswered = 0;
  private lookedAnswered = 0;
  private started = false;
  private cancelPoll = () => {};
  private cancelTouch: (() => void) | null = null;

  constructor(ports: FeedPorts) {
    this.ports = ports;
    this.dial = new Dial(ports, {
      up: () => this.up(),
      down: () => this.down(),
      frame: (text) => this.take(parseFrame(text)),
    });
  }

  get view(): Signal<FeedView> {
    return this.current;
  }

  /** Who is in the room that is looked at. */
  get people(): Signal<PeopleView> {
    return this.crowd;
  }

  onRemoved(listener: (removed: RoomRemoved) => void): () => void {
    this.removedListeners.add(listener);
    return () => this.removedListeners.delete(listener);
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.dial.start();
    void this.poll();
  }

  stop(): void {
    this.started = false;
    this.dial.stop();
    this.cancelPoll();
    this.cancelTouch?.();
  }

  /** Tries for a WebSocket at once, because the network has come back. */
  hurry(): void {
    if (this.started) this.dial.hurry();
  }

  room(roomId: number): Room | undefined {
    return this.current.get().rooms.find(({ room_id }) => room_id === roomId);
  }

  /** @param roomId null for none */
  look(roomId: number | null): void {
    if (this.looked === roomId) return;
    this.looked = roomId;
    this.crowd.set({ ...NOBODY, room_id: roomId });
    if (roomId === null) return;
    if (!this.room(roomId)) this.watch(roomId); // All of the list are watched.
    void this.loadLooked();
  }

  /** Something of the room is known to have changed: asks, soon. */
  touch(roomId: number): void {
    if (roomId !== this.looked || this.cancelTouch) return;
    this.cancelTouch = this.ports.after(TOUCH_MS, () => {
      this.cancelTouch = null;
      void this.loadLooked();
    });
  }

  /** What a command answered is newer than what was asked for before it. */
  note(room: Room): void {
    this.heard.set(room.room_id, ++this.steps);
    this.put(room);
    this.touch(room.room_id);
  }

  removed(removed: RoomRemoved): void {
    this.touch(removed.room_id);
    for (const listener of [...this.removedListeners]) listener(removed);
  }

  private up(): void {
    this.unanswered = 0;
    for (const { room_id } of this.current.get().rooms) this.watch(room_id);
    if (this.unanswered === 0) this.live();
  }

  private watch(roomId: number): void {
    if (!this.dial.up) return;
    this.unanswered++;
    this.dial.send({ action: 'JOIN_ROOM', roomId });
  }

  private answered(): void {
    this.unanswered = Math.max(0, this.unanswered - 1);
    if (this.unanswered === 0) this.live();
  }

  /** From now on all changes are told; what changed before is asked for. */
  private live(): void {
    this.change({ way: 'websocket' });
    void this.poll();
  }

  private down(): void {
    if (this.current.get().way === 'polling') return;
    this.change({ way: 'polling' });
    void this.poll();
  }

  private take(frame: Frame | null): void {
    if (frame?.type === 'ROOM_REMOVED') {
      const removed = removalOf(frame);
      if (removed.event === 'kick') this.watch(frame.roomId); // That takes no seat.
      this.removed(removed);
    } else if (frame?.type === 'ROOM_UPDATE') {
      const held = this.room(frame.roomId);
      this.heard.set(frame.roomId, ++this.steps);
      if (held) this.put({ ...held, ...countsOf(frame) });
      this.touch(frame.roomId);
    } else if (frame?.type === 'ROOM_STATUS' || (frame?.type === 'ERROR' && frame.action === 'JOIN_ROOM')) {
      this.answered();
    }
  }

  /** One round, and the next in its time; a round that is still under way when another begins is not followed by its own. */
  private async poll(): Promise<void> {
    this.cancelPoll();
    let called = false;
    this.cancelPoll = () => (called = true);
    await Promise.all([this.loadList(), this.loadLooked()]);
    if (called || !this.started) return;
    this.cancelPoll = this.ports.after(this.current.get().way === 'websocket' ? LIST_MS : POLL_MS, () => void this.poll());
  }

  private async loadList(): Promise<void> {
    const asked = ++this.steps;
    try {
      const answer = await this.ports.get<unknown>(`/api/rooms?limit=${LIST_MAX}`);
      if (asked < this.listAnswered) return;
      this.listAnswered = asked;
      this.putAll(snakeCase<RoomPage>(answer).rooms, asked); // Of a 304, too: frames may have told of a time in between.
      this.change({ loaded: true, refusal: null });
    } catch (error) {
      this.change({ refusal: Refusal.from(error) });
    }
  }

  private putAll(rooms: Room[], asked: number): void {
    const known = new Set(this.current.get().rooms.map(({ room_id }) => room_id));
    const looked = rooms.length === LIST_MAX && this.looked !== null ? this.room(this.looked) : undefined;
    const beyond = looked && !rooms.some(({ room_id }) => room_id === looked.room_id) ? [looked] : [];
    this.change({ rooms: [...rooms.map((room) => this.newer(room, asked)), ...beyond] });
    for (const { room_id } of rooms) {
      if (!known.has(room_id)) this.watch(room_id);
    }
    for (const roomId of this.heard.keys()) {
      if (!this.room(roomId)) this.heard.delete(roomId);
    }
  }

  private async loadLooked(): Promise<void> {
    const roomId = this.looked;
    if (roomId === null) return;
    const asked = ++this.steps;
    try {
      const [answer, participants] = await Promise.all([this.ports.get<unknown>(`/api/rooms/${roomId}`), this.participants(roomId)]);
      if (this.looked !== roomId || asked < this.lookedAnswered) return;
      this.lookedAnswered = asked;
      this.put(this.newer(snakeCase<Room>(answer), asked));
      this.crowd.set({ room_id: roomId, participants, loaded: true });
      this.change({ refusal: null });
    } catch (error) {
      const refusal = Refusal.from(error);
      if (this.looked !== roomId) return;
      if (refusal.code === 'not_found') this.drop(roomId);
      else if (KEPT_OUT.has(refusal.code)) this.crowd.set({ room_id: roomId, participants: [], loaded: true });
      else this.change({ refusal });
    }
  }

  private async participants(roomId: number): Promise<Participant[]> {
    const all: Participant[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: ParticipantPage = snakeCase(await this.ports.get(`/api/rooms/${roomId}/participants?limit=100${from}`));
      all.push(...page.participants);
      cursor = page.has_more ? page.cursor : null;
      if (cursor === null) break;
    }
    return all;
  }

  private newer(room: Room, asked: number): Room {
    const held = this.room(room.room_id);
    if (!held || (this.heard.get(room.room_id) ?? 0) <= asked) {
      this.heard.set(room.room_id, asked);
      return room;
    }
    const { current_participants, max_participants, is_full, available_slots } = held;
    return { ...room, current_participants, max_participants, is_full, available_slots };
  }

  private put(room: Room): void {
    const { rooms } = this.current.get();
    const at = rooms.findIndex(({ room_id }) => room_id === room.room_id);
    this.change({ rooms: at < 0 ? [...rooms, room] : rooms.with(at, room) });
  }

  private drop(roomId: number): void {
    this.change({ rooms: this.current.get().rooms.filter(({ room_id }) => room_id !== roomId), refusal: null });
    this.crowd.set({ room_id: roomId, participants: [], loaded: true });
  }

  private change(change: Partial<FeedView>): void {
    this.current.set({ ...this.current.get(), ...change });
  }
}

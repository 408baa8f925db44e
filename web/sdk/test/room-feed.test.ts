import { beforeEach, describe, expect, test } from 'vitest';
import { Refusal, type Room, RoomFeed, type RoomRemoved } from '../src/index.js';
import type { PlainSocket } from '../src/room-dial.js';

/** A clock that goes on when told, and does what is due in its order. */
class Clock {
  private now = 0;
  private due: { at: number; task: () => void }[] = [];

  readonly after = (delayMs: number, task: () => void): (() => void) => {
    const one = { at: this.now + delayMs, task };
    this.due.push(one);
    return () => void (this.due = this.due.filter((each) => each !== one));
  };

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await settled();
      const next = this.due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = next.at;
      this.due = this.due.filter((each) => each !== next);
      next.task();
    }
    this.now = end;
    await settled();
  }
}

/** What has been promised already has come. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

class FakeSocket implements PlainSocket {
  readonly sent: { action: string; roomId?: number }[] = [];
  onmessage: PlainSocket['onmessage'] = null;
  onclose: PlainSocket['onclose'] = null;
  closed = false;
  /** Whether it answers as a server does. */
  silent = false;

  send(text: string): void {
    const frame = JSON.parse(text);
    this.sent.push(frame);
    if (frame.action === 'JOIN_ROOM' && !this.silent) void Promise.resolve().then(() => this.watches(frame.roomId));
  }

  watches(roomId: number): void {
    this.says({ type: 'ROOM_STATUS', roomId, connectedClients: 1 });
  }

  close(): void {
    this.closed = true;
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  greets(): void {
    this.says({ type: 'CONNECTION_ESTABLISHED', userId: 'ann' });
  }

  breaks(reason = ''): void {
    this.onclose?.({ code: 1006, reason });
  }
}

const camel = (id: number, now: number) => ({ roomId: id, name: `room ${id}`, currentParticipants: now, maxParticipants: 50, isFull: false, availableSlots: 50 - now });
const update = (roomId: number, now: number) => ({ type: 'ROOM_UPDATE', event: 'USER_JOINED', participantName: 'Bob', ...camel(roomId, now), roomId });

let clock: Clock;
let sockets: FakeSocket[];
let asked: string[];
let tokens: boolean[];
let counts: Map<number, number>;
let blocked: boolean;
let gate: Promise<void> | null;
let refusal: Refusal | null;
let sameList: object | null;
let feed: RoomFeed;

const last = () => sockets.at(-1) as FakeSocket;
const shown = (id: number) => feed.room(id)?.current_participants;
const way = () => feed.view.get().way;
const asksOf = (path: string) => asked.filter((each) => each === path).length;

beforeEach(() => {
  clock = new Clock();
  sockets = [];
  asked = [];
  tokens = [];
  counts = new Map([[1, 3], [2, 0]]);
  blocked = false;
  gate = null;
  refusal = null;
  sameList = null;
  feed = new RoomFeed({
    after: clock.after,
    token: async ({ expired }) => {
      tokens.push(expired);
      return 't';
    },
    open: () => {
      if (blocked) throw new Error('blocked');
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    get: async <T,>(path: string) => {
      asked.push(path);
      const answer = path.includes('participants')
        ? { participants: [{ userId: 'bob', name: 'Bob', role: 'member', mode: 'viewer', muted: false, joinedAt: '2026-01-01T00:00:00Z' }], hasMore: false }
        : path.startsWith('/api/rooms?') ? sameList ?? { rooms: [...counts].map(([id, now]) => camel(id, now)) } : camel(Number(path.split('/').at(-1)), counts.get(Number(path.split('/').at(-1))) ?? 0);
      if (gate) await gate;
      if (refusal) throw refusal;
      return answer as T;
    },
  });
});

describe('where a WebSocket gets through', () => {
  test('rooms are watched, and a count is shown as it is told', async () => {
    feed.start();
    await clock.pass(0);
    expect(way()).toBe('connecting');
    last().greets();
    await clock.pass(0);
    expect(way()).toBe('websocket');
    expect(last().sent.map(({ roomId }) => roomId)).toEqual([1, 2]);
    last().says(update(2, 7));
    expect(shown(2)).toBe(7);
    expect(shown(1)).toBe(3);
  });

  test('nothing is polled but, now and then, the list', async () => {
    feed.start();
    await clock.pass(0);
    last().greets();
    await clock.pass(0);
    asked = [];
    last().onmessage?.({ data: 'PONG' });
    await clock.pass(19_000);
    expect(asked).toEqual([]);
  });

  test('an answer that was asked for before a frame does not undo it', async () => {
    feed.start();
    await clock.pass(0);
    let open = () => {};
    gate = new Promise((done) => (open = done));
    last().greets();
    await clock.pass(0);
    last().says(update(1, 9));
    open();
    gate = null;
    await clock.pass(0);
    expect(shown(1)).toBe(9);
  });

  test('what changed before the server watched is asked for when it does, and only then is it live', async () => {
    feed.start();
    await clock.pass(0);
    last().silent = true;
    last().greets();
    await clock.pass(0);
    last().watches(1);
    await clock.pass(0);
    expect(way()).toBe('connecting');
    counts.set(2, 8);
    last().says({ type: 'ERROR', code: 'BANNED', message: 'no', action: 'JOIN_ROOM' });
    await clock.pass(0);
    expect(way()).toBe('websocket');
    expect(shown(2)).toBe(8);
  });

  test('who is in the room that is looked at is asked anew when somebody came, once for many', async () => {
    feed.start();
    await clock.pass(0);
    last().greets();
    feed.look(1);
    await clock.pass(0);
    expect(feed.people.get()).toMatchObject({ room_id: 1, loaded: true, participants: [{ user_id: 'bob', joined_at: '2026-01-01T00:00:00Z' }] });
    asked = [];
    for (let now = 4; now < 20; now++) last().says(update(1, now));
    last().says(update(2, 1));
    await clock.pass(1000);
    expect(asksOf('/api/rooms/1/participants?limit=100')).toBe(1);
  });

  test('who is put out is told at once, and watches on after a kick', async () => {
    const told: RoomRemoved[] = [];
    feed.onRemoved((removed) => told.push(removed));
    feed.start();
    await clock.pass(0);
    last().greets();
    await clock.pass(0);
    last().sent.length = 0;
    last().says({ type: 'ROOM_REMOVED', roomId: 1, event: 'kick', reason: 'spam', expiresAt: null });
    last().says({ type: 'ROOM_REMOVED', roomId: 2, event: 'ban', reason: null, expiresAt: '2026-02-02T00:00:00Z' });
    expect(told).toEqual([
      { room_id: 1, event: 'kick', reason: 'spam', expires_at: null },
      { room_id: 2, event: 'ban', reason: null, expires_at: '2026-02-02T00:00:00Z' },
    ]);
    expect(last().sent).toEqual([{ action: 'JOIN_ROOM', roomId: 1 }]);
  });
});

describe('where no WebSocket gets through', () => {
  test('the room that is looked at is polled every 5 s, from the first moment on', async () => {
    blocked = true;
    feed.start();
    feed.look(1);
    await clock.pass(0);
    expect(way()).toBe('polling');
    asked = [];
    counts.set(1, 11);
    await clock.pass(5000);
    expect(asksOf('/api/rooms/1')).toBe(1);
    expect(shown(1)).toBe(11);
    await clock.pass(20_000);
    expect(asksOf('/api/rooms/1')).toBe(5);
  });

  test('one that opens and says nothing counts for none', async () => {
    feed.start();
    await clock.pass(4999);
    expect(way()).toBe('connecting');
    await clock.pass(2);
    expect(way()).toBe('polling');
    expect(sockets[0]?.closed).toBe(true);
  });

  test('it is tried again and again, ever more seldom, and comes back by itself', async () => {
    blocked = true;
    feed.start();
    await clock.pass(60_000);
    expect(tokens.length).toBeGreaterThan(4);
    expect(tokens.length).toBeLessThan(8);
    blocked = false;
    await clock.pass(15_000);
    last().greets();
    await clock.pass(0);
    expect(way()).toBe('websocket');
    asked = [];
    await clock.pass(10_000);
    expect(asked).toEqual([]);
    last().says(update(2, 5));
    expect(shown(2)).toBe(5);
  });

  test('a list that is again as it was once shows so, whatever frames told in between', async () => {
    const kept = { rooms: [camel(1, 3), camel(2, 0)] };
    sameList = kept;
    feed.start();
    await clock.pass(0);
    last().greets();
    await clock.pass(0);
    last().says(update(2, 6));
    expect(shown(2)).toBe(6);
    last().breaks();
    await clock.pass(5000);
    expect(shown(2)).toBe(0);
  });

  test('an answer that a later one has overtaken is not shown', async () => {
    blocked = true;
    let open = () => {};
    gate = new Promise((done) => (open = done));
    feed.start();
    feed.look(1);
    await clock.pass(0);
    gate = null;
    counts.set(1, 12);
    feed.touch(1);
    await clock.pass(1000);
    expect(shown(1)).toBe(12);
    open();
    await clock.pass(0);
    expect(shown(1)).toBe(12);
  });

  test('it is tried at once when the network comes back', async () => {
    blocked = true;
    feed.start();
    await clock.pass(8000);
    blocked = false;
    feed.hurry();
    await clock.pass(0);
    last().greets();
    await clock.pass(0);
    expect(way()).toBe('websocket');
  });
});

describe('a WebSocket that is lost', () => {
  beforeEach(async () => {
    feed.start();
    feed.look(2);
    await clock.pass(0);
    last().greets();
    await clock.pass(0);
  });

  test('is followed by polling at once', async () => {
    asked = [];
    counts.set(2, 20);
    last().breaks();
    await clock.pass(0);
    expect(way()).toBe('polling');
    expect(asksOf('/api/rooms/2')).toBe(1);
    expect(shown(2)).toBe(20);
  });

  test('and says nothing of it is missed: it answers no ping', async () => {
    await clock.pass(20_000);
    expect(last().sent.at(-1)).toEqual({ action: 'PING' });
    await clock.pass(10_000);
    expect(way()).toBe('polling');
  });

  test('that answers pings is kept', async () => {
    for (let minute = 0; minute < 6; minute++) {
      await clock.pass(20_000);
      last().says({ type: 'PONG' });
    }
    expect(sockets).toHaveLength(1);
    expect(way()).toBe('websocket');
  });

  test('for an expired token asks for another', async () => {
    last().breaks('token_expired');
    await clock.pass(2000);
    expect(tokens.at(-1)).toBe(true);
  });

  test('while nothing answers, says so, and no more when it does', async () => {
    refusal = new Refusal('no_answer', 'gone');
    last().breaks();
    await clock.pass(0);
    expect(feed.view.get()).toMatchObject({ way: 'polling', refusal: { code: 'no_answer' } });
    refusal = null;
    await clock.pass(5000);
    expect(feed.view.get().refusal).toBeNull();
  });

  test('is not looked for any more after the end', async () => {
    feed.stop();
    asked = [];
    await clock.pass(60_000);
    expect(sockets).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});

test('who is banned sees nobody in the room, and that is no fault of the connection', async () => {
  feed.start();
  await clock.pass(0);
  last().greets();
  await clock.pass(0);
  refusal = new Refusal('banned', 'you are banned');
  feed.look(2);
  await clock.pass(0);
  expect(feed.people.get()).toEqual({ room_id: 2, participants: [], loaded: true });
  expect(feed.view.get().refusal).toBeNull();
});

test('a room that has closed is not shown any more', async () => {
  blocked = true;
  feed.start();
  await clock.pass(0);
  counts.delete(2);
  await clock.pass(5000);
  expect(feed.view.get().rooms.map(({ room_id }: Room) => room_id)).toEqual([1]);
});

import { describe, expect, test } from 'vitest';
import { Commands } from '../src/commands.js';
import { Drafts } from '../src/drafts.js';
import { Refusal, type Request } from '../src/index.js';
import { Presences } from '../src/presences.js';
import { Receipts } from '../src/receipts.js';
import { Replies } from '../src/replies.js';
import { NOBODY_TYPES, Typists } from '../src/typists.js';
import { message } from './samples.js';

/** A server that writes down what it is asked, and a clock. */
class Bench {
  readonly asked: [string, unknown][] = [];
  readonly answers = new Map<string, unknown>();
  up = true;
  time = 0;
  private timers: (() => void)[] = [];

  readonly ports = {
    request: (async (name: string, payload: unknown) => {
      this.asked.push([name, payload]);
      await Promise.resolve();
      const answer = this.answers.get(name) ?? {};
      if (answer instanceof Refusal) throw answer;
      return answer;
    }) as Request,
    schedule: (_delayMs: number, task: () => void) => void this.timers.push(task),
    online: () => this.up,
    now: () => this.time,
  };

  async pass(): Promise<void> {
    const due = this.timers;
    this.timers = [];
    for (const task of due) task();
    await new Promise((done) => setImmediate(done));
  }

  names(): string[] {
    return this.asked.map(([name]) => name);
  }
}

describe('receipts', () => {
  const marks = (user_id: string, read_seq: number, delivered_seq = read_seq) => ({ user_id, read_seq, delivered_seq });

  test('of a burst go as one, and none goes twice or backwards', async () => {
    const bench = new Bench();
    const receipts = new Receipts(bench.ports);
    for (const seq of [1, 2, 3]) receipts.delivered('c', seq);
    receipts.delivered('d', 7);
    await bench.pass();
    receipts.delivered('c', 2);
    await bench.pass();
    const upTo = [{ conversation_id: 'c', up_to_seq: 3 }, { conversation_id: 'd', up_to_seq: 7 }];
    expect(bench.asked).toEqual([['receipt:delivered', { receipts: upTo }]]);
  });

  test('are told again when no answer came', async () => {
    const bench = new Bench();
    const receipts = new Receipts(bench.ports);
    bench.answers.set('receipt:read', new Refusal('no_answer', ''));
    receipts.read('c', 3);
    await bench.pass();
    bench.answers.clear();
    await bench.pass();
    await bench.pass();
    expect(bench.names()).toEqual(['receipt:read', 'receipt:read']);
  });

  test('wait for the connection', async () => {
    const bench = new Bench();
    const receipts = new Receipts(bench.ports);
    bench.up = false;
    receipts.read('c', 3);
    await bench.pass();
    expect(bench.asked).toEqual([]);
    bench.up = true;
    receipts.connected();
    await bench.pass();
    expect(bench.names()).toEqual(['receipt:read']);
  });

  test('of others never go backwards, and who sends has read', () => {
    const receipts = new Receipts(new Bench().ports);
    receipts.note('c', marks('bob', 5), marks('carla', 2, 4));
    receipts.note('c', marks('bob', 3));
    receipts.noteMessage(message(6, { sender_id: 'carla' }), 'ann');
    expect([...receipts.of('c').get().values()]).toEqual([marks('bob', 5), marks('carla', 6)]);
  });

  test('are asked for a message, and again after a reconnect', async () => {
    const bench = new Bench();
    bench.answers.set('receipt:get', { members: [marks('bob', 3)] });
    const receipts = new Receipts(bench.ports);
    await receipts.ask('c', 3);
    await receipts.ask('c', 4);
    expect(receipts.of('c').get().get('bob')).toEqual(marks('bob', 3));
    receipts.connected();
    expect(bench.names()).toEqual(['receipt:get', 'receipt:get']);
  });
});

describe('drafts', () => {
  const begun = () => {
    const bench = new Bench();
    const shown: unknown[] = [];
    bench.answers.set('draft:set', { conversation_id: 'c', updated_at: 'now', text: 'hello' });
    const drafts = new Drafts({ ...bench.ports, show: (id, draft) => shown.push([id, draft?.text]) });
    return { bench, drafts, shown };
  };

  test('are told when the writer pauses, as they are by then', async () => {
    const { bench, drafts, shown } = begun();
    for (const text of ['h', 'he', 'hello']) drafts.set('c', { text });
    await bench.pass();
    await bench.pass();
    expect(bench.asked).toEqual([['draft:set', { conversation_id: 'c', text: 'hello' }]]);
    expect(shown).toEqual([['c', 'hello']]);
  });

  test('end with the message, which is not told', async () => {
    const { bench, drafts, shown } = begun();
    drafts.set('c', { text: 'hello' });
    drafts.sent('c', 'c-1');
    await bench.pass();
    expect(bench.asked).toEqual([]);
    expect(shown).toEqual([['c', undefined]]);
  });

  test('of another device are heard, and so is the message that ends them, but not while one writes here', () => {
    const { drafts } = begun();
    drafts.note({ conversation_id: 'c', updated_at: '1', text: 'there' });
    expect(drafts.elsewhere.get()?.text).toBe('there');
    drafts.noteMessage(message(1, { sender_id: 'bob' }), 'ann');
    expect(drafts.elsewhere.get()?.text).toBe('there');
    drafts.noteMessage(message(2, { sender_id: 'ann' }), 'ann');
    expect(drafts.elsewhere.get()?.text).toBe('');
    drafts.note({ conversation_id: 'c', updated_at: '2', text: 'again' });
    drafts.sent('c', 'c-1');
    drafts.noteMessage(message(3, { sender_id: 'ann', client_msg_id: 'c-1' }), 'ann');
    expect(drafts.elsewhere.get()?.text).toBe('again');
    drafts.set('c', { text: 'here' });
    drafts.note({ conversation_id: 'c', updated_at: '2', text: 'there' });
    expect(drafts.elsewhere.get()?.text).toBe('again');
  });
});

describe('typing', () => {
  test('is said with the first keystroke, then every four seconds, and its end once', () => {
    const bench = new Bench();
    const typists = new Typists(bench.ports);
    for (bench.time = 0; bench.time <= 5000; bench.time += 500) typists.start('c');
    typists.stop('c');
    typists.stop('c');
    expect(bench.names()).toEqual(['typing:start', 'typing:start', 'typing:stop']);
  });

  test('needs no end when the message was sent', () => {
    const bench = new Bench();
    const typists = new Typists(bench.ports);
    typists.start('c');
    typists.sent('c');
    typists.stop('c');
    typists.start('c');
    expect(bench.names()).toEqual(['typing:start', 'typing:start']);
  });

  test('of others is forgotten with the connection', () => {
    const typists = new Typists(new Bench().ports);
    const bob = { conversation_id: 'c', users: [], count: 1, display_text: 'Bob is typing...' };
    typists.note(bob);
    expect(typists.of('c').get()).toEqual(bob);
    typists.disconnected();
    expect(typists.of('c').get()).toEqual({ ...NOBODY_TYPES, conversation_id: 'c' });
  });
});

describe('presence', () => {
  const bob = { user_id: 'bob', status: 'online' as const, status_text: null, last_seen: null };

  test('of a user is subscribed to once, however many watch, and given up with the last', async () => {
    const bench = new Bench();
    bench.answers.set('presence:subscribe', { users: [bob] });
    const presences = new Presences(bench.ports);
    const [first, second] = [presences.watch(['bob']), presences.watch(['bob'])];
    await bench.pass();
    expect(presences.view.get().get('bob')).toEqual(bob);
    first();
    first();
    await bench.pass();
    second();
    await bench.pass();
    expect(bench.names()).toEqual(['presence:subscribe', 'presence:unsubscribe']);
  });

  test('is subscribed to again after each connect', async () => {
    const bench = new Bench();
    bench.answers.set('presence:subscribe', { users: [bob] });
    const presences = new Presences(bench.ports);
    presences.watch(['bob']);
    await bench.pass();
    presences.connected();
    await bench.pass();
    expect(bench.names()).toEqual(['presence:subscribe', 'presence:subscribe']);
  });

  test('is kept alive at most every two minutes', () => {
    const bench = new Bench();
    const presences = new Presences(bench.ports);
    for (bench.time = 0; bench.time < 200_000; bench.time += 1000) presences.active();
    expect(bench.names()).toEqual(['presence:activity', 'presence:activity']);
  });
});

describe('a command', () => {
  test('is tried again under the same op_id until it is done', async () => {
    const bench = new Bench();
    const waits: number[] = [];
    bench.answers.set('message:react', new Refusal('unavailable', '', 70));
    const commands = new Commands(bench.ports.request, bench.ports.online, async (ms) => {
      waits.push(ms);
      if (waits.length === 2) bench.answers.set('message:react', { change_seq: 4, deduplicated: true });
    });
    expect(await commands.react('c', 1, '👍')).toMatchObject({ change_seq: 4 });
    expect(waits).toEqual([70, 70]);
    const ids = bench.asked.map(([, payload]) => (payload as { op_id: string }).op_id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toBeTruthy();
  });

  test('is not tried again without a connection, which the user is told', async () => {
    const bench = new Bench();
    bench.answers.set('message:pin', new Refusal('no_answer', ''));
    bench.up = false;
    await expect(new Commands(bench.ports.request, bench.ports.online).pinMessage('c', 1)).rejects.toMatchObject({ code: 'disconnected' });
    expect(bench.asked).toHaveLength(1);
  });

  test('that is refused is not tried again', async () => {
    const bench = new Bench();
    bench.answers.set('message:edit', new Refusal('forbidden', 'no'));
    await expect(new Commands(bench.ports.request, bench.ports.online).edit('c', 1, 'x')).rejects.toMatchObject({ code: 'forbidden' });
    expect(bench.asked).toHaveLength(1);
  });
});

describe('the replies to a message', () => {
  const reply = (seq: number) => message(seq, { thread: 1 });
  const opened = async (has_more = false) => {
    const asked: unknown[] = [];
    const replies = new Replies(1, {
      me: () => 'ann',
      page: async (bounds) => {
        asked.push(bounds);
        await Promise.resolve();
        return { root: message(1), messages: [reply(3), reply(5)], has_more };
      },
    });
    const opening = replies.open();
    return { replies, asked, opening, seqs: () => replies.view.get().replies.map((m) => m.seq) };
  };

  test('have what came while the page was on its way', async () => {
    const { replies, opening, seqs } = await opened();
    replies.receive(reply(7));
    replies.receive(message(8));
    replies.change({ event: 'message:deleted', conversation_id: 'c', change_seq: 1, actor_id: 'bob', at: '', message_id: 'm-3', seq: 3 });
    await opening;
    expect(seqs()).toEqual([3, 5, 7]);
    expect(replies.view.get().replies[0]?.deleted).toBe(true);
  });

  test('page backwards from the oldest', async () => {
    const { replies, asked, opening } = await opened(true);
    await opening;
    await replies.loadOlder();
    expect(asked).toEqual([{ limit: 50 }, { limit: 50, before_seq: 3 }]);
  });
});

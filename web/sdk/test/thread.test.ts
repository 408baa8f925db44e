import { describe, expect, test } from 'vitest';
import type { Change, HistoryBounds, HistoryPage, Message } from '../src/index.js';
import { Refusal } from '../src/index.js';
import { Thread } from '../src/thread.js';
import { message, messages, storedFor } from './samples.js';

/** A server with some messages, a connection that may be down, and a clock that runs when told. */
class Bench {
  stored: Message[];
  down = false;
  /** What the list of conversations knows of the number of changes. */
  changeSeq: number | null = 0;
  now = Date.UTC(2026, 0, 2);
  readonly asked: HistoryBounds[] = [];
  readonly heard: number[] = [];
  /** All there were, by their number from 1. */
  readonly changes: Change[] = [];
  readonly thread: Thread;
  private timers: (() => void)[] = [];

  constructor(stored: number, lastSeq: number | null) {
    this.stored = messages(stored);
    this.thread = new Thread(
      {
        history: (bounds) => this.history(bounds),
        changes: async (after) => {
          await Promise.resolve();
          return { changes: this.changes.slice(after, after + 2), has_more: this.changes.length > after + 2 };
        },
        changeSeq: () => this.changeSeq,
        me: () => 'ann',
        schedule: (_delayMs, task) => this.timers.push(task),
        serverNow: () => this.now,
        online: () => !this.down,
        onMessage: (m) => this.heard.push(m.seq),
      },
      lastSeq,
    );
  }

  get view() {
    return this.thread.view.get();
  }

  get shown(): number[] {
    return this.view.messages.map((m) => m.seq);
  }

  store(count: number): Message[] {
    const from = this.stored.length;
    const added = Array.from({ length: count }, (_, i) => message(from + i + 1));
    this.stored.push(...added);
    return added;
  }

  /** Runs what is due, and what follows from it. */
  async pass(): Promise<void> {
    const due = this.timers;
    this.timers = [];
    for (const task of due) task();
    await new Promise((done) => setImmediate(done));
  }

  private async history(bounds: HistoryBounds): Promise<HistoryPage> {
    this.asked.push(bounds);
    await Promise.resolve();
    if (this.down) throw new Refusal('no_answer', 'down');
    const { before_seq = Infinity, after_seq, around_seq, limit = 50 } = bounds;
    if (around_seq !== undefined) {
      const before = this.stored.filter((m) => m.seq <= around_seq);
      const after = this.stored.filter((m) => m.seq > around_seq);
      const half = limit / 2;
      const around = { messages: [...before.slice(-half), ...after.slice(0, half)], has_more: false };
      return { ...around, has_more_before: before.length > half, has_more_after: after.length > half };
    }
    if (after_seq !== undefined) {
      const after = this.stored.filter((m) => m.seq > after_seq);
      return { messages: after.slice(0, limit), has_more: after.length > limit };
    }
    const before = this.stored.filter((m) => m.seq < before_seq);
    return { messages: before.slice(-limit), has_more: before.length > limit };
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a thread', () => {
  test('opens with the newest page and pages to the beginning', async () => {
    const bench = new Bench(120, 120);
    await bench.thread.open();
    expect(bench.shown).toEqual(range(71, 120));
    await bench.thread.loadOlder();
    await bench.thread.loadOlder();
    expect(bench.shown).toEqual(range(1, 120));
    expect(bench.view.hasOlder).toBe(false);
  });

  test('joins the newest page with a message that comes while it is loading', async () => {
    const bench = new Bench(10, null);
    const opening = bench.thread.open();
    for (const added of bench.store(1)) bench.thread.receive(added);
    await opening;
    expect(bench.shown).toEqual(range(1, 11));
  });

  test('fills a hole, page after page, before it shows what lies behind', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    const added = bench.store(250);
    bench.thread.receive(added[249] as Message);
    expect(bench.shown).toEqual(range(1, 5));
    await bench.pass();
    expect(bench.shown).toEqual(range(1, 255));
    expect(bench.heard).toEqual(range(6, 255));
  });

  test('asks for nothing when the missing message comes a moment later', async () => {
    const bench = new Bench(5, 5);
    const [sixth, seventh] = bench.store(2) as [Message, Message];
    bench.thread.receive(seventh);
    bench.thread.receive(sixth);
    await bench.pass();
    expect(bench.heard).toEqual([6, 7]);
    expect(bench.asked).toEqual([]);
  });

  test('goes on filling when the connection is back', async () => {
    const bench = new Bench(5, 5);
    const added = bench.store(3);
    bench.down = true;
    bench.thread.receive(added[2] as Message);
    await bench.pass();
    expect(bench.heard).toEqual([]);
    bench.down = false;
    bench.thread.resume();
    await bench.pass();
    expect(bench.heard).toEqual([6, 7, 8]);
  });

  test('says why a page did not come, and asks again when the connection is back', async () => {
    const bench = new Bench(5, 5);
    bench.down = true;
    await bench.thread.open();
    expect(bench.view).toMatchObject({ loaded: false, refusal: { code: 'no_answer' } });
    bench.down = false;
    bench.thread.resume();
    await bench.pass();
    expect(bench.view).toMatchObject({ loaded: true, refusal: null });
    expect(bench.shown).toEqual(range(1, 5));
  });

  test('begins anew at the newest page after a hole of more than 1,000', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    bench.store(1500);
    bench.thread.noteLast(1505);
    await bench.pass();
    expect(bench.shown).toEqual(range(1456, 1505));
  });

  test('begins anew when a number it has belongs to another message: the store was replaced', async () => {
    const bench = new Bench(8, 8);
    await bench.thread.open();
    bench.stored = range(1, 3).map((seq) => message(seq, { message_id: `other-${seq}` }));
    bench.thread.receive(bench.stored[2] as Message);
    await bench.pass();
    expect(bench.view.messages.map((m) => m.message_id)).toEqual(['other-1', 'other-2', 'other-3']);
  });

  test('takes an acknowledgement before the event as the message itself', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    bench.thread.addOutgoing('c-1', { text: 'hello' });
    const mine = message(6, { client_msg_id: 'c-1', sender_id: 'ann', text: 'hello' });
    bench.thread.settle('c-1', 'ann', storedFor(mine));
    bench.thread.receive(mine);
    expect(bench.heard).toEqual([6]);
    expect(bench.view.outgoing).toEqual([]);
  });

  test('sends a failed message again, and no other', () => {
    const bench = new Bench(0, 0);
    bench.thread.addOutgoing('c-1', { text: 'hello' });
    expect(bench.thread.sendingAgain('c-1')).toBeNull();
    bench.thread.fail('c-1', new Refusal('bad_request', 'no'));
    expect(bench.thread.sendingAgain('c-1')).toEqual({ text: 'hello' });
    expect(bench.view.outgoing).toMatchObject([{ state: 'sending' }]);
  });

  test('takes the changes it missed, page after page', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    for (const seq of [1, 2, 3]) bench.changes.push(edited(seq, `edited ${seq}`, bench.changes.length + 1));
    await bench.thread.catchUp(3);
    expect(bench.view.messages.map((m) => m.text)).toEqual(['edited 1', 'edited 2', 'edited 3', 'text 4', 'text 5']);
  });

  test('does not wait for changes that only others were told', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    bench.changes.push(edited(1, 'edited', 1));
    await bench.thread.catchUp(7);
    expect(bench.view.messages[0]).toMatchObject({ text: 'edited' });
  });

  test('begins anew when nobody knows which changes it missed while it was away', async () => {
    const bench = new Bench(5, 5);
    bench.changeSeq = null;
    await bench.thread.open();
    bench.stored[4] = message(5, { text: 'edited meanwhile' });
    bench.thread.resume();
    bench.changeSeq = 7;
    await bench.thread.catchUp(7);
    expect(bench.view.messages.at(-1)).toMatchObject({ text: 'edited meanwhile' });
  });

  test('loads a page more for a message that is a little up', async () => {
    const bench = new Bench(420, 420);
    await bench.thread.open();
    expect(await bench.thread.show(290)).toBe(true);
    expect([bench.view.past, bench.shown[0]]).toEqual([null, 271]);
    expect(await bench.thread.show(999)).toBe(false);
  });

  test('says that a message is not to be had when the server does not answer', async () => {
    const bench = new Bench(420, 420);
    await bench.thread.open();
    bench.down = true;
    await expect(bench.thread.show(10)).rejects.toMatchObject({ code: 'no_answer' });
    expect(bench.view.past).toBeNull();
  });
});

describe('a message far up', () => {
  const past = (bench: Bench) => bench.view.past?.messages.map((m) => m.seq);
  async function goTo(seq: number): Promise<Bench> {
    const bench = new Bench(1000, 1000);
    await bench.thread.open();
    expect(await bench.thread.show(seq)).toBe(true);
    return bench;
  }

  test('is shown with what is around it, by one request', async () => {
    const bench = await goTo(300);
    expect(past(bench)).toEqual(range(276, 325));
    expect(bench.asked.length).toBe(2);
    expect(bench.shown).toEqual(range(951, 1000));
  });

  test('is read on from in both directions', async () => {
    const bench = await goTo(300);
    await bench.thread.loadOlder();
    await bench.thread.loadNewer();
    expect(past(bench)).toEqual(range(176, 425));
  });

  test('becomes one with the newest messages when it has grown up to them', async () => {
    const bench = await goTo(840);
    for (const added of bench.store(1)) bench.thread.receive(added);
    await bench.thread.loadNewer();
    expect(bench.view.past).toBeNull();
    expect(bench.shown).toEqual(range(816, 1001));
    expect(bench.view.hasOlder).toBe(true);
  });

  test('goes on reading when the connection is back', async () => {
    const bench = await goTo(300);
    bench.down = true;
    await bench.thread.loadNewer();
    expect(bench.view.past?.failed).toMatchObject({ end: 'newer', refusal: { code: 'no_answer' } });
    bench.down = false;
    bench.thread.resume();
    await bench.pass();
    expect(past(bench)?.at(-1)).toBe(425);
  });

  test('shows changes, those too that came before its page', async () => {
    const bench = new Bench(1000, 1000);
    await bench.thread.open();
    const going = bench.thread.show(300);
    bench.thread.receiveChange(edited(301, 'changed on the way', 1));
    await going;
    bench.thread.receiveChange(edited(300, 'changed after', 2));
    expect(bench.view.past?.messages.slice(24, 26).map((m) => m.text)).toEqual(['changed after', 'changed on the way']);
  });

  test('stays, where the list of conversations comes after the messages', async () => {
    const bench = new Bench(1000, null);
    bench.changeSeq = null;
    const opening = bench.thread.open();
    bench.thread.resume();
    await opening;
    await bench.thread.show(300);
    bench.changeSeq = 1;
    bench.changes.push(edited(299, 'changed before', 1), edited(300, 'changed after', 2));
    await bench.thread.catchUp(2);
    expect(past(bench)).toEqual(range(276, 325));
    expect(bench.asked.length).toBe(2);
    expect(bench.view.past?.messages[24]).toMatchObject({ text: 'changed after' });
  });

  test('is left for the newest messages, and by sending one', async () => {
    const bench = await goTo(300);
    bench.thread.toNewest();
    expect(bench.view.past).toBeNull();
    await bench.thread.show(300);
    bench.thread.addOutgoing('c-1', { text: 'hello' });
    expect(bench.view.past).toBeNull();
  });

  test('is not shown when it is not there', async () => {
    const bench = await goTo(300);
    bench.stored = bench.stored.filter((m) => m.seq !== 100);
    expect(await bench.thread.show(100)).toBe(false);
    expect(past(bench)).toEqual(range(276, 325));
  });
});

describe('a message that ends by itself', () => {
  const ending = (bench: Bench, seconds: number) => ({ expires_at: new Date(bench.now + seconds * 1000).toISOString() });

  test('is gone when its time is over, also without the server', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    bench.thread.receive(message(6, { text: 'secret', ...ending(bench, 60) }));
    await bench.pass();
    expect(bench.view.messages.at(-1)).toMatchObject({ text: 'secret' });
    bench.down = true;
    bench.now += 60_000;
    await bench.pass();
    expect(bench.view.messages.at(-1)).toMatchObject({ text: '', deleted: true });
  });

  test('says when, of ours too, whose acknowledgement does not say it', async () => {
    const bench = new Bench(5, 5);
    await bench.thread.open();
    bench.thread.addOutgoing('c-1', { text: 'hello', expires_in_s: 60 });
    const mine = message(6, { client_msg_id: 'c-1', sender_id: 'ann', text: 'hello', ...ending(bench, 60) });
    bench.thread.settle('c-1', 'ann', storedFor(mine));
    bench.thread.receive(mine);
    expect(bench.view.messages.at(-1)).toEqual(mine);
  });
});

function edited(seq: number, text: string, change_seq: number): Change {
  const made = { conversation_id: 'c', change_seq, actor_id: 'bob', at: 'now', message_id: `m-${seq}`, seq };
  return { event: 'message:updated', ...made, text, body: null, edited_at: 'now' };
}

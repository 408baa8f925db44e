import { describe, expect, test } from 'vitest';
import { type NewMessage, Outbox, Refusal, type Stored, UNSENT_MAX } from '../src/index.js';
import { randomFrom } from './samples.js';

/** A server and a clock, both under the test's hand. */
class Bench {
  readonly attempts: NewMessage[] = [];
  readonly stored: string[] = [];
  readonly failed: [string, string][] = [];
  time = 0;
  private readonly timers: { at: number; task: () => void }[] = [];
  private readonly pending: { message: NewMessage; store: (s: Stored) => void; refuse: (r: Refusal) => void }[] = [];

  readonly outbox = new Outbox({
    deliver: (message) => {
      this.attempts.push(message);
      return new Promise((store, refuse) => this.pending.push({ message, store, refuse }));
    },
    onStored: (message) => this.stored.push(message.client_msg_id),
    onFailed: (message, refusal) => this.failed.push([message.client_msg_id, refusal.code]),
    schedule: (delayMs, task) => this.timers.push({ at: this.time + delayMs, task }),
    now: () => this.time,
  });

  get inFlight(): string[] {
    return this.pending.map(({ message }) => message.client_msg_id);
  }

  async store(index = 0): Promise<void> {
    const [attempt] = this.pending.splice(index, 1);
    attempt?.store({ message_id: 'm', conversation_id: 'c', seq: 1, created_at: '', persisted_at: '', deduplicated: false });
    await Promise.resolve();
  }

  async refuse(code: string, retryAfterMs: number | null = null, index = 0): Promise<void> {
    this.pending.splice(index, 1)[0]?.refuse(new Refusal(code, code, retryAfterMs));
    await Promise.resolve();
  }

  advance(ms: number): void {
    this.time += ms;
    const due = this.timers.filter(({ at }) => at <= this.time);
    for (const timer of due) this.timers.splice(this.timers.indexOf(timer), 1);
    for (const { task } of due) task();
  }

  add(clientMsgId: string, conversationId = 'c'): boolean {
    return this.outbox.add({ conversation_id: conversationId, text: clientMsgId, client_msg_id: clientMsgId });
  }
}

const online = () => {
  const bench = new Bench();
  bench.outbox.setOnline(true);
  return bench;
};

describe('an outbox', () => {
  test('sends nothing while offline and everything, in order, when online', async () => {
    const bench = new Bench();
    bench.add('1');
    bench.add('2');
    expect(bench.attempts).toEqual([]);
    bench.outbox.setOnline(true);
    await bench.store();
    await bench.store();
    expect(bench.stored).toEqual(['1', '2']);
  });

  test('has one message of a conversation in flight, and conversations do not wait for each other', () => {
    const bench = online();
    bench.add('1');
    bench.add('2');
    bench.add('3', 'other');
    expect(bench.inFlight).toEqual(['1', '3']);
  });

  test('tries again with the same id when no answer came, before what follows', async () => {
    const bench = online();
    bench.add('1');
    bench.add('2');
    await bench.refuse('no_answer');
    expect(bench.inFlight).toEqual([]);
    bench.advance(500);
    await bench.store();
    await bench.store();
    expect(bench.attempts.map((m) => m.client_msg_id)).toEqual(['1', '1', '2']);
    expect(bench.stored).toEqual(['1', '2']);
  });

  test('waits longer after each attempt, and not at all after a reconnect', async () => {
    const bench = online();
    bench.add('1');
    await bench.refuse('internal');
    bench.advance(500);
    await bench.refuse('unavailable');
    bench.advance(999);
    expect(bench.inFlight).toEqual([]);
    bench.outbox.setOnline(false);
    bench.outbox.setOnline(true);
    expect(bench.inFlight).toEqual(['1']);
    bench.advance(60_000);
    expect(bench.attempts).toHaveLength(3);
  });

  test('holds up every conversation for retry_after_ms, a reconnect notwithstanding', async () => {
    const bench = online();
    bench.add('1');
    await bench.refuse('rate_limited', 2000);
    bench.add('2', 'other');
    bench.outbox.setOnline(false);
    bench.outbox.setOnline(true);
    bench.advance(1999);
    expect(bench.inFlight).toEqual([]);
    bench.advance(1);
    expect(bench.inFlight.sort()).toEqual(['1', '2']);
  });

  test('gives up on a final refusal and goes on with the next', async () => {
    const bench = online();
    bench.add('1');
    bench.add('2');
    await bench.refuse('text_too_long');
    await bench.store();
    expect(bench.failed).toEqual([['1', 'text_too_long']]);
    expect(bench.stored).toEqual(['2']);
  });

  test('does not repeat a message whose event came although its acknowledgement did not', async () => {
    const bench = online();
    bench.add('1');
    bench.outbox.confirm('c', '1');
    bench.add('2');
    await bench.refuse('no_answer');
    expect(bench.attempts.map((m) => m.client_msg_id)).toEqual(['1', '2']);
    expect(bench.failed).toEqual([]);
  });

  test('takes no more than its limit', () => {
    const bench = new Bench();
    for (let i = 0; i < UNSENT_MAX; i++) expect(bench.add(String(i))).toBe(true);
    expect(bench.add('one too many')).toBe(false);
  });

  test('stores every message once and in order through any mix of answers and disconnects', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = randomFrom(seed);
      const bench = online();
      for (let i = 0; i < 20; i++) bench.add(`${i % 3}-${i}`, `conversation ${i % 3}`);
      for (let step = 0; bench.outbox.size > 0 && step < 5000; step++) {
        const index = random.below(Math.max(bench.inFlight.length, 1));
        const move = random.below(6);
        if (move === 0) await bench.refuse('no_answer', null, index);
        else if (move === 1) await bench.refuse('rate_limited', random.below(3000), index);
        else if (move === 2) bench.outbox.setOnline(random.below(2) === 0);
        else if (move === 3) bench.advance(1000);
        else await bench.store(index);
      }
      const lanes = [0, 1, 2].map((lane) => bench.stored.filter((id) => id.startsWith(`${lane}-`)));
      for (const [lane, ids] of lanes.entries()) {
        const sent = Array.from({ length: 20 }, (_, i) => i).filter((i) => i % 3 === lane);
        expect(ids, `seed ${seed}`).toEqual(sent.map((i) => `${lane}-${i}`));
      }
    }
  });
});

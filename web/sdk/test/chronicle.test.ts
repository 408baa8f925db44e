import { describe, expect, test } from 'vitest';
import { type Change, Refusal } from '../src/index.js';
import { Chronicle } from '../src/chronicle.js';

const hour = (of: number) => new Date(Date.UTC(2026, 0, 1) + of * 3_600_000).toISOString();

function change(change_seq: number, event: 'member:added' | 'message:pinned'): Change {
  const made = { conversation_id: 'c', change_seq, actor_id: 'ann', at: hour(change_seq) };
  return event === 'member:added' ? { event, ...made, user_id: `u${change_seq}` } : { event, ...made, message_id: 'm', seq: 1 };
}

/** A server where somebody was added at every tenth change, one an hour. */
function bench(count: number) {
  const all = Array.from({ length: count }, (_, i) => change(i + 1, (i + 1) % 10 === 0 ? 'member:added' : 'message:pinned'));
  const asked: number[] = [];
  const server = { down: false };
  const chronicle = new Chronicle({
    changes: async (after) => {
      asked.push(after);
      await Promise.resolve();
      if (server.down) throw new Refusal('no_answer', 'down');
      return { changes: all.slice(after, after + 100), has_more: all.length > after + 100 };
    },
    changeSeq: () => all.length,
  });
  const numbers = () => chronicle.view.get().happenings.map(({ change_seq }) => change_seq);
  return { chronicle, all, asked, server, numbers };
}

describe('a chronicle', () => {
  test('reads back only as far as is wished', async () => {
    const { chronicle, asked, numbers } = bench(1000);
    await chronicle.reachBackTo(hour(850));
    expect(asked).toEqual([900, 800]);
    expect([numbers()[0], numbers().length, chronicle.view.get().whole]).toEqual([810, 20, false]);
    await chronicle.reachBackTo(hour(0));
    expect([numbers().length, chronicle.view.get().whole]).toEqual([100, true]);
  });

  test('takes what happens now, each once', async () => {
    const { chronicle, numbers } = bench(20);
    chronicle.note(change(20, 'member:added'));
    chronicle.note(change(21, 'message:pinned'));
    chronicle.note(change(30, 'member:added'));
    await chronicle.reachBackTo(hour(0));
    expect(numbers()).toEqual([10, 20, 30]);
  });

  test('asks nobody where nothing has changed', async () => {
    const { chronicle, asked } = bench(0);
    await chronicle.reachBackTo(hour(0));
    expect([asked, chronicle.view.get().whole]).toEqual([[], true]);
  });

  test('reads on at the next wish after a lost connection, and anew after a gap', async () => {
    const { chronicle, server, all, numbers } = bench(30);
    server.down = true;
    await chronicle.reachBackTo(hour(0));
    expect(numbers()).toEqual([]);
    server.down = false;
    all.push(...Array.from({ length: 10 }, (_, i) => change(31 + i, i === 9 ? 'member:added' : 'message:pinned')));
    chronicle.refresh();
    await new Promise((done) => setImmediate(done));
    expect(numbers()).toEqual([10, 20, 30, 40]);
  });
});

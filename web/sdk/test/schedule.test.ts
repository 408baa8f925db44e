import { describe, expect, test, vi } from 'vitest';
import { Refusal, type Scheduled } from '../src/index.js';
import { Schedule } from '../src/schedule.js';

function waiting(id: string, hour: number, fields: Partial<Scheduled> = {}): Scheduled {
  const send_at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
  return { scheduled_id: id, conversation_id: 'c', status: 'pending', send_at, created_at: send_at, text: id, ...fields };
}

function bench(...pages: Scheduled[][]) {
  const commands = {
    schedule: vi.fn((..._args: unknown[]) => Promise.resolve()),
    scheduled: vi.fn((cursor?: string) => {
      const at = Number(cursor ?? 0);
      return Promise.resolve({ scheduled: pages[at] ?? [], has_more: at + 1 < pages.length, cursor: `${at + 1}` });
    }),
    reschedule: vi.fn((id: string, change: object) => Promise.resolve({ ...waiting(id, 1), ...change })),
    cancelScheduled: vi.fn((_id: string) => Promise.resolve()),
  };
  const send = vi.fn();
  const schedule = new Schedule({ commands, send });
  return { commands, send, schedule, ids: () => schedule.view.get().map(({ scheduled_id }) => scheduled_id) };
}

describe('the schedule', () => {
  test('has what waits and what failed, by time, from all pages and events', async () => {
    const { schedule, ids } = bench([waiting('late', 9)], [waiting('early', 7)]);
    await schedule.load();
    schedule.note(waiting('failed', 8, { status: 'failed', failure: 'forbidden' }));
    expect(ids()).toEqual(['early', 'failed', 'late']);
    schedule.note(waiting('early', 7, { status: 'sent', seq: 4 }));
    schedule.note(waiting('late', 9, { status: 'cancelled' }));
    expect(ids()).toEqual(['failed']);
  });

  test('is what it was when the server cannot say', async () => {
    const { schedule, commands, ids } = bench([waiting('one', 1)]);
    await schedule.load();
    commands.scheduled.mockRejectedValueOnce(new Refusal('unavailable', 'no'));
    await schedule.load();
    expect(ids()).toEqual(['one']);
  });

  test('gives a message its time', async () => {
    const { schedule, commands } = bench();
    await schedule.add('c', { text: 'later', thread: 3 }, new Date(Date.UTC(2026, 0, 1)));
    const sent = { conversation_id: 'c', text: 'later', thread: 3, send_at: '2026-01-01T00:00:00.000Z' };
    expect(commands.schedule.mock.calls[0]?.[0]).toMatchObject(sent);
  });

  test('sends at once what it has cancelled, and only then', async () => {
    const { schedule, commands, send, ids } = bench([waiting('one', 1, { reply_to: 2, expires_in_s: 60 })]);
    await schedule.load();
    const [one] = schedule.view.get() as [Scheduled];
    commands.cancelScheduled.mockRejectedValueOnce(new Refusal('not_found', 'sent already'));
    await expect(schedule.sendNow(one)).rejects.toMatchObject({ code: 'not_found' });
    expect(send).not.toHaveBeenCalled();
    await schedule.sendNow(one);
    expect(send.mock.calls).toEqual([['c', { text: 'one', reply_to: 2, expires_in_s: 60 }]]);
    expect(ids()).toEqual([]);
  });
});

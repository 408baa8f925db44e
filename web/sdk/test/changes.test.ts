import { describe, expect, test } from 'vitest';
import { changed, type MessageChange } from '../src/index.js';
import { message } from './samples.js';

const change = (fields: object): MessageChange =>
  ({ conversation_id: 'c', change_seq: 1, actor_id: 'bob', at: 'now', message_id: 'm-1', seq: 1, ...fields }) as MessageChange;
const reaction = (actor_id: string, count: number, added = true) =>
  change({ event: 'message:reaction', actor_id, emoji: '👍', count, added });
const after = (...changes: MessageChange[]) =>
  changes.reduce<ReturnType<typeof changed>>((now, each) => now && changed(now, each, 'ann'), message(1));

describe('a message', () => {
  test('that was edited says so', () => {
    const edit = change({ event: 'message:updated', text: 'better', body: null, edited_at: 'then' });
    expect(after(edit)).toEqual({ ...message(1), text: 'better', edited_at: 'then' });
    expect(after(edit, edit)).toEqual(after(edit));
  });

  test('that was deleted has nothing left but its place, and an edit that came late changes nothing', () => {
    const deleted = after(reaction('bob', 1), change({ event: 'message:pinned' }), change({ event: 'message:deleted' }));
    expect(deleted).toEqual({ ...message(1), text: '', deleted: true });
    expect(after(change({ event: 'message:deleted' }), change({ event: 'message:updated', text: 'x', body: null }))?.text).toBe('');
  });

  test('that was hidden is gone', () => {
    expect(after(change({ event: 'message:hidden' }))).toBeNull();
  });

  test('counts reactions, knows one’s own, and forgets those nobody shows any more', () => {
    expect(after(reaction('bob', 1), reaction('ann', 2))?.reactions).toEqual([{ emoji: '👍', count: 2, mine: true }]);
    expect(after(reaction('ann', 1), reaction('bob', 2))?.reactions).toEqual([{ emoji: '👍', count: 2, mine: true }]);
    expect(after(reaction('ann', 1), reaction('ann', 0, false))).toEqual(message(1));
  });

  test('is pinned and unpinned', () => {
    expect(after(change({ event: 'message:pinned' }))?.pinned).toBe(true);
    expect(after(change({ event: 'message:pinned' }), change({ event: 'message:unpinned' }))).toEqual(message(1));
  });
});

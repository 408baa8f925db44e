import { describe, expect, test } from 'vitest';
import type { Change, ConversationPage, Request } from '../src/index.js';
import { Roster } from '../src/roster.js';
import { conversation, ME, message } from './samples.js';

function serverWith(pages: ConversationPage[]): { request: Request; asked: unknown[] } {
  const asked: unknown[] = [];
  const request = async (name: string, payload: { cursor?: string; conversation_id?: string }) => {
    asked.push([name, payload]);
    await Promise.resolve();
    return name === 'conversation:get' ? conversation(payload.conversation_id ?? '', 9) : pages[Number(payload.cursor ?? 0)];
  };
  return { request: request as Request, asked };
}

const twoPages: ConversationPage[] = [
  { conversations: [conversation('new', 5)], has_more: true, cursor: '1' },
  { conversations: [conversation('old', 1)], has_more: false, cursor: null },
];
const me = () => 'ann';
const names = (roster: Roster) => roster.view.get().conversations.map((c) => c.conversation_id);

describe('a roster', () => {
  test('loads page by page, and again what it had', async () => {
    const { request, asked } = serverWith(twoPages);
    const roster = new Roster(request, me);
    await roster.reload();
    expect(names(roster)).toEqual(['new']);
    expect(roster.view.get().hasMore).toBe(true);
    await roster.more();
    await roster.reload();
    expect(names(roster)).toEqual(['new', 'old']);
    expect(asked).toHaveLength(4);
  });

  test('puts the conversation of a new message first', async () => {
    const roster = new Roster(serverWith(twoPages).request, me);
    roster.put(conversation('new', 5));
    roster.put(conversation('old', 1));
    roster.noteMessage(message(1, { conversation_id: 'old', created_at: '2026-02-01T00:00:00.000Z' }));
    expect(names(roster)).toEqual(['old', 'new']);
  });

  test('keeps the newer message when an answer is older than an event', () => {
    const roster = new Roster(serverWith(twoPages).request, me);
    roster.put(conversation('c', 1));
    roster.noteMessage(message(4));
    roster.put(conversation('c', 1, { last_seq: 3, last_message: message(3) }));
    expect(roster.get('c')).toMatchObject({ last_seq: 4, last_message: { seq: 4 } });
  });

  test('asks once for a conversation it does not know', async () => {
    const { request, asked } = serverWith(twoPages);
    const roster = new Roster(request, me);
    roster.noteMessage(message(1));
    roster.noteMessage(message(2));
    await new Promise((done) => setImmediate(done));
    expect(asked).toEqual([['conversation:get', { conversation_id: 'c' }]]);
    expect(names(roster)).toEqual(['c']);
  });

  const change = (fields: object): Change =>
    ({ conversation_id: 'c', change_seq: 1, actor_id: 'bob', at: 'now', ...fields }) as Change;
  const holding = (fields: Parameters<typeof conversation>[2] = {}) => {
    const server = serverWith(twoPages);
    const roster = new Roster(server.request, me);
    roster.put(conversation('c', 1, fields));
    return { ...server, roster };
  };

  test('shows the last message as it is after a change', () => {
    const { roster } = holding({ last_seq: 2, last_message: message(2) });
    roster.noteChange(change({ event: 'message:updated', seq: 1, text: 'not the last' }));
    roster.noteChange(change({ event: 'message:updated', seq: 2, text: 'edited' }));
    expect(roster.get('c')?.last_message?.text).toBe('edited');
  });

  test('asks which message is the last when that was hidden', () => {
    const { roster, asked } = holding({ last_seq: 2, last_message: message(2) });
    roster.noteChange(change({ event: 'message:hidden', seq: 2 }));
    expect(asked).toEqual([['conversation:get', { conversation_id: 'c' }]]);
  });

  test('follows members, title and the user’s own settings', () => {
    const { roster } = holding();
    roster.noteChange(change({ event: 'member:added', user_id: 'carla' }));
    roster.noteChange(change({ event: 'member:removed', user_id: 'bob' }));
    roster.noteChange(change({ event: 'conversation:updated', title: 'Tea', picture: null, metadata: null }));
    roster.noteChange(change({ event: 'conversation:settings', archived: false, pinned: true, muted_until: null }));
    roster.noteChange(change({ event: 'member:role', user_id: 'ann', role: 'admin', change_seq: 9 }));
    expect(roster.get('c')).toMatchObject({ member_ids: ['ann', 'carla'], title: 'Tea', change_seq: 9, me: { pinned: true, role: 'admin' } });
  });

  test('loses a conversation the user was removed from', () => {
    const { roster } = holding();
    roster.noteChange(change({ event: 'member:removed', user_id: 'ann' }));
    expect(names(roster)).toEqual([]);
  });

  test('counts what the server says is unread, and puts pinned conversations first', () => {
    const { roster } = holding();
    roster.put(conversation('older', 0, { me: { ...ME, pinned: true } }));
    const update = { read_seq: 1, delivered_seq: 3, unread: 2, mentions: 1, marked_unread: false, total_unread: 9 };
    roster.noteUnread({ conversation_id: 'c', ...update });
    expect(roster.get('c')?.me).toMatchObject({ unread: 2, mentions: 1, read_seq: 1 });
    expect(names(roster)).toEqual(['older', 'c']);
  });

  test('keeps how the user stands when an event brings a conversation again', () => {
    const { roster } = holding({ me: { ...ME, unread: 3 } });
    const { me: _, ...shared } = conversation('c', 1);
    roster.put(shared);
    expect(roster.get('c')?.me.unread).toBe(3);
  });
});

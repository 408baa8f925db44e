import { describe, expect, test } from 'vitest';
import type { Conversation, ConversationPage } from '../src/index.js';
import { type Request, Roster } from '../src/roster.js';
import { message } from './samples.js';

function conversation(id: string, day: number, fields: Partial<Conversation> = {}): Conversation {
  return {
    conversation_id: id,
    type: 'group',
    title: id,
    member_ids: ['ann', 'bob'],
    created_by: 'ann',
    created_at: new Date(Date.UTC(2026, 0, day)).toISOString(),
    last_seq: 0,
    last_message: null,
    ...fields,
  };
}

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
const names = (roster: Roster) => roster.view.get().conversations.map((c) => c.conversation_id);

describe('a roster', () => {
  test('loads page by page, and again what it had', async () => {
    const { request, asked } = serverWith(twoPages);
    const roster = new Roster(request);
    await roster.reload();
    expect(names(roster)).toEqual(['new']);
    expect(roster.view.get().hasMore).toBe(true);
    await roster.more();
    await roster.reload();
    expect(names(roster)).toEqual(['new', 'old']);
    expect(asked).toHaveLength(4);
  });

  test('puts the conversation of a new message first', async () => {
    const roster = new Roster(serverWith(twoPages).request);
    roster.put(conversation('new', 5));
    roster.put(conversation('old', 1));
    roster.noteMessage(message(1, { conversation_id: 'old', created_at: '2026-02-01T00:00:00.000Z' }));
    expect(names(roster)).toEqual(['old', 'new']);
  });

  test('keeps the newer message when an answer is older than an event', () => {
    const roster = new Roster(serverWith(twoPages).request);
    roster.put(conversation('c', 1));
    roster.noteMessage(message(4));
    roster.put(conversation('c', 1, { last_seq: 3, last_message: message(3) }));
    expect(roster.get('c')).toMatchObject({ last_seq: 4, last_message: { seq: 4 } });
  });

  test('asks once for a conversation it does not know', async () => {
    const { request, asked } = serverWith(twoPages);
    const roster = new Roster(request);
    roster.noteMessage(message(1));
    roster.noteMessage(message(2));
    await new Promise((done) => setImmediate(done));
    expect(asked).toEqual([['conversation:get', { conversation_id: 'c' }]]);
    expect(names(roster)).toEqual(['c']);
  });
});

import type { Conversation, Message, ThreadView } from '@klatch/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { conversationName, initials } from '../src/lib/names';
import { rowsOf } from '../src/lib/rows';
import { Seen, unreadCount } from '../src/lib/seen';
import { linkParts, utf8Bytes } from '../src/lib/text';
import { dayLabel, listTime } from '../src/lib/time';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).toISOString();

function message(seq: number, sender: string, createdAt: string): Message {
  return {
    message_id: `m-${seq}`,
    conversation_id: 'c',
    seq,
    sender_id: sender,
    text: `text ${seq}`,
    client_msg_id: null,
    created_at: createdAt,
  };
}

function conversation(fields: Partial<Conversation>): Conversation {
  return {
    conversation_id: 'c',
    type: 'group',
    title: null,
    member_ids: ['ann', 'bob'],
    created_by: 'ann',
    created_at: at(1, 9),
    last_seq: 0,
    last_message: null,
    ...fields,
  };
}

function view(messages: Message[], outgoing: ThreadView['outgoing'] = []): ThreadView {
  return { messages, outgoing, hasOlder: false, loaded: true, loadingOlder: false, refusal: null };
}

describe('the rows of a thread', () => {
  const shape = (rows: ReturnType<typeof rowsOf>) =>
    rows.map((row) => (row.kind === 'message' ? `${row.entry.senderId}${row.first ? '<' : ''}${row.last ? '>' : ''}` : row.kind));

  test('group what one sender writes within five minutes of a day', () => {
    const messages = [
      message(1, 'bob', at(1, 23, 58)),
      message(2, 'bob', at(1, 23, 59)),
      message(3, 'bob', at(2, 0, 1)),
      message(4, 'ann', at(2, 0, 2)),
      message(5, 'ann', at(2, 0, 8)),
    ];
    expect(shape(rowsOf(view(messages), 'ann', null))).toEqual(['day', 'bob<', 'bob>', 'day', 'bob<>', 'ann<>', 'ann<>']);
  });

  test('mark the first new message of somebody else', () => {
    const messages = [message(1, 'bob', at(1, 9)), message(2, 'ann', at(1, 9)), message(3, 'bob', at(1, 9))];
    expect(shape(rowsOf(view(messages), 'ann', 1))).toEqual(['day', 'bob<>', 'ann<>', 'new', 'bob<>']);
    expect(shape(rowsOf(view(messages), 'ann', 3))).not.toContain('new');
  });

  test('keep the key of a message of ours when it becomes a stored one', () => {
    const sending = { clientMsgId: 'c-1', text: 'hi', createdAt: at(1, 9), state: 'sending' as const, refusal: null };
    const stored = { ...message(1, 'ann', at(1, 9)), client_msg_id: 'c-1' };
    const keys = (of: ThreadView) => rowsOf(of, 'ann', null).map((row) => row.key);
    expect(keys(view([], [sending]))).toEqual(keys(view([stored])));
  });
});

describe('a text', () => {
  test('is counted in UTF-8 bytes', () => {
    expect(utf8Bytes('aü€😀')).toBe(1 + 2 + 3 + 4);
  });

  test('has its addresses found, without the punctuation around them', () => {
    expect(linkParts('See (https://example.org/a?b=c), or not.')).toEqual([
      { text: 'See (', href: null },
      { text: 'https://example.org/a?b=c', href: 'https://example.org/a?b=c' },
      { text: '), or not.', href: null },
    ]);
    expect(linkParts('javascript:alert(1) https://')).toEqual([{ text: 'javascript:alert(1) https://', href: null }]);
  });
});

describe('a conversation', () => {
  test('is called by its title, else by the others in it', () => {
    expect(conversationName(conversation({ title: 'Tea' }), 'ann')).toBe('Tea');
    expect(conversationName(conversation({}), 'ann')).toBe('bob');
    expect(conversationName(conversation({ member_ids: ['ann', 'b', 'c', 'd', 'e'] }), 'ann')).toBe('b, c, d +1');
  });

  test('has initials from its words, whole characters at that', () => {
    expect(['ann', 'Ann Lee', 'ann.lee@x', '😀'].map(initials)).toEqual(['A', 'AL', 'AL', '😀']);
  });
});

describe('what was seen', () => {
  beforeEach(() => localStorage.clear());
  const three = conversation({ last_seq: 3, last_message: message(3, 'bob', at(1, 9)) });

  test('is everything in a browser that has never been here, and is kept', () => {
    const seen = new Seen('ann');
    seen.begin([three]);
    expect(unreadCount(three, new Seen('ann').get(), 'ann')).toBe(0);
    expect(unreadCount({ ...three, last_seq: 5 }, seen.get(), 'ann')).toBe(2);
  });

  test('never goes back', () => {
    const seen = new Seen('ann');
    seen.mark('c', 3);
    seen.mark('c', 2);
    expect(seen.get()).toEqual({ c: 3 });
  });

  test('includes a conversation whose last word was one’s own', () => {
    expect(unreadCount({ ...three, last_message: message(3, 'ann', at(1, 9)) }, { c: 0 }, 'ann')).toBe(0);
  });
});

describe('a day', () => {
  const now = new Date(2026, 2, 20, 12);

  test('is named by its distance', () => {
    expect(dayLabel(at(20, 0), now)).toBe('Today');
    expect(dayLabel(at(19, 23, 59), now)).toBe('Yesterday');
    expect(dayLabel(at(15, 9), now)).toBe(new Intl.DateTimeFormat(undefined, { weekday: 'long' }).format(new Date(2026, 2, 15)));
    expect(dayLabel('2024-02-03T12:00:00.000Z', now)).toContain('2024');
  });

  test('is a time today and a date long ago', () => {
    expect(listTime(at(20, 9, 5), now)).toContain('05');
    expect(listTime('2024-02-03T12:00:00.000Z', now)).toContain('2024');
  });
});

import type { Message, Outgoing } from '@klatch/sdk';
import { describe, expect, test } from 'vitest';
import { parseRoute, threadHref } from '../src/hooks/useRoute';
import { findMentions, mentionable, mentionsIn, mentionTyped, suggestions, withMention } from '../src/lib/mentions';
import { conversationName, initials } from '../src/lib/names';
import { presenceLine } from '../src/lib/presence';
import { badge, isMuted, listed, previewLine } from '../src/lib/preview';
import { mayRemove, rolesToGive } from '../src/lib/roles';
import { reachedBy, repliesIn, rowsOf } from '../src/lib/rows';
import { isOnlyEmoji, textParts, utf8Bytes } from '../src/lib/text';
import { kindOf, shownSize, sizeLabel } from '../src/lib/files';
import { pieces } from '../src/lib/search';
import { ago, dayLabel, listTime } from '../src/lib/time';
import { at, conversation, ME, message } from './samples';

const NONE = { delivered: 0, read: 0 };
const rows = (messages: Message[], newAfter: number | null = null, outgoing: Outgoing[] = [], reached = NONE) =>
  rowsOf({ messages, outgoing, me: 'ann', newAfter, reached, replies: repliesIn(messages) });

describe('the rows of a thread', () => {
  const shape = (shown: ReturnType<typeof rowsOf>) =>
    shown.map((row) => (row.kind === 'message' ? `${row.entry.senderId}${row.first ? '<' : ''}${row.last ? '>' : ''}` : row.kind));

  test('group what one sender writes within five minutes of a day', () => {
    const messages = [
      message(1, 'bob', at(1, 23, 58)),
      message(2, 'bob', at(1, 23, 59)),
      message(3, 'bob', at(2, 0, 1)),
      message(4, 'ann', at(2, 0, 2)),
      message(5, 'ann', at(2, 0, 8)),
    ];
    expect(shape(rows(messages))).toEqual(['day', 'bob<', 'bob>', 'day', 'bob<>', 'ann<>', 'ann<>']);
  });

  test('mark the first new message of somebody else', () => {
    const messages = [message(1, 'bob', at(1, 9)), message(2, 'ann', at(1, 9)), message(3, 'bob', at(1, 9))];
    expect(shape(rows(messages, 1))).toEqual(['day', 'bob<>', 'ann<>', 'new', 'bob<>']);
    expect(shape(rows(messages, 3))).not.toContain('new');
  });

  test('keep the key of a message of ours when it becomes a stored one', () => {
    const sending = { clientMsgId: 'c-1', text: 'hi', createdAt: at(1, 9), state: 'sending' as const, refusal: null };
    const stored = { ...message(1, 'ann', at(1, 9)), client_msg_id: 'c-1' };
    const keys = (shown: ReturnType<typeof rowsOf>) => shown.map((row) => row.key);
    expect(keys(rows([], null, [sending]))).toEqual(keys(rows([stored])));
  });

  test('say how far each of one’s own messages has come', () => {
    const ticks = rows([1, 2, 3].map((seq) => message(seq, 'ann')), null, [], { delivered: 2, read: 1 });
    expect(ticks.flatMap((row) => (row.kind === 'message' ? row.entry.tick : []))).toEqual(['read', 'delivered', 'stored']);
  });

  test('count replies by those that are here, or by the server where it knows of more', () => {
    const all = [message(1, 'bob', at(1, 9), { replies: 5 }), message(2, 'bob'), message(3, 'ann', at(1, 9), { thread: 2 })];
    expect([...repliesIn(all)]).toEqual([[2, 1], [1, 5]]);
  });

  test('have reached what the last of the others has', () => {
    const marks = new Map([
      ['bob', { user_id: 'bob', read_seq: 4, delivered_seq: 6 }],
      ['carla', { user_id: 'carla', read_seq: 2, delivered_seq: 7 }],
    ]);
    expect(reachedBy(['bob', 'carla'], marks)).toEqual({ delivered: 6, read: 2 });
    expect(reachedBy(['bob', 'dave'], marks)).toEqual(NONE);
    expect(reachedBy([], marks)).toEqual(NONE);
  });
});

describe('a text', () => {
  test('is counted in UTF-8 bytes', () => {
    expect(utf8Bytes('aü€😀')).toBe(1 + 2 + 3 + 4);
  });

  test('has its addresses found, without the punctuation around them', () => {
    expect(textParts('See (https://example.org/a?b=c), or not.')).toEqual([
      { text: 'See (', kind: 'plain' },
      { text: 'https://example.org/a?b=c', kind: 'link' },
      { text: '), or not.', kind: 'plain' },
    ]);
    expect(textParts('javascript:alert(1) https://')).toEqual([{ text: 'javascript:alert(1) https://', kind: 'plain' }]);
  });

  test('has the names found that it mentions, and no other @', () => {
    expect(textParts('Hi @bob!', ['bob', 'bo'])).toEqual([
      { text: 'Hi ', kind: 'plain' },
      { text: '@bob', kind: 'mention' },
      { text: '!', kind: 'plain' },
    ]);
    expect(textParts('mail bob@bob or @bobby', ['bob'])).toHaveLength(1);
    expect(textParts('https://example.org/@bob', ['bob'])).toEqual([{ text: 'https://example.org/@bob', kind: 'link' }]);
  });

  test('of a few emoji alone is told from a text', () => {
    expect(['👍', '❤️ 🎉', '👩‍👩‍👧‍👦', '👍🏽'].every(isOnlyEmoji)).toBe(true);
    expect(['ok 👍', '1', '', '👍👍👍👍👍👍'].some(isOnlyEmoji)).toBe(false);
  });
});

describe('a mention', () => {
  test('is offered from the @ on, for whole words', () => {
    expect(mentionTyped('hi @bo', 6)).toBe('bo');
    expect(mentionTyped('@', 1)).toBe('');
    expect(mentionTyped('a@bo', 4)).toBeNull();
    expect(mentionTyped('hi @bo there', 12)).toBeNull();
    expect(suggestions('b', ['abe', 'bob', 'carla'])).toEqual(['bob', 'abe']);
  });

  test('replaces what was typed and leaves the caret behind it', () => {
    expect(withMention('hi @bo there', 6, 'bo', 'bob')).toEqual({ text: 'hi @bob there', caret: 8 });
    expect(withMention('@', 1, '', 'bob')).toEqual({ text: '@bob ', caret: 5 });
  });

  test('is found by the longest name, and @all only where one may call all', () => {
    expect(findMentions('@ann-lee @ann', ['ann', 'ann-lee'])).toEqual([
      { index: 0, name: 'ann-lee' },
      { index: 9, name: 'ann' },
    ]);
    const members = conversation({ member_ids: ['ann', 'bob'] });
    expect(mentionsIn('@all @bob @bob', mentionable(members, 'ann'))).toEqual(['bob']);
    const moderated = { ...members, me: { ...ME, role: 'moderator' as const } };
    expect(mentionsIn('@all @bob', mentionable(moderated, 'ann'))).toEqual(['@all', 'bob']);
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

describe('the list of conversations', () => {
  test('shows the last message in one line, with its author', () => {
    const last = message(3, 'bob', at(1, 9), { text: 'two\nlines' });
    expect(previewLine(conversation({ last_message: last }), 'ann')).toBe('bob: two lines');
    expect(previewLine(conversation({ last_message: { ...last, deleted: true } }), 'bob')).toBe('You: Message deleted');
    expect(previewLine(conversation(), 'ann')).toBe('No messages yet');
    expect(previewLine(conversation({ last_message: last }), 'ann', true)).toBe('bob: Message disappeared');
  });

  test('has a badge for what is unread or marked so', () => {
    expect(badge(conversation())).toBeNull();
    expect(badge(conversation({ me: { ...ME, unread: 2, mentions: 1 } }))).toEqual({ count: 2, mentions: 1, marked: false });
    expect(badge(conversation({ me: { ...ME, marked_unread: true } }))).toEqual({ count: 0, mentions: 0, marked: true });
  });

  test('knows what is muted still', () => {
    const until = (muted_until: string) => conversation({ me: { ...ME, muted_until } });
    expect(isMuted(until(at(2, 9)), new Date(at(1, 9)))).toBe(true);
    expect(isMuted(until(at(2, 9)), new Date(at(3, 9)))).toBe(false);
  });

  test('names a few and counts the rest', () => {
    expect([['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']].map((names) => listed(names))).toEqual([
      'a',
      'a and b',
      'a, b and c',
      'a, b and 2 others',
    ]);
  });
});

test('who ranks higher gives roles below, and an owner any', () => {
  expect(rolesToGive('owner', 'member')).toEqual(['owner', 'admin', 'moderator', 'member']);
  expect(rolesToGive('admin', 'member')).toEqual(['moderator', 'member']);
  expect(rolesToGive('admin', 'admin')).toEqual([]);
  expect(rolesToGive('moderator', 'member')).toEqual([]);
  expect([mayRemove('moderator', 'member'), mayRemove('moderator', 'moderator')]).toEqual([true, false]);
});

test('a snippet is cut at its highlights, whatever is in it', () => {
  expect(pieces('<b>cake</b> and tea', [[3, 7], [16, 19]])).toEqual([
    { text: '<b>', found: false },
    { text: 'cake', found: true },
    { text: '</b> and ', found: false },
    { text: 'tea', found: true },
  ]);
  expect(pieces('tea', [[2, 1], [0, 3], [1, 2]])).toEqual([{ text: 'tea', found: true }]);
});

describe('a file', () => {
  const file = (fields: object) => ({ attachment_id: 'a', name: 'a.png', type: 'image/png', size: 10, ...fields });

  test('has a size people can read', () => {
    expect([0, 999, 1536, 20_971_520, 5_000_000_000].map(sizeLabel)).toEqual(['0 bytes', '999 bytes', '1.5 KB', '20 MB', '4.7 GB']);
  });

  test('is shown only if it is a picture browsers know; SVG can hold scripts', () => {
    expect(['image/png', 'image/svg+xml', 'video/mp4', 'audio/ogg', 'text/html'].map(kindOf)).toEqual(['image', 'file', 'video', 'audio', 'file']);
  });

  test('that is a picture has its place before it comes', () => {
    expect(shownSize(file({ width: 900, height: 600 }))).toEqual({ width: 320, height: 213 });
    expect(shownSize(file({ width: 10, height: 4000 }))).toEqual({ width: 80, height: 300 });
  });

  test('stands for a message without text', () => {
    expect(previewLine(conversation({ last_message: message(1, 'bob', at(1, 9), { text: '', attachments: [file({})] }) }), 'ann')).toBe('bob: Picture: a.png');
  });
});

test('the address holds the open conversation and what is beside it', () => {
  for (const panel of [null, { kind: 'details' as const }, { kind: 'thread' as const, seq: 7 }, { kind: 'at' as const, seq: 9 }]) {
    expect(parseRoute(threadHref('a/b c', panel))).toEqual({ open: 'a/b c', panel });
  }
  expect(parseRoute('#/')).toEqual({ open: null, panel: null });
});

test('presence is told in a line', () => {
  const now = new Date(at(1, 9, 10));
  const bob = { user_id: 'bob', status: 'busy' as const, status_text: 'writing', last_seen: null };
  expect(presenceLine(bob, now)).toBe('Busy · writing');
  expect(presenceLine({ ...bob, status: 'offline', status_text: null, last_seen: at(1, 9, 5) }, now)).toBe('Last seen 5 minutes ago');
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

  test('is as long ago as it is', () => {
    expect(ago(at(20, 11, 59), new Date(2026, 2, 20, 12, 0, 20))).toContain('1 minute');
    expect(ago(at(20, 12), now)).toBe('just now');
    expect(ago(at(20, 9), now)).toContain('3 hours');
    expect(ago(at(1, 9), now)).toMatch(/^on /);
  });
});

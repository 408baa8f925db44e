import type { Happening } from '@klatch/sdk';
import { describe, expect, test } from 'vitest';
import { fieldTime, proposals, unfit } from '../src/lib/later';
import { linesOf } from '../src/lib/lines';
import { rowsOf } from '../src/lib/rows';
import { leftLabel, spanName, withChosen } from '../src/lib/spans';
import { at, message } from './samples';

type Kind = Happening['event'];
type Fields = Partial<Omit<Happening, 'event' | 'at'>> & Record<string, unknown>;

let number = 0;
function happening(event: Kind, minute: number, fields: Fields): Happening {
  const profile = { title: null, picture: null, metadata: null, message_ttl_s: null, retention_days: null };
  const made = { conversation_id: 'c', change_seq: ++number, actor_id: 'ann', at: at(1, 9, minute) };
  return { event, ...made, user_id: 'bob', role: 'member', ...(event === 'conversation:updated' ? profile : {}), ...fields } as Happening;
}

const texts = (happenings: Happening[], whole = true) => linesOf(happenings, whole, 'me').map(({ text }) => text);

describe('what happened to a conversation', () => {
  test('says who came and went, and by whose hand', () => {
    expect(
      texts([
        happening('member:added', 0, {}),
        happening('member:added', 2, { user_id: 'me', actor_id: 'bob' }),
        happening('member:removed', 3, {}),
        happening('member:removed', 4, { actor_id: 'carla', user_id: 'carla' }),
        happening('member:removed', 5, { actor_id: 'me', user_id: 'dora' }),
      ]),
    ).toEqual(['ann added bob', 'bob added you', 'ann removed bob', 'carla left', 'You removed dora']);
  });

  test('has one line for those who came together', () => {
    const together = ['a', 'b', 'c', 'd', 'e'].map((user_id) => happening('member:added', 0, { user_id }));
    expect(texts([...together, happening('member:added', 0, { actor_id: 'bob', user_id: 'f' })])).toEqual([
      'ann added a, b, c and 2 others',
      'bob added f',
    ]);
  });

  test('says who may do what', () => {
    expect(
      texts([
        happening('member:role', 0, { role: 'moderator' }),
        happening('member:role', 1, { role: 'member', user_id: 'me' }),
        happening('member:role', 2, { role: 'owner', actor_id: 'bob', user_id: 'carla' }),
      ]),
    ).toEqual(['ann made bob a moderator', 'ann made you an ordinary member', 'carla is an owner now']);
  });

  test('says what is different from the settings before', () => {
    const updated = (minute: number, fields: Fields) => happening('conversation:updated', minute, fields);
    const all = [
      updated(0, { title: 'Tea' }),
      updated(1, { title: 'Tea', message_ttl_s: 3600 }),
      updated(2, { title: 'Tea', message_ttl_s: null, retention_days: 30 }),
      updated(3, { title: null, picture: 'data:image/webp;base64,x', metadata: { a: 1 }, retention_days: 30 }),
    ];
    expect(texts(all)).toEqual([
      'ann changed the title to “Tea”',
      'ann set new messages to disappear after 1 hour',
      'ann set new messages to stay',
      'ann set messages to be kept for 30 days',
      'ann took the title away',
      'ann changed the picture',
      'ann changed the custom data',
    ]);
    expect(texts(all.slice(2), false)[0]).toBe('ann changed the settings of this conversation');
  });

  test('stands among the messages of its time, and ends what belongs together', () => {
    const messages = [message(1, 'bob', at(1, 9, 0)), message(2, 'bob', at(1, 9, 2))];
    const lines = linesOf([happening('member:added', 1, {}), happening('member:removed', 3, {})], true, 'me');
    const outgoing = [{ clientMsgId: 'c-1', text: 'hi', createdAt: at(1, 9, 2), state: 'sending' as const, refusal: null }];
    const reached = { delivered: 0, read: 0 };
    const rows = rowsOf({ messages, outgoing, lines, me: 'ann', newAfter: null, reached, replies: new Map() });
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'line', 'message', 'line', 'message']);
    expect(rows.map((row) => (row.kind === 'message' ? row.first : null))).toEqual([null, true, null, true, null, true]);
  });

  test('has a day of its own where nothing was said', () => {
    const lines = [{ key: 'l', at: at(2, 9), text: 'ann left' }];
    const reached = { delivered: 0, read: 0 };
    const rows = rowsOf({ messages: [message(1, 'bob')], outgoing: [], lines, me: 'ann', newAfter: null, reached, replies: new Map() });
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'day', 'line']);
  });
});

describe('a length of time', () => {
  test('is called by the largest unit that leaves no rest', () => {
    expect([30, 60, 300, 5400, 86_400, 2_592_000].map(spanName)).toEqual(['30 seconds', '1 minute', '5 minutes', '90 minutes', '1 day', '30 days']);
  });

  test('that is left is as short as its place', () => {
    const labels = [-5, 9_000, 249_000, 599_999, 3_540_000, 25_000_000, 260_000_000].map(leftLabel);
    expect(labels).toEqual(['0:00', '0:09', '4:09', '10 min', '59 min', '7 h', '4 d']);
  });

  test('that was set elsewhere is among the choices', () => {
    expect(withChosen([30, 90], 45)).toEqual([30, 45, 90]);
    expect(withChosen([30, 90], null)).toEqual([30, 90]);
  });
});

describe('a message for later', () => {
  const friday = new Date(2026, 10, 20, 16, 30);

  test('has times proposed that are later than now', () => {
    expect(proposals(friday).map(({ at: time }) => fieldTime(time))).toEqual(['2026-11-20T17:30', '2026-11-21T09:00', '2026-11-23T09:00']);
    expect(proposals(new Date(2026, 10, 22, 8)).map(({ label }) => label)).toEqual(['In an hour', 'Tomorrow at 9']);
    expect(proposals(new Date(2026, 10, 23, 8))[2]?.at.getDate()).toBe(30);
  });

  test('needs a time that is to come, within a year', () => {
    expect(unfit('2026-11-20T16:31', friday)).toBeNull();
    expect(unfit('2026-11-20T16:30', friday)).toMatch(/is over/);
    expect(unfit('2027-12-20T16:30', friday)).toMatch(/more than a year/);
    expect(unfit('', friday)).toMatch(/Choose/);
  });
});

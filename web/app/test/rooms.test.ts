import type { Participant, Room, RoomStatus } from '@klatch/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { sentence } from '../src/rooms/EventsDialog';
import { itemOf } from '../src/rooms/reviewItem';
import { exclusionOf, silenceOf, type Standing } from '../src/rooms/standing';
import { launchParams, roomIn, schemeOf } from '../src/rooms/telegram';
import { claimedRole } from '../src/rooms/useRooms';
import { parseRoomsRoute } from '../src/rooms/useRoomsRoute';

const NOW = Date.parse('2026-03-03T12:00:00Z');
const seat: Participant = { user_id: 'ann', name: 'Ann', role: 'member', mode: 'viewer', muted: false, joined_at: '2026-03-03T11:00:00Z' };
const free: RoomStatus = { authorized: true, reason: null, role: 'member', participant: null, banned: false, banned_until: null, ban_reason: null, muted: false, muted_until: null, mute_reason: null, locked: false, slow_mode_seconds: 0 };
const standing = (fields: Partial<Standing>): Standing => ({ role: 'member', moderates: false, own: null, status: null, removed: null, ...fields });
const room = { room_id: 1, name: 'General', locked: false } as Room;

describe('who was put out', () => {
  const ban = { room_id: 1, event: 'ban' as const, reason: 'spam', expires_at: '2026-03-03T13:00:00Z' };

  test('sees why and until when, and no more when it is over', () => {
    expect(exclusionOf(standing({ removed: ban }), NOW)).toEqual({ event: 'ban', reason: 'spam', until: ban.expires_at });
    expect(exclusionOf(standing({ removed: ban }), NOW + 3_600_000)).toBeNull();
  });

  test('before the page was opened is told until when', () => {
    const status = { ...free, authorized: false, reason: 'banned', banned: true };
    expect(exclusionOf(standing({ status }), NOW)).toEqual({ event: 'ban', reason: null, until: null });
  });

  test('by a kick may come back, and has then nothing to see', () => {
    const kick = { ...ban, event: 'kick' as const, expires_at: null };
    expect(exclusionOf(standing({ removed: kick }), NOW)?.event).toBe('kick');
    expect(exclusionOf(standing({ removed: kick, own: seat }), NOW)).toBeNull();
  });
});

test('who cannot write sees which of the reasons it is', () => {
  expect(silenceOf(room, standing({}))).toBe('out');
  expect(silenceOf(room, standing({ own: { ...seat, muted: true } }))).toBe('muted');
  expect(silenceOf({ ...room, locked: true }, standing({ own: seat }))).toBe('locked');
  expect(silenceOf({ ...room, locked: true }, standing({ own: seat, moderates: true }))).toBeNull();
});

test('roles are read out of the token, whatever is in it', () => {
  const token = (claims: unknown) => `x.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.y`;
  expect(claimedRole(token({ roles: ['moderator'] }))).toBe('moderator');
  expect(claimedRole(token({ roles: ['moderator', 'admin'] }))).toBe('admin');
  expect(claimedRole(token({ roles: 'admin' }))).toBe('member');
  expect(claimedRole('nonsense')).toBe('member');
});

test('what is open is in the address', () => {
  expect(parseRoomsRoute('#/r/3')).toEqual({ at: 'room', roomId: 3, people: false });
  expect(parseRoomsRoute('#/r/3/people')).toEqual({ at: 'room', roomId: 3, people: true });
  expect(parseRoomsRoute('#/trail/2')).toEqual({ at: 'trail', roomId: 2 });
  expect(parseRoomsRoute('#/review')).toEqual({ at: 'review', roomId: null });
  expect(parseRoomsRoute('#tgWebAppData=x')).toEqual({ at: 'list' });
});

describe('opened by Telegram', () => {
  beforeEach(() => sessionStorage.clear());

  test('what it says is kept over a reload, and an ordinary browser has nothing of it', () => {
    expect(launchParams('')).toBeNull();
    expect(launchParams('#/r/1')).toBeNull();
    expect(launchParams('#tgWebAppData=user%3D1&tgWebAppVersion=8.0')?.get('tgWebAppData')).toBe('user=1');
    expect(launchParams('#/r/1')?.get('tgWebAppData')).toBe('user=1');
  });

  test('its colours say whether it is dark, and its link may name a room', () => {
    expect(schemeOf('#17212b')).toBe('dark');
    expect(schemeOf('#ffffff')).toBe('light');
    expect([roomIn('room_12'), roomIn('7'), roomIn('x'), roomIn(null)]).toEqual([12, 7, null, null]);
  });
});

test('what happened is a sentence', () => {
  const event = { event_no: 1, event: 'ban', actor_id: 'ann', target_id: 'bob', name: null, reason: null, created_at: '' };
  expect(sentence(event)).toBe('ann banned bob');
  expect(sentence({ ...event, event: 'join', actor_id: 'bob' })).toBe('bob came in');
});

test('a report and an appeal are shown alike', () => {
  const report = { reporter_id: 'ann', reported_id: 'bob', reason: 'spam', comment: null, message: { text: 'buy!' } };
  const of = { state: 'open', room_id: 2, user_id: 'bob', created_at: 'then', handled_by: null, note: null };
  expect(itemOf({ ...of, review_id: 'r', kind: 'report', report, appeal: null })).toMatchObject({ id: 'r', roomId: 2, title: 'ann reports bob: spam', quote: 'buy!', against: null });
  expect(itemOf({ ...of, review_id: 'a', kind: 'appeal', report: null, appeal: { against: 'mute', all_rooms: false, text: 'why?' } }))
    .toMatchObject({ id: 'a', title: 'bob appeals against a mute', text: 'why?', against: 'mute' });
});

import { expect, test } from 'vitest';
import { Http } from '../src/index.js';

const answers: Response[] = [];
const calls: { path: string; tag: string | null; token: string | null }[] = [];
const http = new Http({
  url: 'http://test',
  token: async ({ expired }) => (expired ? 'fresh' : 'old'),
  fetch: async (url, request) => {
    const headers = new Headers(request?.headers);
    calls.push({ path: String(url), tag: headers.get('if-none-match'), token: headers.get('authorization') });
    return answers.shift() as Response;
  },
});

test('what has not changed is asked for by its tag, and given as it was', async () => {
  answers.push(Response.json({ name: 'General' }, { headers: { etag: '"a"' } }), new Response(null, { status: 304 }), Response.json({ name: 'Music' }));
  const first = await http.get('/api/rooms/1');
  expect(await http.get('/api/rooms/1')).toBe(first);
  expect(await http.get('/api/rooms/1')).toEqual({ name: 'Music' });
  expect(calls.map(({ tag }) => tag)).toEqual([null, '"a"', '"a"']);
});

test('an expired token is renewed once, and what is refused says why and for how long', async () => {
  calls.length = 0;
  answers.push(
    Response.json({ code: 'token_expired' }, { status: 401 }),
    Response.json({ code: 'room_full', message: 'the room is full', retry_after_ms: 250 }, { status: 409 }),
  );
  await expect(http.post('/v1/rooms/1/join')).rejects.toMatchObject({ code: 'room_full', message: 'the room is full', retryAfterMs: 250 });
  expect(calls.map(({ token }) => token)).toEqual(['Bearer old', 'Bearer fresh']);
});

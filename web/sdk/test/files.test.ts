import { describe, expect, test } from 'vitest';
import { Refusal } from '../src/index.js';
import { Files } from '../src/files.js';

const PART = 512 * 1024;

/** A server that keeps what is uploaded, and fails when told. */
class Server {
  readonly calls: string[] = [];
  readonly tokens: string[] = [];
  failures: (Response | Error)[] = [];
  stored = 0;

  readonly files = new Files({
    url: 'http://test',
    token: async ({ expired }) => (expired ? 'fresh' : 'old'),
    wait: async () => {},
    fetch: async (url, request) => {
      request?.signal?.throwIfAborted();
      const path = String(url).replace('http://test', '');
      this.calls.push(`${request?.method} ${path}`);
      this.tokens.push(new Headers(request?.headers).get('authorization') ?? '');
      if (request?.method === 'PATCH') {
        const failure = this.failures.shift();
        if (failure instanceof Error) throw failure;
        if (failure) return failure;
        this.stored += (request.body as Blob).size;
      }
      if (path.endsWith('/complete')) return Response.json({ attachment_id: 'u', name: 'a', type: 'text/plain', size: this.stored });
      if (path.endsWith('/link')) return Response.json({ url: '/x', expires_at: new Date(Date.now() + 300_000).toISOString() });
      return Response.json({ upload_id: 'u', size: 0, offset: this.stored });
    },
  });
}

describe('a file', () => {
  const file = new Blob([new Uint8Array(PART * 2 + 10)]);

  test('goes in parts, and says how far it is', async () => {
    const server = new Server();
    const progress: number[] = [];
    const attachment = await server.files.upload(file, 'a.txt', { onProgress: (done) => progress.push(done) });
    expect(attachment.size).toBe(file.size);
    expect(progress).toHaveLength(3);
    expect(progress.at(-1)).toBe(1);
    expect(server.calls).toEqual([
      'POST /v1/uploads',
      'PATCH /v1/uploads/u?offset=0',
      `PATCH /v1/uploads/u?offset=${PART}`,
      `PATCH /v1/uploads/u?offset=${PART * 2}`,
      'POST /v1/uploads/u/complete',
    ]);
  });

  test('goes on where the server says after a part was lost', async () => {
    const server = new Server();
    server.failures = [new Error('gone'), Response.json({ code: 'unavailable' }, { status: 503 })];
    expect((await server.files.upload(file, 'a.txt')).size).toBe(file.size);
    expect(server.calls.filter((call) => call === 'GET /v1/uploads/u')).toHaveLength(2);
  });

  test('that is refused is not tried again', async () => {
    const server = new Server();
    server.failures = [Response.json({ code: 'too_large', message: 'too large' }, { status: 413 })];
    await expect(server.files.upload(file, 'a.txt')).rejects.toMatchObject({ code: 'too_large' });
    expect(server.calls).toHaveLength(2);
  });

  test('can be cancelled, and is taken away then', async () => {
    const server = new Server();
    const control = new AbortController();
    const upload = server.files.upload(file, 'a.txt', { signal: control.signal, onProgress: () => control.abort() });
    await expect(upload).rejects.toBeInstanceOf(Refusal);
    expect(server.calls.at(-1)).toBe('DELETE /v1/uploads/u');
  });

  test('is asked for with a fresh token when the old one has expired', async () => {
    const server = new Server();
    server.failures = [Response.json({ code: 'token_expired' }, { status: 401 })];
    await server.files.upload(new Blob(['x']), 'a.txt');
    expect(server.tokens.slice(0, 4)).toEqual(['Bearer old', 'Bearer old', 'Bearer fresh', 'Bearer old']);
  });

  test('has one link for as long as that holds', async () => {
    const server = new Server();
    await server.files.link('u');
    await server.files.link('u');
    expect(server.calls).toEqual(['GET /v1/attachments/u/link']);
  });
});

import { Refusal } from './refusal.js';

export interface HttpPorts {
  /** The server's origin, without a path. */
  url: string;
  token: (why: { expired: boolean }) => Promise<string>;
  fetch: typeof fetch;
}

/** Answers kept to be compared by their ETag. */
const KEPT_MAX = 200;

/** Requests to the REST API with the user's token; what is refused rejects with a {@link Refusal}. */
export class Http {
  private readonly ports: HttpPorts;
  private readonly kept = new Map<string, { tag: string; answer: unknown }>();

  constructor(ports: HttpPorts) {
    this.ports = ports;
  }

  /** Of what the server says has not changed (304), the same object as the last time. */
  async get<T>(path: string): Promise<T> {
    const known = this.kept.get(path);
    const response = await this.send('GET', path, known ? { 'if-none-match': known.tag } : {});
    if (response.status === 304 && known) return known.answer as T;
    const answer = (await response.json()) as T;
    this.keep(path, response.headers.get('etag'), answer);
    return answer;
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    const response = await this.send('POST', path, { 'content-type': 'application/json' }, JSON.stringify(body));
    return (await response.json()) as T;
  }

  /** A file to be saved. */
  async blob(path: string, type: string): Promise<Blob> {
    return (await this.send('GET', path, { accept: type })).blob();
  }

  private async send(method: string, path: string, headers: Record<string, string>, body?: string, expired = false): Promise<Response> {
    const authorization = `Bearer ${await this.ports.token({ expired })}`;
    const response = await this.ports
      // Not the browser's own cache: it would answer 200 for a 304, and keep what is another user's.
      .fetch(this.ports.url + path, { method, headers: { ...headers, authorization }, cache: 'no-store', ...(body ? { body } : {}) })
      .catch((error: unknown) => {
        throw Refusal.from(error);
      });
    if (response.ok || response.status === 304) return response;
    const answer = (await response.json().catch(() => ({}))) as { code?: string; message?: string; retry_after_ms?: number };
    if (answer.code === 'token_expired' && !expired) return this.send(method, path, headers, body, true);
    const wait = Number(response.headers.get('retry-after')) * 1000;
    throw new Refusal(
      answer.code ?? 'no_answer',
      answer.message ?? `the server answered ${response.status}`,
      answer.retry_after_ms ?? (wait > 0 ? wait : null),
    );
  }

  private keep(path: string, tag: string | null, answer: unknown): void {
    this.kept.delete(path);
    if (tag === null) return;
    const oldest = this.kept.keys().next();
    if (this.kept.size >= KEPT_MAX && !oldest.done) this.kept.delete(oldest.value);
    this.kept.set(path, { tag, answer });
  }
}

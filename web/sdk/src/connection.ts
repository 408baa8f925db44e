import { io, type Socket } from 'socket.io-client';
import type { ServerEvents } from './events.js';
import type { SessionReady } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Answer, Payload, RequestName } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface ConnectionState {
  /** `refused` is final until {@link Connection.connect}: the server does not want this token or this user. */
  status: 'connecting' | 'online' | 'reconnecting' | 'refused' | 'closed';
  refusal: Refusal | null;
  /** Known from the first session on. */
  userId: string | null;
}

export interface ConnectionOptions {
  token?: string;
  /** Called at every connect; `expired` when the server has just said so of the last token. */
  getToken?: (why: { expired: boolean }) => string | Promise<string>;
  transports?: ('polling' | 'websocket')[];
  answerTimeoutMs?: number;
}

type Listener<N extends keyof ServerEvents> = (payload: ServerEvents[N]) => void;
type ConnectError = Error & { data?: { code?: string; retry_after_ms?: number } };

const ANSWER_TIMEOUT_MS = 5000;
const REFUSED_RETRY_MS = 2000;

/** One socket: the token, the state, requests with an answer or a {@link Refusal}. */
export class Connection {
  private readonly socket: Socket;
  private readonly answerTimeoutMs: number;
  private readonly supply: (why: { expired: boolean }) => string | Promise<string>;
  /** By how much the server's clock is ahead of this device's. */
  private clockAheadMs = 0;
  private readonly current = new Source<ConnectionState>({ status: 'connecting', refusal: null, userId: null });
  private expired = false;

  constructor(url: string, options: ConnectionOptions) {
    const { token, getToken } = options;
    this.supply = getToken ?? (() => token ?? '');
    this.answerTimeoutMs = options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    this.socket = io(url, {
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 3000,
      ...(options.transports ? { transports: options.transports } : {}),
      auth: (answer) => {
        Promise.resolve()
          .then(() => this.supply({ expired: this.expired }))
          .then(
            (value) => answer({ token: value }),
            // The manager reconnects after a closed engine, with its growing delay, and asks for a token again.
            () => this.socket.io.engine.close(),
          );
      },
    });
    this.listen();
  }

  get state(): Signal<ConnectionState> {
    return this.current;
  }

  get userId(): string | null {
    return this.current.get().userId;
  }

  /** The server's time, in milliseconds since 1970, however this device's clock is set. */
  serverNow(): number {
    return Date.now() + this.clockAheadMs;
  }

  get online(): boolean {
    return this.current.get().status === 'online';
  }

  /** For requests over HTTP. */
  async token(why: { expired: boolean }): Promise<string> {
    return this.supply(why);
  }

  connect(): void {
    this.change({ status: 'connecting', refusal: null });
    this.socket.connect();
  }

  close(): void {
    this.change({ status: 'closed', refusal: null });
    this.socket.disconnect();
  }

  on<N extends keyof ServerEvents>(name: N, listener: Listener<N>): () => void {
    this.socket.on(name as string, listener);
    return () => this.socket.off(name as string, listener);
  }

  /** Waits for the connection, then for the answer, together no longer than the timeout. */
  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Answer<N>> {
    const answer: unknown = await this.socket
      .timeout(this.answerTimeoutMs)
      .emitWithAck(name, payload)
      .catch((error: unknown) => {
        throw Refusal.from(error);
      });
    const { ok, ...fields } = answer as { ok: boolean } & Record<string, unknown>;
    if (ok) return fields as unknown as Answer<N>;
    const { code, message, retry_after_ms } = fields as { code: string; message: string; retry_after_ms?: number };
    throw new Refusal(code, message, retry_after_ms ?? null);
  }

  private listen(): void {
    this.socket.on('session:ready', (ready: SessionReady) => {
      this.clockAheadMs = Date.parse(ready.server_time) - Date.now();
      this.expired = false;
      this.change({ status: 'online', refusal: null, userId: ready.user_id });
    });
    this.socket.on('connect_error', (error: ConnectError) => this.failed(error));
    this.socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') {
        this.change({ status: 'refused', refusal: new Refusal('disconnected', 'the server ended this session') });
      } else if (reason !== 'io client disconnect') {
        this.change({ status: 'reconnecting' });
      }
    });
  }

  private failed(error: ConnectError): void {
    if (this.current.get().status === 'closed') return;
    const code = error.data?.code;
    if (!code) {
      this.change({ status: 'reconnecting' });
      return;
    }
    const refusal = new Refusal(code, error.message, error.data?.retry_after_ms ?? null);
    if (code === 'token_expired' && !this.expired) {
      this.expired = true;
      this.change({ status: 'reconnecting' });
      this.socket.connect();
    } else if (refusal.retryable) {
      this.change({ status: 'reconnecting' });
      setTimeout(() => this.reconnect(), refusal.retryAfterMs ?? REFUSED_RETRY_MS);
    } else {
      this.change({ status: 'refused', refusal });
    }
  }

  private reconnect(): void {
    if (this.current.get().status === 'reconnecting') this.socket.connect();
  }

  private change(change: Partial<ConnectionState>): void {
    this.current.set({ ...this.current.get(), ...change });
  }
}

/** What the server says in `code`, and what this client adds to it for the cases where the server said nothing. */
export type RefusalCode =
  | 'bad_request'
  | 'unknown_event'
  | 'not_found'
  | 'text_empty'
  | 'text_too_long'
  | 'too_many_members'
  | 'user_mismatch'
  | 'too_large'
  | 'conflict'
  | 'forbidden'
  | 'limit_reached'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'
  | 'unauthorized'
  | 'token_expired'
  | 'revoked'
  | 'suspended'
  | 'room_full'
  | 'banned'
  | 'muted'
  | 'slow_mode'
  | 'locked'
  | 'filtered'
  | 'rejected_by_hook'
  | 'aborted'
  | 'no_answer'
  | 'disconnected'
  | 'too_many_unsent';

const RETRYABLE: ReadonlySet<string> = new Set(['rate_limited', 'slow_mode', 'unavailable', 'internal', 'no_answer']);

/** A request that was refused, or (`no_answer`) not answered in time: its outcome is then unknown. */
export class Refusal extends Error {
  // A newer server may send a code this client has not heard of; it is then not retried.
  readonly code: RefusalCode | (string & {});
  readonly retryAfterMs: number | null;

  constructor(code: RefusalCode | (string & {}), message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }

  static from(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    return new Refusal('no_answer', error instanceof Error ? error.message : String(error));
  }
}

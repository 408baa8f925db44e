import { Refusal } from './refusal.js';
import type { Answer, Request } from './requests.js';
import { type Signal, Source } from './signal.js';

export type BlockedUsers = ReadonlySet<string>;

const PAGE = 100;
const PAGES_MAX = 10;

/** Whom the user has blocked, on whatever device. */
export class Blocks {
  private readonly request: Request;
  private readonly current = new Source<BlockedUsers>(new Set());

  constructor(request: Request) {
    this.request = request;
  }

  get view(): Signal<BlockedUsers> {
    return this.current;
  }

  note(userId: string, blocked: boolean): void {
    const after = new Set(this.current.get());
    if (blocked) after.add(userId);
    else after.delete(userId);
    this.current.set(after);
  }

  async set(user_id: string, blocked: boolean): Promise<void> {
    const answer = await this.request(blocked ? 'user:block' : 'user:unblock', { user_id });
    this.note(user_id, answer.blocked);
  }

  /** Where it cannot be had, nobody counts as blocked until the next connect: the server keeps to the blocks all the same. */
  async load(): Promise<void> {
    const all = new Set<string>();
    let cursor: string | null = null;
    try {
      for (let page = 0; page < PAGES_MAX; page++) {
        const asked: { limit: number; cursor?: string } = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
        const answer: Answer<'user:blocked'> = await this.request('user:blocked', asked);
        for (const { user_id } of answer.users) all.add(user_id);
        cursor = answer.cursor;
        if (!answer.has_more) break;
      }
      this.current.set(all);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

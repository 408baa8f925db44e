import type { OwnStatus, PresenceState, StatusChoice } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Request } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface PresencePorts {
  request: Request;
  schedule: (delayMs: number, task: () => void) => void;
  online: () => boolean;
  now: () => number;
}

export type PresenceByUser = ReadonlyMap<string, PresenceState>;

export const OFFLINE: Omit<PresenceState, 'user_id'> = { status: 'offline', status_text: null, last_seen: null };

const SUBSCRIPTIONS_MAX = 500;
const COALESCED_MS = 50;
/** The server counts a device as idle five minutes after it last asked for something. */
const ACTIVE_EVERY_MS = 120_000;

/** How the watched users are: one subscription for each, however often it is watched. */
export class Presences {
  private readonly ports: PresencePorts;
  private readonly current = new Source<PresenceByUser>(new Map());
  private readonly watchers = new Map<string, number>();
  private readonly subscribed = new Set<string>();
  private scheduled = false;
  private activeAt = Number.NEGATIVE_INFINITY;

  constructor(ports: PresencePorts) {
    this.ports = ports;
  }

  get view(): Signal<PresenceByUser> {
    return this.current;
  }

  /** @return to be called when these users need not be watched any longer */
  watch(users: readonly string[]): () => void {
    for (const user of users) this.watchers.set(user, (this.watchers.get(user) ?? 0) + 1);
    this.settleSoon();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      for (const user of users) {
        const left = (this.watchers.get(user) ?? 1) - 1;
        if (left > 0) this.watchers.set(user, left);
        else this.watchers.delete(user);
      }
      this.settleSoon();
    };
  }

  note(...states: PresenceState[]): void {
    const after = new Map(this.current.get());
    for (const state of states) after.set(state.user_id, state);
    this.current.set(after);
  }

  choose(choice: StatusChoice): Promise<OwnStatus> {
    return this.ports.request('presence:set-status', choice);
  }

  /** The user does something here. */
  active(): void {
    const now = this.ports.now();
    if (!this.ports.online() || now - this.activeAt < ACTIVE_EVERY_MS) return;
    this.activeAt = now;
    this.ports.request('presence:activity', {}).catch(() => {}); // The next sign of life says it again.
  }

  /** Subscriptions end with the connection. */
  connected(): void {
    this.subscribed.clear();
    this.settleSoon();
  }

  private settleSoon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.ports.schedule(COALESCED_MS, () => {
      this.scheduled = false;
      void this.settle();
    });
  }

  /** Makes the subscriptions what is watched. */
  private async settle(): Promise<void> {
    if (!this.ports.online()) return;
    const wanted = [...this.watchers.keys()].slice(0, SUBSCRIPTIONS_MAX);
    const gone = [...this.subscribed].filter((user) => !this.watchers.has(user));
    const fresh = wanted.filter((user) => !this.subscribed.has(user));
    for (const user of gone) this.subscribed.delete(user);
    for (const user of fresh) this.subscribed.add(user);
    try {
      if (gone.length > 0) await this.ports.request('presence:unsubscribe', { user_ids: gone });
      if (fresh.length > 0) this.note(...(await this.ports.request('presence:subscribe', { user_ids: fresh })).users);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const user of fresh) this.subscribed.delete(user); // Asked for again with the next change or connect.
    }
  }
}

import { changed, type MessageChange } from './changes.js';
import type { Message } from './protocol.js';
import { Refusal } from './refusal.js';
import type { HistoryBounds, HistoryPage } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface RepliesView {
  /** The message the thread begins with; null until it has come, and when it is hidden. */
  root: Message | null;
  /** Oldest first. */
  replies: readonly Message[];
  hasOlder: boolean;
  loaded: boolean;
  loading: boolean;
  refusal: Refusal | null;
}

export interface RepliesPorts {
  page: (bounds: HistoryBounds) => Promise<HistoryPage & { root: Message }>;
  me: () => string | null;
}

const PAGE = 50;

/** The replies to one message: loaded page by page, kept current by events. */
export class Replies {
  readonly rootSeq: number;
  private readonly ports: RepliesPorts;
  private readonly bySeq = new Map<number, Message>();
  /** Came while a page was on its way, which may not know of them. */
  private readonly recent: MessageChange[] = [];
  private readonly current = new Source<RepliesView>({
    root: null,
    replies: [],
    hasOlder: true,
    loaded: false,
    loading: false,
    refusal: null,
  });

  constructor(rootSeq: number, ports: RepliesPorts) {
    this.rootSeq = rootSeq;
    this.ports = ports;
  }

  get view(): Signal<RepliesView> {
    return this.current;
  }

  async open(): Promise<void> {
    if (!this.current.get().loaded) await this.loadOlder();
  }

  async loadOlder(): Promise<void> {
    const { loading, hasOlder } = this.current.get();
    if (loading || !hasOlder) return;
    const oldest = this.current.get().loaded ? this.current.get().replies[0]?.seq : undefined;
    await this.load({ limit: PAGE, ...(oldest === undefined ? {} : { before_seq: oldest }) });
  }

  /** Events were missed: the newest page says how it is now, and what is older is asked for again when needed. */
  async reload(): Promise<void> {
    if (!this.current.get().loaded || this.current.get().loading) return;
    this.bySeq.clear();
    this.recent.length = 0;
    await this.load({ limit: PAGE });
  }

  receive(message: Message): void {
    if (message.thread !== this.rootSeq) return;
    this.bySeq.set(message.seq, message);
    this.publish({});
  }

  change(change: MessageChange): void {
    const { root, loading } = this.current.get();
    if (loading) this.recent.push(change);
    if (change.seq === root?.seq) this.publish({ root: changed(root, change, this.ports.me()) });
    const held = this.bySeq.get(change.seq);
    if (!held) return;
    this.put(changed(held, change, this.ports.me()), change.seq);
    this.publish({});
  }

  private async load(bounds: HistoryBounds): Promise<void> {
    this.publish({ loading: true, refusal: null });
    try {
      const page = await this.ports.page(bounds);
      for (const message of page.messages) this.put(this.upToDate(message), message.seq);
      this.publish({ root: this.upToDate(page.root), hasOlder: page.has_more, loaded: true });
    } catch (error) {
      this.publish({ refusal: Refusal.from(error) });
    }
    this.recent.length = 0;
    this.publish({ loading: false });
  }

  private upToDate(message: Message): Message | null {
    const changes = this.recent.filter((change) => change.seq === message.seq);
    return changes.reduce<Message | null>((now, change) => now && changed(now, change, this.ports.me()), message);
  }

  private put(message: Message | null, seq: number): void {
    if (message) this.bySeq.set(seq, message);
    else this.bySeq.delete(seq);
  }

  private publish(change: Partial<RepliesView>): void {
    const replies = [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
    this.current.set({ ...this.current.get(), replies, ...change });
  }
}

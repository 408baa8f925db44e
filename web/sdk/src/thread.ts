import type { Change } from './changes.js';
import { isOfMessage } from './changes.js';
import { type Message, PAGE_MAX } from './protocol.js';
import { Refusal } from './refusal.js';
import type { ChangesPage, Content, HistoryBounds, HistoryPage, Stored } from './requests.js';
import { type Signal, Source } from './signal.js';
import { contentOf, Timeline, type TimelineView } from './timeline.js';

export interface ThreadView extends TimelineView {
  /** False until the newest messages have been asked for and have come. */
  loaded: boolean;
  loadingOlder: boolean;
  /** Why the last page did not come; it is asked for again on reconnect. */
  refusal: Refusal | null;
}

export interface ThreadPorts {
  history: (bounds: HistoryBounds) => Promise<HistoryPage>;
  changes: (afterChangeSeq: number) => Promise<ChangesPage>;
  /** The conversation's number of changes as far as known, before a page is asked for. */
  changeSeq: () => number | null;
  me: () => string | null;
  schedule: (delayMs: number, task: () => void) => void;
  online: () => boolean;
  /** Once per message that is new, in rising order. */
  onMessage: (message: Message) => void;
}

const PAGE = 50;
/** An acknowledgement may outrun the events of others by a moment: that is no hole. */
const GAP_GRACE_MS = 150;
const FILL_AGAIN_MS = 2000;
/** A longer hole is not replayed: the thread begins anew with its newest page. */
const FILL_MAX = 1000;
/** More pages of changes are not worth more than a new beginning. */
const CHANGE_PAGES_MAX = 10;

/** A conversation's {@link Timeline}, kept whole by asking the server's history. */
export class Thread {
  private readonly timeline: Timeline;
  private readonly ports: ThreadPorts;
  private readonly current: Source<ThreadView>;
  private loaded = false;
  private loadingOlder = false;
  private filling = false;
  private refusal: Refusal | null = null;
  /** Settles when the page that is on its way is here. */
  private coming: Promise<void> = Promise.resolve();
  /** All changes up to it are in the messages here; null when nobody knows. */
  private changeSeq: number | null = null;

  constructor(ports: ThreadPorts, lastSeq: number | null) {
    this.ports = ports;
    this.timeline = new Timeline(ports.onMessage, ports.me);
    if (lastSeq !== null) this.timeline.noteLast(lastSeq);
    this.current = new Source(this.snapshot());
  }

  get view(): Signal<ThreadView> {
    return this.current;
  }

  get last(): number | null {
    return this.timeline.last;
  }

  /** Makes sure that the newest page is here. */
  async open(): Promise<void> {
    if (!this.loaded) await this.loadOlder();
  }

  async loadOlder(limit = PAGE): Promise<void> {
    if (this.loadingOlder) return this.coming;
    if (this.loaded && this.timeline.olderBound() === null) return;
    this.coming = this.load(limit);
    await this.coming;
  }

  /** Loads older messages until the one of that number is here. @return whether it is */
  async loadBackTo(seq: number): Promise<boolean> {
    const has = () => this.current.get().messages.some((message) => message.seq === seq);
    for (let bound = this.timeline.olderBound(); !has() && (!this.loaded || (bound ?? 0) > seq); ) {
      await this.loadOlder(PAGE_MAX);
      const reached = this.timeline.olderBound();
      if (this.refusal || reached === bound) break;
      bound = reached;
    }
    return has();
  }

  /** The server says the conversation has messages up to `seq`. */
  noteLast(seq: number): void {
    this.timeline.noteLast(seq);
    this.fillSoon();
  }

  receive(message: Message): void {
    if (this.timeline.receive(message) === 'conflict') {
      void this.restart();
      return;
    }
    this.publish();
    this.fillSoon();
  }

  receiveChange(change: Change): void {
    if (this.changeSeq !== null) this.changeSeq = Math.max(this.changeSeq, change.change_seq);
    if (!isOfMessage(change)) return;
    this.timeline.change(change);
    this.publish();
  }

  /** Messages below were removed for their age. */
  dropBelow(firstSeq: number): void {
    this.timeline.dropBelow(firstSeq);
    this.publish();
  }

  /** The server says the conversation has had so many changes: takes those that were missed. */
  async catchUp(changeSeq: number): Promise<void> {
    if (!this.loaded) {
      this.changeSeq = null;
      return;
    }
    for (let pages = 0; this.changeSeq === null || this.changeSeq < changeSeq; pages++) {
      if (this.changeSeq === null || pages === CHANGE_PAGES_MAX) return this.restart();
      const { changes, has_more } = await this.ports.changes(this.changeSeq);
      for (const change of changes) this.receiveChange(change);
      if (!has_more) this.changeSeq = Math.max(this.changeSeq, changeSeq); // The rest was told to others alone.
    }
  }

  /** The store behind the server is another one than before: nothing held here can be trusted. */
  async restart(): Promise<void> {
    this.timeline.restart();
    this.changeSeq = null;
    if (this.loaded) {
      this.loaded = false;
      this.publish();
      await this.loadOlder();
    }
  }

  /** Continues what the lost connection interrupted. */
  resume(): void {
    this.timeline.settleDown();
    this.publish();
    if (this.refusal) void this.loadOlder();
    void this.fill();
  }

  addOutgoing(clientMsgId: string, content: Content): void {
    this.timeline.addOutgoing(clientMsgId, content, new Date().toISOString());
    this.publish();
  }

  settle(clientMsgId: string, senderId: string, stored: Stored): void {
    this.timeline.settle(clientMsgId, senderId, stored);
    this.publish();
    this.fillSoon();
  }

  fail(clientMsgId: string, refusal: Refusal): void {
    this.timeline.mark(clientMsgId, 'failed', refusal);
    this.publish();
  }

  /** @return what to send again, or null when there is no such failed message */
  sendingAgain(clientMsgId: string): Content | null {
    const failed = this.timeline.failed(clientMsgId);
    if (!failed) return null;
    this.timeline.mark(clientMsgId, 'sending', null);
    this.publish();
    return contentOf(failed);
  }

  discard(clientMsgId: string): void {
    if (!this.timeline.failed(clientMsgId)) return;
    this.timeline.dropOutgoing(clientMsgId);
    this.publish();
  }

  private async load(limit: number): Promise<void> {
    this.loadingOlder = true;
    this.changeSeq ??= this.ports.changeSeq();
    this.refusal = null;
    this.publish();
    try {
      await this.loadPage(limit);
      this.loaded = true;
    } catch (error) {
      this.refusal = Refusal.from(error);
    }
    this.loadingOlder = false;
    this.publish();
  }

  private async loadPage(limit: number): Promise<void> {
    if (this.timeline.last === null) {
      const newest = await this.ports.history({ limit });
      if (this.timeline.last === null) {
        const last = newest.messages.at(-1)?.seq ?? 0;
        this.timeline.noteLast(last);
        this.timeline.prepend(last + 1, newest);
        return;
      }
    }
    const bound = this.timeline.olderBound();
    if (bound === null) return;
    this.timeline.prepend(bound, await this.ports.history({ before_seq: bound, limit }));
  }

  private fillSoon(): void {
    if (this.filling || !this.timeline.gap()) return;
    this.ports.schedule(GAP_GRACE_MS, () => void this.fill());
  }

  private async fill(): Promise<void> {
    if (this.filling || !this.ports.online()) return;
    this.filling = true;
    try {
      for (let gap = this.timeline.gap(); gap; gap = this.timeline.gap()) {
        if (gap.missing > FILL_MAX) {
          await this.restart();
          break;
        }
        this.timeline.append(await this.ports.history({ after_seq: gap.afterSeq, limit: PAGE_MAX }));
        this.publish();
      }
    } catch (error) {
      if (Refusal.from(error).retryable) this.ports.schedule(FILL_AGAIN_MS, () => void this.fill());
    }
    this.filling = false;
  }

  private publish(): void {
    this.current.set(this.snapshot());
  }

  private snapshot(): ThreadView {
    const { loaded, loadingOlder, refusal } = this;
    return { ...this.timeline.view(), loaded, loadingOlder, refusal };
  }
}

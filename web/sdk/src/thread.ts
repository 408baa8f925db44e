import type { Change } from './changes.js';
import { isOfMessage } from './changes.js';
import { Past, type PastView } from './past.js';
import { type Message, PAGE_MAX } from './protocol.js';
import { Refusal } from './refusal.js';
import type { ChangesPage, Content, HistoryBounds, HistoryPage, Stored } from './requests.js';
import { type Signal, Source } from './signal.js';
import { contentOf, Timeline, type TimelineView } from './timeline.js';

export interface ThreadView extends TimelineView {
  /** False until the newest messages have been asked for and have come. */
  loaded: boolean;
  loadingOlder: boolean;
  /** Where the reader has gone to a message far up, what is shown in place of the newest messages. */
  past: PastView | null;
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
  /** The server's time, in milliseconds since 1970. */
  serverNow: () => number;
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
/** A timer of a browser cannot wait for weeks. */
const END_WAIT_MAX_MS = 3_600_000;
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
  private past: Past | null = null;
  /** What the timer that is running waits for. */
  private nextEnd: number | null = null;
  /** Settles when the page that is on its way is here. */
  private coming: Promise<void> = Promise.resolve();
  /** All changes up to it are in the messages here; null when nobody knows. */
  private changeSeq: number | null = null;
  /** The messages came over a connection before this one, and nobody knew how many changes are in them. */
  private outdated = false;

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
    if (!this.loaded) await this.loadBefore(PAGE);
  }

  /** Of what is shown: the newest messages, or where the reader has gone to. */
  async loadOlder(): Promise<void> {
    await (this.past ? this.past.loadOlder() : this.loadBefore(PAGE));
  }

  /** Towards the newest messages; with those, what is shown is one again. */
  async loadNewer(): Promise<void> {
    await this.past?.loadNewer();
  }

  /** Shows the newest messages again. */
  toNewest(): void {
    this.past = null;
    this.publish();
  }

  /** Brings a message into what is shown, with what is around it. @return whether it is there; rejects with a {@link Refusal} */
  async show(seq: number): Promise<boolean> {
    await this.open();
    if (this.refusal) throw this.refusal;
    const bound = this.timeline.olderBound() ?? 0;
    if (seq < bound) {
      if (this.past?.has(seq)) return true;
      if (seq >= bound - PAGE_MAX) await this.loadBefore(PAGE_MAX);
      if (this.refusal) throw this.refusal;
      if (seq < (this.timeline.olderBound() ?? 0)) return this.visit(seq);
    }
    this.toNewest();
    return this.current.get().messages.some((message) => message.seq === seq);
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
    this.past?.change(change);
    this.publish();
  }

  /** Messages below were removed for their age. */
  dropBelow(firstSeq: number): void {
    this.timeline.dropBelow(firstSeq);
    this.past?.dropBelow(firstSeq);
    if (this.past?.isEmpty) this.past = null;
    this.publish();
  }

  /**
   * The server says the conversation has had so many changes: takes those that were missed. None were since this connection
   * began, so messages that came over it are as new as what is known by now.
   */
  async catchUp(changeSeq: number): Promise<void> {
    if (!this.loaded) {
      this.changeSeq = null;
      return;
    }
    if (!this.outdated) this.changeSeq ??= this.ports.changeSeq();
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
    this.past = null;
    this.changeSeq = null;
    this.outdated = false;
    if (this.loaded) {
      this.loaded = false;
      this.publish();
      await this.loadBefore(PAGE);
    }
  }

  /** A connection has begun: continues what the end of the one before interrupted. */
  resume(): void {
    this.outdated = this.loaded && this.changeSeq === null;
    this.timeline.settleDown();
    this.publish();
    if (this.refusal) void this.loadBefore(PAGE);
    void this.past?.resume();
    void this.fill();
  }

  addOutgoing(clientMsgId: string, content: Content): void {
    this.timeline.addOutgoing(clientMsgId, content, new Date().toISOString());
    if (content.thread === undefined) this.past = null;
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

  private async visit(seq: number): Promise<boolean> {
    const { history } = this.ports;
    const around = await history({ around_seq: seq, limit: PAGE });
    if (!around.messages.some((message) => message.seq === seq)) return false;
    this.past = new Past(this.timeline, around, { history, changed: () => this.publish() });
    this.publish();
    return true;
  }

  /** Loads older messages than the newest that are here. */
  private async loadBefore(limit: number): Promise<void> {
    if (this.loadingOlder) return this.coming;
    if (this.loaded && this.timeline.olderBound() === null) return;
    this.coming = this.load(limit);
    await this.coming;
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

  /** Where the past that is shown has grown up to the newest messages, they become one. */
  private meet(): void {
    const bound = this.timeline.olderBound();
    if (!this.past?.reaches(bound ?? 0)) return;
    if (bound !== null) this.timeline.prepend(bound, this.past.before(bound));
    this.past = null;
  }

  private publish(): void {
    this.meet();
    this.current.set(this.snapshot());
    this.endInTime();
  }

  /** Messages that end by themselves do so here, too, when the server cannot say it. */
  private endInTime(): void {
    const ends = [this.timeline.nextEnd(), this.past?.nextEnd() ?? null].filter((end) => end !== null);
    const next = ends.length > 0 ? Math.min(...ends) : null;
    if (next === this.nextEnd) return;
    this.nextEnd = next;
    if (next === null) return;
    const waitMs = Math.max(0, next - this.ports.serverNow());
    this.ports.schedule(Math.min(waitMs, END_WAIT_MAX_MS), () => {
      if (this.nextEnd !== next) return;
      this.nextEnd = null;
      this.timeline.end(this.ports.serverNow());
      this.past?.end(this.ports.serverNow());
      this.publish();
    });
  }

  private snapshot(): ThreadView {
    const { loaded, loadingOlder, refusal } = this;
    return { ...this.timeline.view(), loaded, loadingOlder, refusal, past: this.past?.view() ?? null };
  }
}

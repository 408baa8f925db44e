import type { MessageChange } from './changes.js';
import { type Message, PAGE_MAX } from './protocol.js';
import { Refusal } from './refusal.js';
import type { HistoryBounds, HistoryPage } from './requests.js';
import type { Timeline } from './timeline.js';

type End = 'older' | 'newer';

export interface PastView {
  /** Consecutive, oldest first; there are newer ones. */
  messages: readonly Message[];
  hasOlder: boolean;
  loading: End | null;
  /** Why a page did not come, and at which end. */
  failed: { end: End; refusal: Refusal } | null;
}

export interface PastPorts {
  history: (bounds: HistoryBounds) => Promise<HistoryPage>;
  /** After whatever became different here. */
  changed: () => void;
}

/** A stretch of a conversation's history around a message far up, which grows at both ends as it is read. */
export class Past {
  private readonly timeline: Timeline;
  private readonly ports: PastPorts;
  private newer: boolean;
  private loading: End | null = null;
  private failed: PastView['failed'] = null;

  constructor(beside: Timeline, around: HistoryPage, ports: PastPorts) {
    this.timeline = beside.apart({ messages: around.messages, has_more: around.has_more_before ?? false });
    this.newer = around.has_more_after ?? false;
    this.ports = ports;
  }

  view(): PastView {
    const { messages, hasOlder } = this.timeline.view();
    return { messages, hasOlder, loading: this.loading, failed: this.failed };
  }

  has(seq: number): boolean {
    return this.timeline.view().messages.some((message) => message.seq === seq);
  }

  get isEmpty(): boolean {
    return this.timeline.view().messages.length === 0;
  }

  /** Whether it has grown up to messages from that number on. */
  reaches(seq: number): boolean {
    return !this.newer || (this.timeline.last ?? 0) + 1 >= seq;
  }

  /** What of it is before that number, as a page of history. */
  before(seq: number): HistoryPage {
    const { messages, hasOlder } = this.timeline.view();
    return { messages: messages.filter((message) => message.seq < seq), has_more: hasOlder };
  }

  change(change: MessageChange): void {
    this.timeline.change(change);
  }

  dropBelow(firstSeq: number): void {
    this.timeline.dropBelow(firstSeq);
  }

  nextEnd(): number | null {
    return this.timeline.nextEnd();
  }

  end(now: number): void {
    this.timeline.end(now);
  }

  async loadOlder(): Promise<void> {
    const bound = this.timeline.olderBound();
    if (bound === null) return;
    await this.load('older', async () => this.timeline.prepend(bound, await this.ports.history({ before_seq: bound, limit: PAGE_MAX })));
  }

  async loadNewer(): Promise<void> {
    const last = this.timeline.last;
    if (!this.newer || last === null) return;
    await this.load('newer', async () => {
      const page = await this.ports.history({ after_seq: last, limit: PAGE_MAX });
      this.timeline.append(page);
      this.newer = page.has_more;
    });
  }

  /** Asks again for what did not come. */
  async resume(): Promise<void> {
    if (this.failed?.end === 'older') await this.loadOlder();
    if (this.failed?.end === 'newer') await this.loadNewer();
  }

  private async load(end: End, page: () => Promise<void>): Promise<void> {
    if (this.loading) return;
    this.loading = end;
    this.failed = null;
    this.ports.changed();
    try {
      await page();
    } catch (error) {
      this.failed = { end, refusal: Refusal.from(error) };
    }
    this.loading = null;
    this.ports.changed();
  }
}

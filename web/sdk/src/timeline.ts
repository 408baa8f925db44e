import { changed, type MessageChange } from './changes.js';
import { nextEnd, withoutEnded } from './expiry.js';
import type { Message } from './protocol.js';
import type { Refusal } from './refusal.js';
import type { Content, HistoryPage, Stored } from './requests.js';

export type DeliveryState = 'sending' | 'stored' | 'failed';

/** A message of ours that is not yet part of the numbered sequence. */
export interface Outgoing extends Content {
  clientMsgId: string;
  createdAt: string;
  state: DeliveryState;
  refusal: Refusal | null;
}

export interface TimelineView {
  /** Consecutive by `seq`, oldest first: never a hole, never a repeat. */
  messages: readonly Message[];
  /** Ours, in the order of sending; shown after `messages`. */
  outgoing: readonly Outgoing[];
  hasOlder: boolean;
}

/** What became of a received message; `conflict`: another message had that number, so the server's store was replaced. */
export type Received = 'added' | 'repeat' | 'ahead' | 'conflict';

const WINDOW_MAX = 5000;
const WINDOW_TRIMMED = 4000;
const AHEAD_MAX = 1000;
/** A page of history may have been read before a change whose event came first; so many changes are kept to tell it. */
const CHANGES_KEPT = 200;

/** What of an outgoing message is the message itself. */
export function contentOf({ clientMsgId: _, createdAt: _at, state: _state, refusal: _refusal, ...content }: Outgoing): Content {
  return content;
}

/**
 * The messages of one conversation in their order, whatever order and however often they arrive. No I/O, no clock.
 *
 * A window of consecutive numbers grows at both ends: `receive` and `append` at the new end, `prepend` at the old one.
 * What arrives beyond a hole waits in `ahead` until `append` has filled it. What a page of the server's history leaves out
 * does not exist, so a page counts as consecutive whatever its numbers are.
 */
export class Timeline {
  private messages: Message[] = [];
  private outgoing: Outgoing[] = [];
  private readonly ahead = new Map<number, Message>();
  private lastSeq: number | null = null;
  private knownSeq = 0;
  private older = true;
  private announcedSeq = 0;
  /** Until then `announcedSeq` is hearsay: an answer may have outrun events that are still to come. */
  private heardEvent = false;
  private changes: MessageChange[] = [];
  /** Messages of ours that are here as they were acknowledged: their events say all of them. */
  private readonly provisional = new Set<number>();
  private readonly onNew: (message: Message) => void;
  private readonly me: () => string | null;

  /** @param onNew called once per message that is new since this timeline began, in rising order */
  constructor(onNew: (message: Message) => void = () => {}, me: () => string | null = () => null) {
    this.onNew = onNew;
    this.me = me;
  }

  /** Says that the server has messages up to `seq`; without a beginning yet, this timeline begins after it. */
  noteLast(seq: number): void {
    if (this.lastSeq === null) this.begin(seq);
    this.knownSeq = Math.max(this.knownSeq, seq);
  }

  /** The number after which messages are missing, or null when nothing is known to be. */
  gap(): { afterSeq: number; missing: number } | null {
    if (this.lastSeq === null || this.knownSeq <= this.lastSeq) return null;
    return { afterSeq: this.lastSeq, missing: this.knownSeq - this.lastSeq };
  }

  /** The bound for the next page towards the past, or null when the beginning is here. */
  olderBound(): number | null {
    if (!this.older) return null;
    const oldest = this.messages[0];
    return oldest ? oldest.seq : (this.lastSeq ?? 0) + 1;
  }

  /** The newest number here; null when not begun. */
  get last(): number | null {
    return this.lastSeq;
  }

  /** Takes an event. Events come in rising order, so the first one says where what is new begins. */
  receive(message: Message): Received {
    if (!this.heardEvent) this.beginBefore(message);
    this.heardEvent = true;
    const received = this.place(message);
    if (received !== 'conflict') this.announce();
    return received;
  }

  /** Takes a page of history with `after_seq` = {@link gap}'s `afterSeq`. */
  append(page: HistoryPage): void {
    if (this.lastSeq === null) return;
    for (const message of page.messages) {
      if (message.seq > this.lastSeq) this.push(message);
    }
    this.reapply();
    if (page.messages.length === 0 && !page.has_more) this.acceptAhead();
    this.drainAhead();
    this.announce();
    this.trim();
  }

  /** Takes a page of history with `before_seq` = `bound`; a page for an older bound is ignored. */
  prepend(bound: number, page: HistoryPage): void {
    if (bound !== this.olderBound()) return;
    this.messages = [...page.messages, ...this.messages];
    for (const message of page.messages) this.reconcile(message);
    this.reapply();
    this.older = page.has_more && page.messages.length > 0;
  }

  /** Takes a change of a message, here or not. */
  change(change: MessageChange): void {
    this.changes = [...this.changes.slice(1 - CHANGES_KEPT), change];
    const waiting = this.ahead.get(change.seq);
    if (waiting) {
      const after = changed(waiting, change, this.me());
      if (after) this.ahead.set(change.seq, after); // One that is hidden goes when it has its place.
    }
    this.apply(change);
  }

  /** What is below was removed for its age: it is gone, and nothing is above it any more. */
  dropBelow(firstSeq: number): void {
    if (this.messages.some(({ seq }) => seq < firstSeq)) {
      this.messages = this.messages.filter(({ seq }) => seq >= firstSeq);
      this.older = false;
    }
  }

  /** When the first of them ends, in milliseconds since 1970; null when none does. */
  nextEnd(): number | null {
    return nextEnd(this.messages);
  }

  /** Takes away what has ended by that time. */
  end(now: number): void {
    this.messages = withoutEnded(this.messages, now);
  }

  /** One for another stretch of the same conversation: knows of the same changes, and holds that page of its history. */
  apart(page: HistoryPage): Timeline {
    const other = new Timeline(undefined, this.me);
    const last = page.messages.at(-1)?.seq ?? 0;
    other.changes = this.changes;
    other.noteLast(last);
    other.prepend(last + 1, page);
    return other;
  }

  /** Forgets the numbered messages, and begins anew with what comes next; what we are sending stays. */
  restart(): void {
    this.messages = [];
    this.ahead.clear();
    this.lastSeq = null;
    this.knownSeq = 0;
    this.older = true;
    this.announcedSeq = 0;
    this.heardEvent = false;
    this.changes = [];
    this.provisional.clear();
  }

  /** Every missed event has come, or never will: what waits for one waits no longer. */
  settleDown(): void {
    if (this.lastSeq === null && this.ahead.size > 0) {
      this.begin(Math.min(...this.ahead.keys()) - 1);
      this.drainAhead();
    }
    this.announce();
  }

  addOutgoing(clientMsgId: string, content: Content, createdAt: string): void {
    this.outgoing = [...this.outgoing, { ...content, clientMsgId, createdAt, state: 'sending', refusal: null }];
  }

  /**
   * The server acknowledged one of ours. The event may have come before, or may come later: both are the same message. Nothing
   * is announced yet, because events of lower numbers may be on their way; for the same reason nothing can begin here.
   */
  settle(clientMsgId: string, senderId: string, stored: Stored): Received {
    const ours = this.outgoing.find((item) => item.clientMsgId === clientMsgId);
    if (!ours) return 'repeat';
    this.mark(clientMsgId, 'stored', null);
    const { expires_in_s: _, ...said } = contentOf(ours);
    const received = this.place({
      ...said,
      message_id: stored.message_id,
      conversation_id: stored.conversation_id,
      seq: stored.seq,
      sender_id: senderId,
      client_msg_id: clientMsgId,
      created_at: stored.created_at,
    });
    if (received === 'added') this.provisional.add(stored.seq);
    return received;
  }

  mark(clientMsgId: string, state: DeliveryState, refusal: Refusal | null): void {
    this.outgoing = this.outgoing.map((item) =>
      item.clientMsgId === clientMsgId ? { ...item, state, refusal } : item,
    );
  }

  failed(clientMsgId: string): Outgoing | undefined {
    return this.outgoing.find((item) => item.clientMsgId === clientMsgId && item.state === 'failed');
  }

  dropOutgoing(clientMsgId: string): void {
    this.outgoing = this.outgoing.filter((item) => item.clientMsgId !== clientMsgId);
  }

  view(): TimelineView {
    return { messages: [...this.messages], outgoing: this.outgoing, hasOlder: this.older };
  }

  private apply(change: MessageChange): void {
    const at = this.messages.findLastIndex((message) => message.seq === change.seq);
    const before = this.messages[at];
    if (!before) return;
    const after = changed(before, change, this.me());
    this.messages = after ? this.messages.with(at, after) : this.messages.toSpliced(at, 1);
  }

  private reapply(): void {
    for (const change of this.changes) this.apply(change);
  }

  private begin(seq: number): void {
    this.lastSeq = seq;
    this.older = seq > 0;
    this.announcedSeq = seq;
  }

  /** An answer may have made a beginning that is too late: what it brought is kept, ahead of the event. */
  private beginBefore({ seq }: Message): void {
    const first = this.messages[0]?.seq ?? (this.lastSeq === null ? Infinity : this.lastSeq + 1);
    if (seq < first) {
      for (const held of this.messages) this.ahead.set(held.seq, held);
      this.messages = [];
      this.begin(seq - 1);
    }
    this.announcedSeq = Math.min(this.announcedSeq, seq - 1);
  }

  private place(message: Message): Received {
    this.knownSeq = Math.max(this.knownSeq, message.seq);
    if (this.lastSeq === null || message.seq > this.lastSeq + 1) {
      if (this.ahead.size < AHEAD_MAX) this.ahead.set(message.seq, message);
      return 'ahead';
    }
    if (message.seq <= this.lastSeq) return this.repeated(message);
    this.push(message);
    this.drainAhead();
    this.trim();
    return 'added';
  }

  private repeated(message: Message): Received {
    if (!this.isSame(message)) return 'conflict';
    if (this.provisional.delete(message.seq)) {
      this.messages = this.messages.map((held) => (held.seq === message.seq ? message : held));
      this.reapply();
    }
    return 'repeat';
  }

  private announce(): void {
    const announced = this.messages.findLastIndex((message) => message.seq <= this.announcedSeq);
    for (const message of this.messages.slice(announced + 1)) {
      this.announcedSeq = message.seq;
      this.onNew(message);
    }
  }

  private isSame(message: Message): boolean {
    const oldest = this.messages[0];
    if (!oldest || message.seq < oldest.seq) return true;
    const held = this.messages.findLast((candidate) => candidate.seq === message.seq);
    return held === undefined || held.message_id === message.message_id;
  }

  private push(message: Message): void {
    this.messages.push(message);
    this.lastSeq = message.seq;
    this.knownSeq = Math.max(this.knownSeq, message.seq);
    this.ahead.delete(message.seq);
    this.reconcile(message);
  }

  // By the id alone: it is a random UUID, so nobody else's message carries it by accident.
  private reconcile(message: Message): void {
    if (message.client_msg_id && this.outgoing.length > 0) this.dropOutgoing(message.client_msg_id);
  }

  private drainAhead(): void {
    for (let next = this.nextAhead(); next; next = this.nextAhead()) this.push(next);
    for (const seq of this.ahead.keys()) {
      if (seq <= (this.lastSeq ?? 0)) this.ahead.delete(seq);
    }
  }

  private nextAhead(): Message | undefined {
    return this.ahead.get((this.lastSeq ?? 0) + 1);
  }

  /** The server has nothing more after our end: what waits is next, however its numbers look. */
  private acceptAhead(): void {
    for (const message of [...this.ahead.values()].sort((a, b) => a.seq - b.seq)) this.push(message);
    this.knownSeq = this.lastSeq ?? 0;
  }

  private trim(): void {
    if (this.messages.length <= WINDOW_MAX) return;
    this.messages = this.messages.slice(-WINDOW_TRIMMED);
    this.older = true;
  }
}

import type { Marks, Message } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Request, UpTo } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface ReceiptPorts {
  request: Request;
  schedule: (delayMs: number, task: () => void) => void;
  online: () => boolean;
}

type Kind = 'read' | 'delivered';
export type MarksByUser = ReadonlyMap<string, Marks>;

const NONE: MarksByUser = new Map();
/** Receipts of a burst of messages go as one. */
const COALESCED_MS = 150;
const AGAIN_MS = 3000;
const BATCH_MAX = 100;

/** How far members have got, and telling the server how far the user has. Numbers never go backwards. */
export class Receipts {
  private readonly ports: ReceiptPorts;
  private readonly marks = new Map<string, Source<MarksByUser>>();
  private readonly asked = new Map<string, number>();
  private readonly pending: Record<Kind, Map<string, number>> = { read: new Map(), delivered: new Map() };
  private readonly told: Record<Kind, Map<string, number>> = { read: new Map(), delivered: new Map() };
  private scheduled = false;

  constructor(ports: ReceiptPorts) {
    this.ports = ports;
  }

  /** Of the conversation's members, as far as known: by events, and for {@link ask}ed messages. */
  of(conversationId: string): Signal<MarksByUser> {
    return this.source(conversationId);
  }

  /** Learns who has received and read the message `seq`, and keeps up with that over reconnects. */
  async ask(conversationId: string, seq: number): Promise<void> {
    const before = this.asked.get(conversationId);
    if (before !== undefined && before <= seq) return;
    this.asked.set(conversationId, seq);
    await this.load(conversationId, seq);
  }

  note(conversationId: string, ...marks: Marks[]): void {
    const source = this.source(conversationId);
    const after = new Map(source.get());
    for (const { user_id, read_seq, delivered_seq } of marks) {
      const before = after.get(user_id);
      after.set(user_id, {
        user_id,
        read_seq: Math.max(read_seq, before?.read_seq ?? 0),
        delivered_seq: Math.max(delivered_seq, read_seq, before?.delivered_seq ?? 0),
      });
    }
    source.set(after);
  }

  /** Who sends has read what is before, and is told to nobody as a receipt. */
  noteMessage({ conversation_id, sender_id, seq }: Message, me: string | null): void {
    this.note(conversation_id, { user_id: sender_id, read_seq: seq, delivered_seq: seq });
    if (sender_id !== me) this.tell('delivered', conversation_id, seq);
  }

  read(conversationId: string, seq: number): void {
    this.tell('read', conversationId, seq);
  }

  delivered(conversationId: string, seq: number): void {
    this.tell('delivered', conversationId, seq);
  }

  /** What went unheard is asked for again, what went untold is told. */
  connected(): void {
    for (const told of Object.values(this.told)) told.clear(); // It may be another store than before.
    for (const [conversationId, seq] of this.asked) void this.load(conversationId, seq);
    this.flushSoon(0);
  }

  private async load(conversationId: string, seq: number): Promise<void> {
    const asked = { conversation_id: conversationId, seq, state: 'delivered' as const, limit: BATCH_MAX };
    try {
      const { members } = await this.ports.request('receipt:get', asked);
      this.note(conversationId, ...members);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Ticks stay as they are; the next connect asks again.
    }
  }

  private tell(kind: Kind, conversationId: string, seq: number): void {
    if (seq <= (this.told[kind].get(conversationId) ?? 0)) return;
    if (kind === 'delivered' && seq <= (this.told.read.get(conversationId) ?? 0)) return;
    this.told[kind].set(conversationId, seq);
    this.pending[kind].set(conversationId, seq);
    this.flushSoon(COALESCED_MS);
  }

  private flushSoon(delayMs: number): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.ports.schedule(delayMs, () => {
      this.scheduled = false;
      void this.flush('read');
      void this.flush('delivered');
    });
  }

  private async flush(kind: Kind): Promise<void> {
    if (!this.ports.online()) return;
    const batch = [...this.pending[kind]].slice(0, BATCH_MAX);
    if (batch.length === 0) return;
    for (const [id] of batch) this.pending[kind].delete(id);
    const receipts: UpTo[] = batch.map(([conversation_id, up_to_seq]) => ({ conversation_id, up_to_seq }));
    try {
      await this.ports.request(`receipt:${kind}`, { receipts });
      if (this.pending[kind].size > 0) this.flushSoon(0);
    } catch (error) {
      if (!Refusal.from(error).retryable) return;
      for (const [id, seq] of batch) this.pending[kind].set(id, Math.max(seq, this.pending[kind].get(id) ?? 0));
      this.flushSoon(Refusal.from(error).retryAfterMs ?? AGAIN_MS);
    }
  }

  private source(conversationId: string): Source<MarksByUser> {
    let source = this.marks.get(conversationId);
    if (!source) {
      source = new Source(NONE);
      this.marks.set(conversationId, source);
    }
    return source;
  }
}

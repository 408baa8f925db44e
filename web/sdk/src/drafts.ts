import type { Draft, Message } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Request } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface DraftPorts {
  request: Request;
  schedule: (delayMs: number, task: () => void) => void;
  online: () => boolean;
  /** Shows the draft in the list of conversations. */
  show: (conversationId: string, draft: Draft | null) => void;
}

/** What was begun; an empty text ends it. */
export interface Writing {
  text: string;
  reply_to?: number;
  thread?: number;
}

/** The server is told when the writer pauses, not of every keystroke. */
const PAUSE_MS = 700;
const AGAIN_MS = 3000;

/** What the user has begun to write, one per conversation, the same on all devices. */
export class Drafts {
  private readonly ports: DraftPorts;
  private readonly pending = new Map<string, Writing>();
  /** Messages whose events are still to come. */
  private readonly sentHere = new Set<string>();
  private readonly waits = new Map<string, number>();
  private readonly fromElsewhere = new Source<Draft | null>(null);

  constructor(ports: DraftPorts) {
    this.ports = ports;
  }

  /** The newest that was written on another device. */
  get elsewhere(): Signal<Draft | null> {
    return this.fromElsewhere;
  }

  set(conversationId: string, writing: Writing): void {
    this.pending.set(conversationId, writing);
    this.flushLater(conversationId, PAUSE_MS);
  }

  /** Tells the server now: the writer goes elsewhere. */
  flush(conversationId: string): void {
    void this.say(conversationId);
  }

  /** Sending ends the draft; the server knows that by itself. */
  sent(conversationId: string, clientMsgId: string): void {
    this.sentHere.add(clientMsgId);
    this.pending.delete(conversationId);
    this.ports.show(conversationId, null);
  }

  note(draft: Draft): void {
    this.ports.show(draft.conversation_id, draft.text === '' ? null : draft);
    if (!this.pending.has(draft.conversation_id)) this.fromElsewhere.set(draft);
  }

  /** A message of the user's own from another device has ended the draft there. */
  noteMessage({ conversation_id, sender_id, forwarded_from, created_at, thread, client_msg_id }: Message, me: string | null): void {
    if (sender_id !== me || forwarded_from !== undefined) return;
    if (client_msg_id !== null && this.sentHere.delete(client_msg_id)) return;
    this.note({ conversation_id, updated_at: created_at, text: '', ...(thread === undefined ? {} : { thread }) });
  }

  connected(): void {
    for (const conversationId of this.pending.keys()) void this.say(conversationId);
  }

  private flushLater(conversationId: string, delayMs: number): void {
    const wait = (this.waits.get(conversationId) ?? 0) + 1;
    this.waits.set(conversationId, wait);
    this.ports.schedule(delayMs, () => {
      if (this.waits.get(conversationId) === wait) void this.say(conversationId);
    });
  }

  private async say(conversationId: string): Promise<void> {
    const writing = this.pending.get(conversationId);
    if (!writing || !this.ports.online()) return;
    try {
      const draft = await this.ports.request('draft:set', { conversation_id: conversationId, ...writing });
      if (this.pending.get(conversationId) !== writing) return; // Gone on writing, or sent.
      this.pending.delete(conversationId);
      this.ports.show(conversationId, draft.text === '' ? null : draft);
    } catch (error) {
      const refusal = Refusal.from(error);
      if (refusal.retryable) this.flushLater(conversationId, refusal.retryAfterMs ?? AGAIN_MS);
      else this.pending.delete(conversationId); // Too long, say: it stays where it is written.
    }
  }
}

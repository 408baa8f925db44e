import type { Content, NewMessage, Stored } from './requests.js';
import { Refusal } from './refusal.js';

export interface OutboxPorts {
  /** One attempt: resolves when stored, rejects with a {@link Refusal} otherwise. */
  deliver: (message: NewMessage) => Promise<Stored>;
  onStored: (message: NewMessage, stored: Stored) => void;
  onFailed: (message: NewMessage, refusal: Refusal) => void;
  /** Calls back after the time; a fake in tests. */
  schedule: (delayMs: number, task: () => void) => void;
  now: () => number;
}

/** As it goes over the wire, where files are named by their ids. */
export function newMessage(conversation_id: string, client_msg_id: string, { attachments, ...said }: Content): NewMessage {
  const ids = attachments?.map(({ attachment_id }) => attachment_id);
  return { ...said, ...(ids ? { attachments: ids } : {}), conversation_id, client_msg_id };
}

interface Lane {
  queue: NewMessage[];
  state: 'idle' | 'flying' | 'waiting';
  attempts: number;
  /** Counts the waits, so that a wait that was cut short does nothing when its time comes. */
  wait: number;
}

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 15_000;
export const UNSENT_MAX = 500;

/**
 * Sends messages until each is stored or finally refused, with the same `client_msg_id` at every attempt.
 *
 * Each conversation is a lane with one message in flight, so its messages keep their order through retries. The rate limit
 * belongs to the user, so it holds up all lanes. Nothing is attempted while offline.
 */
export class Outbox {
  private readonly lanes = new Map<string, Lane>();
  private readonly ports: OutboxPorts;
  private online = false;
  private heldUntil = 0;

  constructor(ports: OutboxPorts) {
    this.ports = ports;
  }

  /** @return false when {@link UNSENT_MAX} messages wait already: nothing was taken */
  add(message: NewMessage): boolean {
    if (this.size >= UNSENT_MAX) return false;
    const lane = this.lane(message.conversation_id);
    lane.queue.push(message);
    if (lane.state === 'idle') this.attempt(lane);
    return true;
  }

  get size(): number {
    let unsent = 0;
    for (const lane of this.lanes.values()) unsent += lane.queue.length;
    return unsent;
  }

  setOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    if (!online) return;
    for (const lane of this.lanes.values()) {
      lane.attempts = 0;
      if (lane.state !== 'flying') this.attempt(lane);
    }
  }

  /** The message is known to be stored without an acknowledgement: its event came. */
  confirm(conversationId: string, clientMsgId: string): void {
    const lane = this.lanes.get(conversationId);
    if (lane) this.remove(lane, clientMsgId);
  }

  private lane(conversationId: string): Lane {
    let lane = this.lanes.get(conversationId);
    if (!lane) {
      lane = { queue: [], state: 'idle', attempts: 0, wait: 0 };
      this.lanes.set(conversationId, lane);
    }
    return lane;
  }

  private attempt(lane: Lane): void {
    lane.state = 'idle';
    const message = lane.queue[0];
    if (!message || !this.online) return;
    const holdMs = this.heldUntil - this.ports.now();
    if (holdMs > 0) {
      this.attemptLater(lane, holdMs);
      return;
    }
    lane.state = 'flying';
    this.ports.deliver(message).then(
      (stored) => this.stored(lane, message, stored),
      (error: unknown) => this.refused(lane, message, Refusal.from(error)),
    );
  }

  private stored(lane: Lane, message: NewMessage, stored: Stored): void {
    this.remove(lane, message.client_msg_id);
    lane.attempts = 0;
    this.attempt(lane);
    this.ports.onStored(message, stored);
  }

  private refused(lane: Lane, message: NewMessage, refusal: Refusal): void {
    if (refusal.retryable && lane.queue.includes(message)) {
      const delayMs = refusal.retryAfterMs ?? Math.min(BACKOFF_FIRST_MS * 2 ** lane.attempts, BACKOFF_MAX_MS);
      lane.attempts += 1;
      if (refusal.code === 'rate_limited') this.heldUntil = this.ports.now() + delayMs;
      this.attemptLater(lane, delayMs);
      return;
    }
    const confirmed = !lane.queue.includes(message);
    this.remove(lane, message.client_msg_id);
    lane.attempts = 0;
    this.attempt(lane);
    if (!confirmed) this.ports.onFailed(message, refusal);
  }

  private attemptLater(lane: Lane, delayMs: number): void {
    lane.state = 'waiting';
    lane.wait += 1;
    const wait = lane.wait;
    this.ports.schedule(delayMs, () => {
      if (lane.state === 'waiting' && lane.wait === wait) this.attempt(lane);
    });
  }

  private remove(lane: Lane, clientMsgId: string): void {
    lane.queue = lane.queue.filter((message) => message.client_msg_id !== clientMsgId);
  }
}

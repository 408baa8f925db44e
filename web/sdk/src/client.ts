import { Connection, type ConnectionOptions, type ConnectionState } from './connection.js';
import { newClientMsgId } from './ids.js';
import { Outbox } from './outbox.js';
import type {
  Conversation,
  HistoryBounds,
  HistoryPage,
  Message,
  NewConversation,
  NewMessage,
  ServerEvents,
  SessionReady,
  SyncPage,
} from './protocol.js';
import { Refusal } from './refusal.js';
import { Roster, type RosterView } from './roster.js';
import type { Signal } from './signal.js';
import { Thread, type ThreadView } from './thread.js';

export type KlatchOptions = ConnectionOptions;

/**
 * A user's connection to a Klatch server.
 *
 * Messages of a conversation come in order and once, whatever the network does; a message given to {@link send} is sent
 * until it is stored or finally refused. `connection`, `conversations` and `thread(id)` can be watched.
 */
export class KlatchClient {
  private readonly link: Connection;
  private readonly roster: Roster;
  private readonly outbox: Outbox;
  private readonly threads = new Map<string, Thread>();
  private readonly messageListeners = new Set<(message: Message) => void>();
  /** The list and the threads may lack something; stays true until a comparison with the server has succeeded. */
  private stale = true;

  /** Connects at once. `url` is the server's origin, without a path. */
  constructor(url: string, options: KlatchOptions) {
    this.link = new Connection(url, options);
    this.roster = new Roster((name, payload) => this.link.request(name, payload));
    this.outbox = new Outbox({
      deliver: (message) => this.link.request('message:send', message),
      onStored: (message, stored) =>
        this.threadOf(message.conversation_id).settle(message.client_msg_id, this.link.userId ?? '', stored),
      onFailed: (message, refusal) => this.threadOf(message.conversation_id).fail(message.client_msg_id, refusal),
      schedule: (delayMs, task) => void setTimeout(task, delayMs),
      now: () => performance.now(),
    });
    this.link.state.subscribe(() => this.outbox.setOnline(this.link.online));
    this.link.on('message:new', (message) => this.received(message));
    this.link.on('conversation:new', (conversation) => this.roster.put(conversation));
    this.link.on('session:ready', (ready) => void this.ready(ready));
    this.link.connect();
  }

  get connection(): Signal<ConnectionState> {
    return this.link.state;
  }

  get conversations(): Signal<RosterView> {
    return this.roster.view;
  }

  /** The messages of a conversation, ours that are still being sent among them. */
  thread(conversationId: string): Signal<ThreadView> {
    return this.threadOf(conversationId).view;
  }

  /** How many messages wait to be sent; they are lost when this client goes away. */
  get unsent(): number {
    return this.outbox.size;
  }

  /** A server event as it comes: repeats and holes included. */
  on<N extends keyof ServerEvents>(name: N, listener: (payload: ServerEvents[N]) => void): () => void {
    return this.link.on(name, listener);
  }

  /**
   * Each new message of each conversation once, in the order of its `seq`. After an absence too long to replay (more than
   * 1,000 messages in one conversation) it goes on with what is new; the view of the thread begins anew then.
   */
  onMessage(listener: (message: Message) => void): () => void {
    this.messageListeners.add(listener);
    return () => this.messageListeners.delete(listener);
  }

  /** Tries again after the server refused this client. */
  reconnect(): void {
    this.link.connect();
  }

  close(): void {
    this.link.close();
  }

  async createConversation(wanted: NewConversation): Promise<Conversation & { created: boolean }> {
    const conversation = await this.link.request('conversation:create', wanted);
    this.roster.put(conversation);
    return conversation;
  }

  async getConversation(conversationId: string): Promise<Conversation> {
    const conversation = await this.link.request('conversation:get', { conversation_id: conversationId });
    this.roster.put(conversation);
    return conversation;
  }

  /** Loads the next page of conversations into {@link conversations}; the first comes by itself. */
  async listConversations(): Promise<RosterView> {
    await this.roster.more();
    return this.roster.view.get();
  }

  /** One page as the server has it; for what is shown, see {@link openThread} and {@link loadOlder}. */
  history(conversationId: string, bounds: HistoryBounds = {}): Promise<HistoryPage> {
    return this.link.request('message:history', { conversation_id: conversationId, ...bounds });
  }

  openThread(conversationId: string): Promise<void> {
    return this.threadOf(conversationId).open();
  }

  loadOlder(conversationId: string): Promise<void> {
    return this.threadOf(conversationId).loadOlder();
  }

  /** Shows the message in its thread at once and sends it. @return its `client_msg_id` */
  send(conversationId: string, text: string): string {
    const message: NewMessage = { conversation_id: conversationId, text, client_msg_id: newClientMsgId() };
    this.threadOf(conversationId).addOutgoing(message.client_msg_id, text);
    this.post(message);
    return message.client_msg_id;
  }

  /** Sends a failed message again, under the same `client_msg_id`. */
  retry(conversationId: string, clientMsgId: string): void {
    const text = this.threadOf(conversationId).sendingAgain(clientMsgId);
    if (text !== null) this.post({ conversation_id: conversationId, text, client_msg_id: clientMsgId });
  }

  /** Forgets a failed message. */
  discard(conversationId: string, clientMsgId: string): void {
    this.threadOf(conversationId).discard(clientMsgId);
  }

  private post(message: NewMessage): void {
    if (this.outbox.add(message)) return;
    const refusal = new Refusal('too_many_unsent', 'too many messages wait to be sent');
    this.threadOf(message.conversation_id).fail(message.client_msg_id, refusal);
  }

  private threadOf(conversationId: string): Thread {
    let thread = this.threads.get(conversationId);
    if (!thread) {
      thread = new Thread(
        {
          history: (bounds) => this.history(conversationId, bounds),
          schedule: (delayMs, task) => void setTimeout(task, delayMs),
          online: () => this.link.online,
          onMessage: (message) => this.announce(message),
        },
        this.roster.get(conversationId)?.last_seq ?? null,
      );
      this.threads.set(conversationId, thread);
    }
    return thread;
  }

  private received(message: Message): void {
    this.threadOf(message.conversation_id).receive(message);
    this.roster.noteMessage(message);
  }

  private announce(message: Message): void {
    if (message.client_msg_id && message.sender_id === this.link.userId) {
      this.outbox.confirm(message.conversation_id, message.client_msg_id);
    }
    for (const listener of [...this.messageListeners]) listener(message);
  }

  private async ready(ready: SessionReady): Promise<void> {
    for (const thread of this.threads.values()) thread.resume();
    this.stale ||= ready.resync || !ready.recovered;
    if (!this.stale) return;
    try {
      await this.roster.reload();
      await this.resync();
      this.stale = false;
    } catch (error) {
      // The connection went again: its return brings the next session:ready. Anything else is a fault.
      if (!Refusal.from(error).retryable) throw error;
    }
  }

  /** Compares every thread with the server: fills what is missing, drops what another store said. */
  private async resync(): Promise<void> {
    if (this.threads.size === 0) return;
    // Read before asking, so that a lower number in the answer cannot be a matter of timing.
    const before = new Map([...this.threads].map(([id, thread]) => [id, thread.last]));
    let cursor: string | null = null;
    do {
      const page: SyncPage = await this.link.request('sync:get', cursor === null ? {} : { cursor });
      for (const { conversation_id, last_seq } of page.conversations) {
        const held = before.get(conversation_id);
        if (held == null) continue;
        if (last_seq < held) await this.threadOf(conversation_id).restart();
        else this.threadOf(conversation_id).noteLast(last_seq);
      }
      cursor = page.has_more ? page.cursor : null;
    } while (cursor !== null);
  }
}

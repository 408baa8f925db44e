import { Blocks } from './blocks.js';
import type { Change } from './changes.js';
import type { Chronicle } from './chronicle.js';
import { Commands } from './commands.js';
import { Connection, type ConnectionOptions, type ConnectionState } from './connection.js';
import { Drafts } from './drafts.js';
import type { ServerEvents } from './events.js';
import { Files } from './files.js';
import { hear } from './hear.js';
import { newClientMsgId } from './ids.js';
import { newMessage, Outbox } from './outbox.js';
import { Presences } from './presences.js';
import { PrivacySettings } from './privacies.js';
import type { Conversation, Message, SessionReady } from './protocol.js';
import { Receipts } from './receipts.js';
import { Refusal } from './refusal.js';
import type { Replies } from './replies.js';
import type {
  Answer,
  Content,
  HistoryBounds,
  HistoryPage,
  NewConversation,
  NewMessage,
  Payload,
  RequestName,
} from './requests.js';
import { Roster, type RosterView } from './roster.js';
import { Schedule } from './schedule.js';
import type { Signal } from './signal.js';
import type { ThreadView } from './thread.js';
import { Threads } from './threads.js';
import { Typists } from './typists.js';

export type KlatchOptions = ConnectionOptions;

const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs);
const clock = () => performance.now();

/**
 * A user's connection to a Klatch server.
 *
 * Messages of a conversation come in order and once, whatever the network does; a message given to {@link send} is sent
 * until it is stored or finally refused. `connection`, `conversations`, `thread(id)`, `replies(id, seq)` and what
 * `privacy`, `typists`, `presences`, `receipts`, `drafts` and `blocks` know can be watched; `commands` change things.
 */
export class KlatchClient {
  readonly blocks: Blocks;
  readonly commands: Commands;
  readonly drafts: Drafts;
  readonly files: Files;
  readonly presences: Presences;
  readonly privacy: PrivacySettings;
  readonly receipts: Receipts;
  readonly schedule: Schedule;
  readonly typists: Typists;
  private readonly link: Connection;
  private readonly roster: Roster;
  private readonly outbox: Outbox;
  private readonly threads: Threads;
  private readonly messageListeners = new Set<(message: Message) => void>();
  private viewed: string | null = null;
  /** The list and the threads may lack something; stays true until a comparison with the server has succeeded. */
  private stale = true;

  /** Connects at once. `url` is the server's origin, without a path. */
  constructor(url: string, options: KlatchOptions) {
    this.link = new Connection(url, options);
    const request = <N extends RequestName>(name: N, payload: Payload<N>) => this.link.request(name, payload);
    const online = () => this.link.online;
    this.files = new Files({
      url,
      token: (why) => this.link.token(why),
      fetch: (...request) => fetch(...request),
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    });
    this.blocks = new Blocks(request);
    this.commands = new Commands(request, online);
    this.presences = new Presences({ request, schedule: later, online, now: clock });
    this.privacy = new PrivacySettings(request);
    this.receipts = new Receipts({ request, schedule: later, online });
    this.schedule = new Schedule({ commands: this.commands, send: (id, content) => void this.send(id, content) });
    this.drafts = new Drafts({ request, schedule: later, online, show: (id, draft) => this.roster.own(id, { draft }) });
    this.typists = new Typists({ request, online, now: clock });
    this.roster = new Roster(request, () => this.link.userId);
    this.threads = new Threads({
      request,
      schedule: later,
      serverNow: () => this.serverNow(),
      online,
      me: () => this.link.userId,
      known: (conversationId) => this.roster.get(conversationId),
      onMessage: (message) => this.announce(message),
    });
    this.outbox = new Outbox({
      deliver: (message) => this.link.request('message:send', message),
      onStored: (message, stored) =>
        this.threads.of(message.conversation_id).settle(message.client_msg_id, this.link.userId ?? '', stored),
      onFailed: (message, refusal) => this.threads.of(message.conversation_id).fail(message.client_msg_id, refusal),
      schedule: later,
      now: clock,
    });
    this.listen();
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
    return this.threads.of(conversationId).view;
  }

  /** The replies to a message; {@link Replies.open} brings the newest of them. */
  replies(conversationId: string, rootSeq: number): Replies {
    return this.threads.replies(conversationId, rootSeq);
  }

  /** Who came, went, was given a role, and what the conversation was called; {@link Chronicle.reachBackTo} brings what was before. */
  chronicle(conversationId: string): Chronicle {
    return this.threads.chronicle(conversationId);
  }

  /** The server's time, in milliseconds since 1970, however this device's clock is set. */
  serverNow(): number {
    return this.link.serverNow();
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

  /** Any request of the protocol; see {@link Commands} for those that are tried again. */
  request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Answer<N>> {
    return this.link.request(name, payload);
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
    return this.threads.of(conversationId).open();
  }

  loadOlder(conversationId: string): Promise<void> {
    return this.threads.of(conversationId).loadOlder();
  }

  /** Of the past that is shown after {@link showMessage}, towards the newest messages. */
  loadNewer(conversationId: string): Promise<void> {
    return this.threads.of(conversationId).loadNewer();
  }

  /** Brings a message into the thread, or into its `past` where it is far up. @return whether it is there */
  showMessage(conversationId: string, seq: number): Promise<boolean> {
    return this.threads.of(conversationId).show(seq);
  }

  /** Leaves the past that {@link showMessage} has brought. */
  toNewest(conversationId: string): void {
    this.threads.of(conversationId).toNewest();
  }

  /** Says what is shown now, null for none: what is fleeting in large conversations is told to those who look. */
  view(conversationId: string | null): void {
    this.viewed = conversationId;
    this.sayView();
  }

  /** Everything up to `seq` has been read, here. */
  read(conversationId: string, seq: number): void {
    const known = this.roster.get(conversationId)?.me;
    if (known && seq > known.read_seq) {
      this.roster.own(conversationId, { read_seq: seq, unread: 0, mentions: 0, marked_unread: false });
    } else if (known?.marked_unread) {
      this.roster.own(conversationId, { marked_unread: false });
      void this.commands.markUnread(conversationId, false).catch(() => {}); // The mark comes back with the next unread:update.
    }
    this.receipts.read(conversationId, seq);
  }

  /** Shows the message in its thread at once and sends it. @return its `client_msg_id` */
  send(conversationId: string, content: string | Content): string {
    const said = typeof content === 'string' ? { text: content } : content;
    const message = newMessage(conversationId, newClientMsgId(), said);
    this.threads.of(conversationId).addOutgoing(message.client_msg_id, said);
    this.typists.sent(conversationId);
    this.drafts.sent(conversationId, message.client_msg_id);
    this.post(message);
    return message.client_msg_id;
  }

  /** Sends a failed message again, under the same `client_msg_id`. */
  retry(conversationId: string, clientMsgId: string): void {
    const content = this.threads.of(conversationId).sendingAgain(clientMsgId);
    if (content !== null) this.post(newMessage(conversationId, clientMsgId, content));
  }

  /** Forgets a failed message. */
  discard(conversationId: string, clientMsgId: string): void {
    this.threads.of(conversationId).discard(clientMsgId);
  }

  private listen(): void {
    const { link } = this;
    link.state.subscribe(() => {
      this.outbox.setOnline(link.online);
      if (!link.online) this.typists.disconnected();
    });
    link.on('session:ready', (ready) => void this.ready(ready));
    link.on('message:new', (message) => this.received(message));
    link.on('conversation:new', (conversation) => this.roster.put(conversation));
    link.on('conversation:trimmed', (trimmed) => this.threads.of(trimmed.conversation_id).dropBelow(trimmed.first_seq));
    link.on('unread:update', (update) => this.roster.noteUnread(update));
    hear(link, this, (change) => this.changed(change));
  }

  private post(message: NewMessage): void {
    if (this.outbox.add(message)) return;
    const refusal = new Refusal('too_many_unsent', 'too many messages wait to be sent');
    this.threads.of(message.conversation_id).fail(message.client_msg_id, refusal);
  }

  private received(message: Message): void {
    this.threads.receive(message);
    this.roster.noteMessage(message);
    this.receipts.noteMessage(message, this.link.userId);
    this.drafts.noteMessage(message, this.link.userId);
  }

  private changed(change: Change): void {
    this.threads.change(change);
    this.roster.noteChange(change);
  }

  private announce(message: Message): void {
    if (message.client_msg_id && message.sender_id === this.link.userId) {
      this.outbox.confirm(message.conversation_id, message.client_msg_id);
    }
    for (const listener of [...this.messageListeners]) listener(message);
  }

  private sayView(): void {
    if (!this.link.online) return;
    this.link.request('conversation:view', { conversation_id: this.viewed }).catch(() => {}); // Said again at each connect.
    if (this.viewed !== null) void this.typists.look(this.viewed);
  }

  private async ready(ready: SessionReady): Promise<void> {
    this.threads.resume();
    void this.schedule.load();
    this.presences.connected();
    this.receipts.connected();
    this.drafts.connected();
    if (this.viewed !== null) this.sayView();
    this.stale ||= ready.resync || !ready.recovered;
    try {
      await this.privacy.load();
      if (!this.stale) return;
      await this.blocks.load();
      const before = this.roster.view.get().conversations;
      await this.roster.reload();
      const present = await this.threads.resync();
      if (present) this.roster.forget(before.filter(({ conversation_id }) => !present.has(conversation_id)));
      for (const { conversation_id, last_seq, me } of this.roster.view.get().conversations) {
        if (last_seq > me.delivered_seq) this.receipts.delivered(conversation_id, last_seq);
      }
      this.stale = false;
    } catch (error) {
      // The connection went again: its return brings the next session:ready. Anything else is a fault.
      if (!Refusal.from(error).retryable) throw error;
    }
  }
}

import { type Change, CHANGES } from './changes.js';
import { Connection, type ConnectionOptions, type ConnectionState } from './connection.js';
import type { ServerEvents } from './events.js';
import { Http } from './http.js';
import { newClientMsgId } from './ids.js';
import { newMessage, Outbox } from './outbox.js';
import type { Message } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Payload, RequestName } from './requests.js';
import { RoomCommands } from './room-commands.js';
import type { PlainSocket } from './room-dial.js';
import { RoomFeed } from './room-feed.js';
import type { Room } from './rooms.js';
import type { Signal } from './signal.js';
import type { ThreadView } from './thread.js';
import { Threads } from './threads.js';
import { Typists } from './typists.js';

export interface RoomsOptions extends ConnectionOptions {
  /** Another way to `/ws/rooms`, as for tests. */
  openSocket?: (url: string, token: string) => PlainSocket;
}

const PAGE = 50;
const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs);
const clock = () => performance.now();

function cancellable(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}

function openPlain(url: string, token: string): PlainSocket {
  // The token goes as a sub-protocol, which stays out of the logs of proxies.
  return new WebSocket(`${url.replace(/^http/, 'ws')}/ws/rooms`, ['klatch.rooms', `bearer.${token}`]) as PlainSocket;
}

/**
 * A user at the rooms: who is in them by {@link RoomFeed}, what is said by Socket.IO, which gets through where no WebSocket
 * does, and what is done by {@link RoomCommands}. For who wants rooms alone; all else is `KlatchClient`.
 */
export class RoomsClient {
  readonly commands: RoomCommands;
  readonly feed: RoomFeed;
  readonly http: Http;
  readonly typists: Typists;
  private readonly link: Connection;
  private readonly outbox: Outbox;
  private readonly threads: Threads;
  /** Conversations of rooms that have been looked at; other messages are not this client's. */
  private readonly known = new Set<string>();
  private looked: Room | null = null;

  /** Connects at once. `url` is the server's origin, without a path. */
  constructor(url: string, options: RoomsOptions) {
    this.link = new Connection(url, options);
    const token = (why: { expired: boolean }) => this.link.token(why);
    const request = <N extends RequestName>(name: N, payload: Payload<N>) => this.link.request(name, payload);
    const online = () => this.link.online;
    const open = options.openSocket ?? openPlain;
    this.http = new Http({ url, token, fetch: (...call) => fetch(...call) });
    this.commands = new RoomCommands(this.http);
    this.feed = new RoomFeed({ open: (bearer) => open(url, bearer), token, get: (path) => this.http.get(path), after: cancellable });
    this.typists = new Typists({ request, online, now: clock });
    this.threads = new Threads({
      request,
      schedule: later,
      serverNow: () => this.link.serverNow(),
      online,
      me: () => this.userId,
      known: () => undefined,
      onMessage: () => {},
    });
    this.outbox = new Outbox({
      deliver: (message) => this.link.request('message:send', message),
      onStored: (message, stored) => this.threads.of(message.conversation_id).settle(message.client_msg_id, this.userId ?? '', stored),
      onFailed: (message, refusal) => this.threads.of(message.conversation_id).fail(message.client_msg_id, refusal),
      schedule: later,
      now: clock,
    });
    this.listen();
    this.link.connect();
    this.feed.start();
  }

  get connection(): Signal<ConnectionState> {
    return this.link.state;
  }

  get userId(): string | null {
    return this.link.userId;
  }

  /** A server event as it comes. */
  on<N extends keyof ServerEvents>(name: N, listener: (payload: ServerEvents[N]) => void): () => void {
    return this.link.on(name, listener);
  }

  /** The room that is shown, null for none: its changes and messages are told from now on. */
  look(room: Room | null): void {
    this.feed.look(room?.room_id ?? null);
    if (this.looked?.room_id === room?.room_id) return;
    const before = this.looked;
    this.looked = room;
    if (before && this.link.online) this.link.request('room:unwatch', { room_id: before.room_id }).catch(() => {});
    if (!room) return;
    this.known.add(room.conversation_id);
    void this.enter(room);
  }

  thread(conversationId: string): Signal<ThreadView> {
    return this.threads.of(conversationId).view;
  }

  loadOlder(conversationId: string): Promise<void> {
    return this.threads.of(conversationId).loadOlder();
  }

  /** Shows the message at once, and sends it until it is stored or finally refused. */
  send(conversationId: string, text: string): void {
    const clientMsgId = newClientMsgId();
    this.threads.of(conversationId).addOutgoing(clientMsgId, { text });
    this.typists.sent(conversationId);
    this.post(conversationId, clientMsgId, text);
  }

  retry(conversationId: string, clientMsgId: string): void {
    const content = this.threads.of(conversationId).sendingAgain(clientMsgId);
    if (content !== null) this.post(conversationId, clientMsgId, content.text);
  }

  discard(conversationId: string, clientMsgId: string): void {
    this.threads.of(conversationId).discard(clientMsgId);
  }

  /** Deletes one message for all: one's own, or as a moderator. */
  async deleteMessage({ conversation_id, seq }: Message): Promise<void> {
    await this.link.request('message:delete', { conversation_id, seq, for: 'all' });
  }

  close(): void {
    this.feed.stop();
    this.link.close();
  }

  private post(conversationId: string, clientMsgId: string, text: string): void {
    if (this.outbox.add(newMessage(conversationId, clientMsgId, { text }))) return;
    this.threads.of(conversationId).fail(clientMsgId, new Refusal('too_many_unsent', 'too many messages wait to be sent'));
  }

  private listen(): void {
    const { link } = this;
    link.state.subscribe(() => {
      this.outbox.setOnline(link.online);
      if (!link.online) this.typists.disconnected();
    });
    link.on('session:ready', () => void this.ready());
    link.on('message:new', (message) => this.known.has(message.conversation_id) && this.threads.receive(message));
    link.on('typing:aggregated', (typing) => this.typists.note(typing));
    link.on('room:update', ({ room_id, event, user_id }) => {
      this.feed.touch(room_id);
      if (event === 'unban' && user_id === this.userId && this.looked?.room_id === room_id) void this.enter(this.looked);
    });
    link.on('room:removed', (removed) => {
      if (removed.event === 'kick' && this.looked?.room_id === removed.room_id) void this.watch(this.looked);
      this.feed.removed(removed);
    });
    link.on('conversation:trimmed', ({ conversation_id, first_seq }) => {
      if (this.known.has(conversation_id)) this.threads.of(conversation_id).dropBelow(first_seq);
    });
    for (const event of CHANGES) {
      link.on(event, (change) => this.known.has(change.conversation_id) && this.threads.change({ ...change, event } as Change));
    }
  }

  private async enter(room: Room): Promise<void> {
    await this.threads.of(room.conversation_id).open();
    if (this.link.online && this.looked === room) await this.watch(room);
  }

  private async ready(): Promise<void> {
    this.threads.resume();
    if (this.looked) await this.watch(this.looked);
  }

  /** Who has no seat is told nothing of the time away, and nothing is kept for them: compares with the newest page. */
  private async watch({ room_id, conversation_id }: Room): Promise<void> {
    try {
      await this.link.request('room:watch', { room_id });
      void this.typists.look(conversation_id);
      const thread = this.threads.of(conversation_id);
      const held = thread.view.get();
      if (!held.loaded) return;
      const { messages } = await this.link.request('message:history', { conversation_id, limit: PAGE });
      const bySeq = new Map(held.messages.map((message) => [message.seq, JSON.stringify(message)]));
      const differs = messages.some((message) => bySeq.has(message.seq) && bySeq.get(message.seq) !== JSON.stringify(message));
      if (differs) await thread.restart();
      else thread.noteLast(messages.at(-1)?.seq ?? 0);
    } catch {
      // Refused or lost: the next connect asks again, and what is typed or changed until then is not told.
    }
  }
}

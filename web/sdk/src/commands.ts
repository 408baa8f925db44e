import { newClientMsgId } from './ids.js';
import type { Role, Scheduled } from './protocol.js';
import { Refusal } from './refusal.js';
import type {
  Changed,
  ChangeRequests,
  HistoryPage,
  MemberPage,
  NewMessage,
  Payload,
  Profile,
  ReceiptPage,
  Report,
  Reported,
  Request,
  ScheduledPage,
  SearchFor,
  SearchPage,
  Stored,
} from './requests.js';

const ATTEMPTS = 4;
const AGAIN_MS = 400;

/**
 * What can be done to messages and conversations. Each command is tried again where no answer came or the server asks for
 * that, while there is a connection, and done once all the same; a {@link Refusal} says why it was not. What became different comes as an event.
 */
export class Commands {
  private readonly request: Request;
  private readonly online: () => boolean;
  private readonly wait: (ms: number) => Promise<void>;

  constructor(request: Request, online: () => boolean, wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))) {
    this.request = request;
    this.online = online;
    this.wait = wait;
  }

  edit(conversation_id: string, seq: number, text: string): Promise<Changed> {
    return this.change('message:edit', { conversation_id, seq, text });
  }

  /** For `all` the text goes for ever; for `me` the message is hidden from the user alone. */
  delete(conversation_id: string, seq: number, whom: 'me' | 'all'): Promise<Changed> {
    return this.change('message:delete', { conversation_id, seq, for: whom });
  }

  react(conversation_id: string, seq: number, emoji: string, added = true): Promise<Changed> {
    return this.change(added ? 'message:react' : 'message:unreact', { conversation_id, seq, emoji });
  }

  pinMessage(conversation_id: string, seq: number, pinned = true): Promise<Changed> {
    return this.change(pinned ? 'message:pin' : 'message:unpin', { conversation_id, seq });
  }

  pins(conversation_id: string): Promise<HistoryPage> {
    return this.request('message:pins', { conversation_id });
  }

  async versions(conversation_id: string, seq: number): Promise<{ text: string; at: string }[]> {
    return (await this.request('message:versions', { conversation_id, seq })).versions;
  }

  /** Finds messages by their text, newest first, in all of the user's conversations or in one. */
  search(wanted: SearchFor): Promise<SearchPage> {
    return this.insist(() => this.request('message:search', wanted));
  }

  forward(conversation_id: string, seq: number, to_conversation_id: string): Promise<Stored> {
    const payload = { conversation_id, seq, to_conversation_id, client_msg_id: newClientMsgId() };
    return this.insist(() => this.request('message:forward', payload));
  }

  /** @param message whose `send_at` says when */
  schedule(message: NewMessage & { send_at: string }): Promise<unknown> {
    return this.insist(() => this.request('message:send', message));
  }

  scheduled(cursor?: string): Promise<ScheduledPage> {
    return this.insist(() => this.request('message:scheduled-list', { limit: 100, ...(cursor === undefined ? {} : { cursor }) }));
  }

  reschedule(scheduled_id: string, change: { text?: string; send_at?: string }): Promise<Scheduled> {
    return this.insist(() => this.request('message:scheduled-update', { scheduled_id, ...change }));
  }

  async cancelScheduled(scheduled_id: string): Promise<void> {
    await this.insist(() => this.request('message:scheduled-cancel', { scheduled_id }));
  }

  /** Who has read a message, or received it. */
  receipts(conversation_id: string, seq: number, state: 'read' | 'delivered', cursor?: string): Promise<ReceiptPage> {
    return this.request('receipt:get', { conversation_id, seq, state, ...(cursor === undefined ? {} : { cursor }) });
  }

  members(conversation_id: string, cursor?: string): Promise<MemberPage> {
    return this.request('member:list', { conversation_id, limit: 100, ...(cursor === undefined ? {} : { cursor }) });
  }

  addMembers(conversation_id: string, user_ids: string[]): Promise<Changed> {
    return this.change('member:add', { conversation_id, user_ids });
  }

  removeMember(conversation_id: string, user_id: string): Promise<Changed> {
    return this.change('member:remove', { conversation_id, user_id });
  }

  setRole(conversation_id: string, user_id: string, role: Role): Promise<Changed> {
    return this.change('member:set-role', { conversation_id, user_id, role });
  }

  leave(conversation_id: string): Promise<Changed> {
    return this.change('conversation:leave', { conversation_id });
  }

  /** Leaves what it does not name; null takes it away. */
  describe(conversation_id: string, profile: Profile): Promise<Changed> {
    return this.change('conversation:update', { conversation_id, ...profile });
  }

  archive(conversation_id: string, archived: boolean): Promise<Changed> {
    return this.change('conversation:archive', { conversation_id, archived });
  }

  pin(conversation_id: string, pinned: boolean): Promise<Changed> {
    return this.change('conversation:pin', { conversation_id, pinned });
  }

  /** @param until for ever without it */
  mute(conversation_id: string, muted: boolean, until?: Date): Promise<Changed> {
    return this.change('conversation:mute', {
      conversation_id,
      muted,
      ...(until === undefined ? {} : { until: until.toISOString() }),
    });
  }

  async markUnread(conversation_id: string, marked: boolean): Promise<void> {
    await this.insist(() => this.request('conversation:mark-unread', { conversation_id, marked }));
  }

  /** Only those who run the tenant learn of it. */
  reportMessage(message_id: string, report: Report): Promise<Reported> {
    return this.insist(() => this.request('message:report', { message_id, ...report }));
  }

  reportUser(user_id: string, conversation_id: string, report: Report): Promise<Reported> {
    return this.insist(() => this.request('user:report', { user_id, conversation_id, ...report }));
  }

  private change<N extends keyof ChangeRequests>(name: N, payload: Omit<Payload<N>, 'op_id'>): Promise<Changed> {
    const once = { ...payload, op_id: newClientMsgId() } as Payload<N>;
    return this.insist(() => this.request(name, once));
  }

  private async insist<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await attempt();
      } catch (error) {
        const refusal = Refusal.from(error);
        if (!refusal.retryable || tried === ATTEMPTS) throw refusal;
        if (!this.online()) throw new Refusal('disconnected', 'you are not connected');
        await this.wait(refusal.retryAfterMs ?? AGAIN_MS * 2 ** tried);
      }
    }
  }
}

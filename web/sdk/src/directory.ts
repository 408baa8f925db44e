import { type Change, changed, isOfMessage } from './changes.js';
import type { Conversation, Message, OwnState, SharedConversation, UnreadUpdate } from './protocol.js';

function activity(conversation: Conversation): string {
  return conversation.last_message?.created_at ?? conversation.created_at;
}

/** How one stands in a conversation one has only just come into. */
function newcomer(conversation: SharedConversation, me: string | null): OwnState {
  const owner = conversation.type === 'group' && conversation.created_by === me;
  return {
    role: owner ? 'owner' : 'member',
    archived: false,
    pinned: false,
    muted_until: null,
    read_seq: conversation.last_seq,
    delivered_seq: conversation.last_seq,
    unread: 0,
    mentions: 0,
    marked_unread: false,
    draft: null,
  };
}

/** The conversations known so far, each with its newest message and how the user stands in it. No I/O. */
export class Directory {
  private readonly byId = new Map<string, Conversation>();
  private readonly me: () => string | null;

  constructor(me: () => string | null) {
    this.me = me;
  }

  /** Takes the server's word, except where an event was faster than the answer it is in. */
  put(conversation: SharedConversation & { me?: OwnState }): void {
    const known = this.byId.get(conversation.conversation_id);
    const { last_seq, last_message } = known && known.last_seq > conversation.last_seq ? known : conversation;
    const shared = known && known.change_seq > conversation.change_seq ? known : conversation;
    const me = conversation.me ?? known?.me ?? newcomer(conversation, this.me());
    this.byId.set(conversation.conversation_id, { ...shared, last_seq, last_message, me });
  }

  /** @return false when the conversation is not known yet */
  noteMessage(message: Message): boolean {
    const known = this.byId.get(message.conversation_id);
    if (!known) return false;
    if (message.seq > known.last_seq) {
      this.byId.set(known.conversation_id, { ...known, last_seq: message.seq, last_message: message });
    }
    return true;
  }

  noteUnread({ total_unread: _, conversation_id, ...marks }: UnreadUpdate): void {
    this.own(conversation_id, marks);
  }

  own(conversationId: string, change: Partial<OwnState>): void {
    const known = this.byId.get(conversationId);
    if (known) this.byId.set(conversationId, { ...known, me: { ...known.me, ...change } });
  }

  /** @return `ask` when the server must be asked what is so now, `unknown` for a conversation that is not here */
  noteChange(change: Change): 'done' | 'ask' | 'unknown' {
    const known = this.byId.get(change.conversation_id);
    if (!known) return 'unknown';
    const now = { ...known, change_seq: Math.max(known.change_seq, change.change_seq) };
    if (isOfMessage(change)) {
      const last = known.last_message;
      if (last?.seq === change.seq) {
        now.last_message = changed(last, change, this.me());
        this.byId.set(known.conversation_id, now);
        return now.last_message ? 'done' : 'ask';
      }
    } else if (change.event === 'member:removed' && change.user_id === this.me()) {
      this.byId.delete(known.conversation_id);
      return 'done';
    } else {
      Object.assign(now, this.afterwards(known, change));
    }
    this.byId.set(known.conversation_id, now);
    return 'done';
  }

  private afterwards(known: Conversation, change: Exclude<Change, { seq: number }>): Partial<Conversation> {
    const { member_ids, me } = known;
    switch (change.event) {
      case 'member:added':
        return { member_ids: [...new Set([...member_ids, change.user_id])] };
      case 'member:removed':
        return { member_ids: member_ids.filter((member) => member !== change.user_id) };
      case 'member:role':
        return change.user_id === this.me() ? { me: { ...me, role: change.role } } : {};
      case 'conversation:updated': {
        const { title, picture, metadata, message_ttl_s, retention_days } = change;
        return { title, picture, metadata, message_ttl_s, retention_days };
      }
      case 'conversation:settings':
        return { me: { ...me, archived: change.archived, pinned: change.pinned, muted_until: change.muted_until } };
    }
  }

  forget(conversationId: string): void {
    this.byId.delete(conversationId);
  }

  get(conversationId: string): Conversation | undefined {
    return this.byId.get(conversationId);
  }

  /** Pinned ones first, then by latest activity. */
  sorted(): Conversation[] {
    return [...this.byId.values()].sort(
      (a, b) =>
        Number(b.me.pinned) - Number(a.me.pinned) ||
        activity(b).localeCompare(activity(a)) ||
        a.conversation_id.localeCompare(b.conversation_id),
    );
  }
}

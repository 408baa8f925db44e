import type { Conversation, Message } from './protocol.js';

function activity(conversation: Conversation): string {
  return conversation.last_message?.created_at ?? conversation.created_at;
}

/** The conversations known so far, each with its newest message. No I/O. */
export class Directory {
  private readonly byId = new Map<string, Conversation>();

  /** Takes the server's word, except where an event was faster than the answer it is in. */
  put(conversation: Conversation): void {
    const known = this.byId.get(conversation.conversation_id);
    const newer = known && known.last_seq > conversation.last_seq;
    this.byId.set(
      conversation.conversation_id,
      newer ? { ...conversation, last_seq: known.last_seq, last_message: known.last_message } : conversation,
    );
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

  get(conversationId: string): Conversation | undefined {
    return this.byId.get(conversationId);
  }

  /** Latest activity first. */
  sorted(): Conversation[] {
    return [...this.byId.values()].sort(
      (a, b) => activity(b).localeCompare(activity(a)) || a.conversation_id.localeCompare(b.conversation_id),
    );
  }
}

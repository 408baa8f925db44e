import { type Change, isOfMessage } from './changes.js';
import { Chronicle } from './chronicle.js';
import type { Message } from './protocol.js';
import { Replies } from './replies.js';
import type { Request, SyncPage } from './requests.js';
import { Thread } from './thread.js';

export interface ThreadsPorts {
  request: Request;
  schedule: (delayMs: number, task: () => void) => void;
  serverNow: () => number;
  online: () => boolean;
  me: () => string | null;
  /** What the list of conversations knows of one. */
  known: (conversationId: string) => { last_seq: number; change_seq: number } | undefined;
  onMessage: (message: Message) => void;
}

const CHANGES_PAGE = 100;

/** The messages of every conversation that has been looked at or heard of, and the replies that are shown apart. */
export class Threads {
  private readonly ports: ThreadsPorts;
  private readonly byConversation = new Map<string, Thread>();
  private readonly replyLists = new Map<string, Replies>();
  private readonly chronicles = new Map<string, Chronicle>();

  constructor(ports: ThreadsPorts) {
    this.ports = ports;
  }

  of(conversation_id: string): Thread {
    let thread = this.byConversation.get(conversation_id);
    if (!thread) {
      const { request, known, ...ports } = this.ports;
      thread = new Thread(
        {
          ...ports,
          history: (bounds) => request('message:history', { conversation_id, ...bounds }),
          changes: (after_change_seq) =>
            request('message:changes', { conversation_id, after_change_seq, limit: CHANGES_PAGE }),
          changeSeq: () => known(conversation_id)?.change_seq ?? null,
        },
        known(conversation_id)?.last_seq ?? null,
      );
      this.byConversation.set(conversation_id, thread);
    }
    return thread;
  }

  replies(conversation_id: string, seq: number): Replies {
    const key = `${conversation_id}/${seq}`;
    let replies = this.replyLists.get(key);
    if (!replies) {
      const { request, me } = this.ports;
      replies = new Replies(seq, {
        me,
        page: (bounds) => request('message:thread', { conversation_id, seq, ...bounds }),
      });
      this.replyLists.set(key, replies);
    }
    return replies;
  }

  chronicle(conversation_id: string): Chronicle {
    let chronicle = this.chronicles.get(conversation_id);
    if (!chronicle) {
      const { request, known } = this.ports;
      chronicle = new Chronicle({
        changes: (after_change_seq) => request('message:changes', { conversation_id, after_change_seq, limit: CHANGES_PAGE }),
        changeSeq: () => known(conversation_id)?.change_seq ?? null,
      });
      this.chronicles.set(conversation_id, chronicle);
    }
    return chronicle;
  }

  receive(message: Message): void {
    this.of(message.conversation_id).receive(message);
    this.replyLists.get(`${message.conversation_id}/${message.thread}`)?.receive(message);
  }

  change(change: Change): void {
    this.of(change.conversation_id).receiveChange(change);
    this.chronicles.get(change.conversation_id)?.note(change);
    if (!isOfMessage(change)) return;
    for (const [key, replies] of this.replyLists) {
      if (key.startsWith(`${change.conversation_id}/`)) replies.change(change);
    }
  }

  /** Continues what the lost connection interrupted. */
  resume(): void {
    for (const thread of this.byConversation.values()) thread.resume();
  }

  /**
   * Compares every thread with the server: fills what is missing, drops what another store said.
   *
   * @return the conversations the user is in; null when there was nothing to compare
   */
  async resync(): Promise<Set<string> | null> {
    if (this.byConversation.size === 0) return null;
    // Read before asking, so that a lower number in the answer cannot be a matter of timing.
    const before = new Map([...this.byConversation].map(([id, thread]) => [id, thread.last]));
    const present = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: SyncPage = await this.ports.request('sync:get', cursor === null ? {} : { cursor });
      for (const { conversation_id, last_seq, change_seq } of page.conversations) {
        present.add(conversation_id);
        const held = before.get(conversation_id);
        if (held == null) continue;
        const thread = this.of(conversation_id);
        if (last_seq < held) {
          await thread.restart();
        } else {
          thread.noteLast(last_seq);
          await thread.catchUp(change_seq);
        }
      }
      cursor = page.has_more ? page.cursor : null;
    } while (cursor !== null);
    for (const replies of this.replyLists.values()) void replies.reload();
    for (const chronicle of this.chronicles.values()) chronicle.refresh();
    return present;
  }
}

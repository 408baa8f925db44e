import type { Change } from './changes.js';
import { Directory } from './directory.js';
import type { Conversation, Message, OwnState, SharedConversation, UnreadUpdate } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Request } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface RosterView {
  /** Pinned ones first, then by latest activity. */
  conversations: readonly Conversation[];
  loaded: boolean;
  hasMore: boolean;
}

const PAGE = 50;

/** The user's conversations: loaded page by page, kept current by events. */
export class Roster {
  private readonly directory: Directory;
  private readonly asking = new Set<string>();
  private readonly request: Request;
  private readonly current = new Source<RosterView>({ conversations: [], loaded: false, hasMore: false });
  private cursor: string | null = null;
  private pages = 0;

  constructor(request: Request, me: () => string | null) {
    this.request = request;
    this.directory = new Directory(me);
  }

  get view(): Signal<RosterView> {
    return this.current;
  }

  get(conversationId: string): Conversation | undefined {
    return this.directory.get(conversationId);
  }

  put(conversation: SharedConversation & { me?: OwnState }): void {
    this.directory.put(conversation);
    this.publish({});
  }

  noteMessage(message: Message): void {
    if (this.directory.noteMessage(message)) this.publish({});
    else void this.ask(message.conversation_id);
  }

  noteUnread(update: UnreadUpdate): void {
    this.directory.noteUnread(update);
    this.publish({});
  }

  /** What the user has just done, before the server says so to all devices. */
  own(conversationId: string, change: Partial<OwnState>): void {
    this.directory.own(conversationId, change);
    this.publish({});
  }

  noteChange(change: Change): void {
    const noted = this.directory.noteChange(change);
    if (noted === 'ask') void this.ask(change.conversation_id);
    if (noted !== 'unknown') this.publish({});
  }

  /** Forgets the conversations the user is no longer in. */
  forget(gone: readonly Conversation[]): void {
    for (const { conversation_id } of gone) this.directory.forget(conversation_id);
    this.publish({});
  }

  /** Loads the pages seen so far again, from the newest: at least the first. */
  async reload(): Promise<void> {
    const pages = Math.max(this.pages, 1);
    this.cursor = null;
    this.pages = 0;
    do {
      await this.more();
    } while (this.cursor !== null && this.pages < pages);
  }

  async more(): Promise<void> {
    const page = await this.request('conversation:list', {
      limit: PAGE,
      ...(this.cursor === null ? {} : { cursor: this.cursor }),
    });
    for (const conversation of page.conversations) this.directory.put(conversation);
    this.cursor = page.has_more ? page.cursor : null;
    this.pages += 1;
    this.publish({ loaded: true, hasMore: page.has_more });
  }

  /** Asks for a conversation as it is now; one question at a time for each. */
  async ask(conversationId: string): Promise<void> {
    if (this.asking.has(conversationId)) return;
    this.asking.add(conversationId);
    try {
      this.put(await this.request('conversation:get', { conversation_id: conversationId }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Not ours, or not now: the next event or reload asks again.
    } finally {
      this.asking.delete(conversationId);
    }
  }

  private publish(change: Partial<RosterView>): void {
    this.current.set({ ...this.current.get(), ...change, conversations: this.directory.sorted() });
  }
}

import { Directory } from './directory.js';
import type { Answer, Conversation, Message, Payload, RequestName } from './protocol.js';
import { Refusal } from './refusal.js';
import { type Signal, Source } from './signal.js';

export interface RosterView {
  /** Latest activity first. */
  conversations: readonly Conversation[];
  loaded: boolean;
  hasMore: boolean;
}

export type Request = <N extends RequestName>(name: N, payload: Payload<N>) => Promise<Answer<N>>;

const PAGE = 50;

/** The user's conversations: loaded page by page, kept current by events. */
export class Roster {
  private readonly directory = new Directory();
  private readonly asking = new Set<string>();
  private readonly request: Request;
  private readonly current = new Source<RosterView>({ conversations: [], loaded: false, hasMore: false });
  private cursor: string | null = null;
  private pages = 0;

  constructor(request: Request) {
    this.request = request;
  }

  get view(): Signal<RosterView> {
    return this.current;
  }

  get(conversationId: string): Conversation | undefined {
    return this.directory.get(conversationId);
  }

  put(conversation: Conversation): void {
    this.directory.put(conversation);
    this.publish({});
  }

  noteMessage(message: Message): void {
    if (this.directory.noteMessage(message)) this.publish({});
    else void this.ask(message.conversation_id);
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

  /** Asks for a conversation that no loaded page holds; one question at a time for each. */
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

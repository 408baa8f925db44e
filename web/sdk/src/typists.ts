import type { Typing, TypingKind } from './protocol.js';
import type { Request } from './requests.js';
import { type Signal, Source } from './signal.js';

export interface TypistPorts {
  request: Request;
  online: () => boolean;
  now: () => number;
}

/** Said again this often while the user goes on; the server forgets after 6 s. */
const SAID_EVERY_MS = 4000;

export const NOBODY_TYPES: Typing = { conversation_id: '', users: [], count: 0, display_text: '' };

/** Who is typing where, and saying that the user is. */
export class Typists {
  private readonly ports: TypistPorts;
  private readonly byConversation = new Map<string, Source<Typing>>();
  private readonly saidAt = new Map<string, number>();

  constructor(ports: TypistPorts) {
    this.ports = ports;
  }

  of(conversationId: string): Signal<Typing> {
    return this.source(conversationId);
  }

  note(typing: Typing): void {
    this.source(typing.conversation_id).set(typing);
  }

  /** Asks who types now, for one who has only just come to look. */
  async look(conversationId: string): Promise<void> {
    const typing = await this.ports.request('typing:get-aggregated', { conversation_id: conversationId }).catch(() => null);
    if (typing) this.note(typing); // Otherwise the next event tells.
  }

  /** To be called at each keystroke. */
  start(conversationId: string, kind: TypingKind = 'text'): void {
    const now = this.ports.now();
    const said = this.saidAt.get(conversationId);
    if (!this.ports.online() || (said !== undefined && now - said < SAID_EVERY_MS)) return;
    this.saidAt.set(conversationId, now);
    this.say('typing:start', { conversation_id: conversationId, kind });
  }

  stop(conversationId: string): void {
    if (!this.saidAt.delete(conversationId) || !this.ports.online()) return;
    this.say('typing:stop', { conversation_id: conversationId });
  }

  /** Sending has stopped it, as the server does by itself. */
  sent(conversationId: string): void {
    this.saidAt.delete(conversationId);
  }

  /** Nobody is known to type any more. */
  disconnected(): void {
    this.saidAt.clear();
    for (const [conversation_id, source] of this.byConversation) source.set({ ...NOBODY_TYPES, conversation_id });
  }

  // Fleeting: what is lost is said again by the next keystroke.
  private say(...[name, payload]: ['typing:start', { conversation_id: string; kind: TypingKind }] | ['typing:stop', { conversation_id: string }]): void {
    this.ports.request(name, payload).catch(() => {});
  }

  private source(conversationId: string): Source<Typing> {
    let source = this.byConversation.get(conversationId);
    if (!source) {
      source = new Source({ ...NOBODY_TYPES, conversation_id: conversationId });
      this.byConversation.set(conversationId, source);
    }
    return source;
  }
}

import type { ChangeEvents } from './changes.js';
import type {
  Draft,
  Marks,
  Message,
  PresenceState,
  Privacy,
  Scheduled,
  SessionReady,
  SharedConversation,
  Typing,
  UnreadUpdate,
} from './protocol.js';
import type { RoomServerEvents } from './rooms.js';

/** Each server event with its first argument. */
export interface ServerEvents extends ChangeEvents, RoomServerEvents {
  'session:ready': SessionReady;
  'message:new': Message;
  'conversation:new': SharedConversation;
  'typing:aggregated': Typing;
  'receipt:update': Marks & { conversation_id: string };
  'receipt:batch': { conversation_id: string; receipts: Marks[] };
  'draft:update': Draft;
  'scheduled:update': Scheduled;
  'unread:update': UnreadUpdate;
  'presence:update': PresenceState;
  'block:update': { user_id: string; blocked: boolean; at: string };
  'conversation:trimmed': { conversation_id: string; first_seq: number };
  'privacy:update': Privacy;
  error: { code: string; message: string; retry_after_ms?: number };
}

import type { Change } from './changes.js';
import type {
  Attachment,
  Conversation,
  ConversationType,
  Draft,
  Marks,
  Member,
  Message,
  OwnStatus,
  PresenceState,
  Privacy,
  Role,
  Scheduled,
  StatusChoice,
  Typing,
  TypingKind,
  UnreadUpdate,
} from './protocol.js';
import type { RoomRequests } from './rooms.js';

/** What a message says, besides where and by whom. */
export interface Content {
  text: string;
  reply_to?: number;
  thread?: number;
  mentions?: string[];
  body?: Record<string, unknown>;
  /** Seconds after which it is deleted for all; as the conversation has it where nothing is said. */
  expires_in_s?: number;
  /** Files that have been uploaded, in the order they are shown. */
  attachments?: Attachment[];
}

export interface NewMessage extends Omit<Content, 'attachments'> {
  /** Their ids. */
  attachments?: string[];
  conversation_id: string;
  client_msg_id: string;
  /** A time: it is scheduled, and the answer is a {@link Waiting} until it was sent. */
  send_at?: string;
}

/** The answer to a message that is scheduled. */
export interface Waiting {
  scheduled_id: string;
  conversation_id: string;
  send_at: string;
  deduplicated: boolean;
}

export interface NewConversation {
  type: ConversationType;
  member_ids: string[];
  title?: string;
}

export interface Stored {
  message_id: string;
  conversation_id: string;
  seq: number;
  created_at: string;
  persisted_at: string;
  deduplicated: boolean;
}

export interface HistoryPage {
  messages: Message[];
  has_more: boolean;
  /** In place of `has_more` around a message. */
  has_more_before?: boolean;
  has_more_after?: boolean;
}

export interface HistoryBounds {
  before_seq?: number;
  after_seq?: number;
  around_seq?: number;
  limit?: number;
}

export interface ConversationPage {
  conversations: Conversation[];
  has_more: boolean;
  cursor: string | null;
}

export interface SyncPage {
  conversations: { conversation_id: string; last_seq: number; change_seq: number }[];
  has_more: boolean;
  cursor: string | null;
}

export interface ChangesPage {
  changes: Change[];
  has_more: boolean;
}

export interface ScheduledPage {
  scheduled: Scheduled[];
  has_more: boolean;
  cursor: string | null;
}

export interface MemberPage {
  members: Member[];
  has_more: boolean;
  cursor: string | null;
}

export interface ReceiptPage {
  read_count: number;
  delivered_count: number;
  members: Marks[];
  has_more: boolean;
  cursor: string | null;
}

export interface SearchFor {
  query: string;
  conversation_id?: string;
  sender_id?: string;
  /** A time: that moment or later. */
  from?: string;
  /** A time: before it. */
  to?: string;
  limit?: number;
  cursor?: string;
}

export interface SearchResult {
  message_id: string;
  conversation_id: string;
  seq: number;
  sender_id: string;
  created_at: string;
  /** Plain text around the first place. */
  snippet: string;
  /** `[start, end]` of what was found in the snippet. */
  highlights: [number, number][];
}

export interface SearchPage {
  results: SearchResult[];
  has_more: boolean;
  cursor: string | null;
}

/** The answer to a command that makes a change; `change_seq` is null where nothing became different. */
export interface Changed {
  change_seq: number | null;
  deduplicated: boolean;
}

export interface Profile {
  title?: string | null;
  picture?: string | null;
  metadata?: Record<string, unknown> | null;
  message_ttl_s?: number | null;
  retention_days?: number | null;
}

type In = { conversation_id: string };
type At = In & { seq: number };
type Paged = { limit?: number; cursor?: string };
type Command<P> = { payload: P & { op_id?: string }; answer: Changed };

/** Commands that make a change; with an `op_id` each is done once however often it is asked for. */
export interface ChangeRequests {
  'message:edit': Command<At & { text: string }>;
  'message:react': Command<At & { emoji: string }>;
  'message:unreact': Command<At & { emoji: string }>;
  'message:pin': Command<At>;
  'message:unpin': Command<At>;
  'message:delete': Command<At & { for: 'me' | 'all' }>;
  'member:add': Command<In & { user_ids: string[] }>;
  'member:remove': Command<In & { user_id: string }>;
  'member:set-role': Command<In & { user_id: string; role: Role }>;
  'conversation:leave': Command<In>;
  'conversation:update': Command<In & Profile>;
  'conversation:archive': Command<In & { archived: boolean }>;
  'conversation:pin': Command<In & { pinned: boolean }>;
  'conversation:mute': Command<In & { muted: boolean; until?: string }>;
}

/** Each client event with its payload and what an acknowledgement carries besides `ok`. */
export interface Requests extends ChangeRequests, RoomRequests {
  'conversation:create': { payload: NewConversation; answer: Conversation & { created: boolean } };
  'conversation:get': { payload: In; answer: Conversation };
  'conversation:list': { payload: Paged; answer: ConversationPage };
  'conversation:view': { payload: { conversation_id: string | null }; answer: { conversation_id: string | null } };
  'conversation:mark-unread': { payload: In & { marked: boolean }; answer: object };
  'member:list': { payload: In & Paged; answer: MemberPage };
  'message:send': { payload: NewMessage; answer: Stored };
  'message:scheduled-list': { payload: Paged; answer: ScheduledPage };
  'message:scheduled-update': { payload: { scheduled_id: string; text?: string; send_at?: string }; answer: Scheduled };
  'message:scheduled-cancel': { payload: { scheduled_id: string }; answer: object };
  'message:history': { payload: In & HistoryBounds; answer: HistoryPage };
  'message:thread': { payload: At & HistoryBounds; answer: HistoryPage & { root: Message } };
  'message:changes': { payload: In & { after_change_seq?: number; limit?: number }; answer: ChangesPage };
  'message:pins': { payload: In; answer: HistoryPage };
  'message:versions': { payload: At; answer: { versions: { text: string; at: string }[] } };
  'message:forward': { payload: At & { to_conversation_id: string; client_msg_id?: string }; answer: Stored };
  'message:search': { payload: SearchFor; answer: SearchPage };
  'draft:set': { payload: Omit<Partial<Draft>, 'updated_at'> & In; answer: Draft };
  'sync:get': { payload: { cursor?: string }; answer: SyncPage };
  'receipt:read': { payload: { receipts: UpTo[] }; answer: { not_found: number[] } };
  'receipt:delivered': { payload: { receipts: UpTo[] }; answer: { not_found: number[] } };
  'receipt:get': { payload: At & Paged & { state?: 'read' | 'delivered' }; answer: ReceiptPage };
  'unread:get': {
    payload: Record<string, never>;
    answer: { total_unread: number; conversations: Omit<UnreadUpdate, 'total_unread'>[]; has_more: boolean };
  };
  'typing:start': { payload: In & { kind?: TypingKind }; answer: { timeout_ms: number } };
  'typing:stop': { payload: In; answer: object };
  'typing:get-aggregated': { payload: In; answer: Typing };
  'presence:set-status': { payload: StatusChoice; answer: OwnStatus };
  'presence:subscribe': { payload: { user_ids: string[] }; answer: { users: PresenceState[] } };
  'presence:unsubscribe': { payload: { user_ids: string[] }; answer: { subscribed: number } };
  'presence:get-batch': { payload: { user_ids: string[] }; answer: { users: PresenceState[] } };
  'presence:activity': { payload: { active?: boolean }; answer: { active: boolean } };
  'user:block': { payload: { user_id: string }; answer: { user_id: string; blocked: boolean } };
  'user:unblock': { payload: { user_id: string }; answer: { user_id: string; blocked: boolean } };
  'user:blocked': {
    payload: Paged;
    answer: { users: { user_id: string; blocked_at: string }[]; has_more: boolean; cursor: string | null };
  };
  'message:report': { payload: Report & { message_id: string }; answer: Reported };
  'user:report': { payload: Report & { user_id: string; conversation_id?: string }; answer: Reported };
  'privacy:get': { payload: Record<string, never>; answer: Privacy };
  'privacy:set': { payload: Partial<Privacy>; answer: Privacy };
}

export interface Report {
  /** A word of the application's own, such as `spam`. */
  reason: string;
  comment?: string;
}

export interface Reported {
  report_id: string;
  deduplicated: boolean;
}

export interface UpTo {
  conversation_id: string;
  up_to_seq: number;
}

export type RequestName = keyof Requests;
export type Payload<N extends RequestName> = Requests[N]['payload'];
export type Answer<N extends RequestName> = Requests[N]['answer'];
export type Request = <N extends RequestName>(name: N, payload: Payload<N>) => Promise<Answer<N>>;

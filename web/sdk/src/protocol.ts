/** The wire contract of docs/protocol.md as types. Times are ISO-8601 UTC strings, ids opaque strings. */

export type ConversationType = 'direct' | 'group';

export interface Message {
  message_id: string;
  conversation_id: string;
  /** Rises by one per conversation, from 1. */
  seq: number;
  sender_id: string;
  text: string;
  client_msg_id: string | null;
  created_at: string;
}

export interface Conversation {
  conversation_id: string;
  type: ConversationType;
  title: string | null;
  member_ids: string[];
  created_by: string;
  created_at: string;
  last_seq: number;
  last_message: Message | null;
}

export interface SessionReady {
  /** Every event missed while away was delivered before this one. */
  recovered: boolean;
  /** A gap could not be filled: compare with `sync:get`. */
  resync: boolean;
  user_id: string;
  server_time: string;
}

export interface ServerEvents {
  'session:ready': SessionReady;
  'message:new': Message;
  'conversation:new': Conversation;
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
}

export interface HistoryBounds {
  before_seq?: number;
  after_seq?: number;
  limit?: number;
}

export interface ConversationPage {
  conversations: Conversation[];
  has_more: boolean;
  cursor: string | null;
}

export interface SyncPage {
  conversations: { conversation_id: string; last_seq: number }[];
  has_more: boolean;
  cursor: string | null;
}

export interface NewConversation {
  type: ConversationType;
  member_ids: string[];
  title?: string;
}

export interface NewMessage {
  conversation_id: string;
  text: string;
  client_msg_id: string;
}

/** Each client event with its payload and what an acknowledgement carries besides `ok`. */
export interface Requests {
  'conversation:create': { payload: NewConversation; answer: Conversation & { created: boolean } };
  'conversation:get': { payload: { conversation_id: string }; answer: Conversation };
  'conversation:list': { payload: { limit?: number; cursor?: string }; answer: ConversationPage };
  'message:send': { payload: NewMessage; answer: Stored };
  'message:history': { payload: { conversation_id: string } & HistoryBounds; answer: HistoryPage };
  'sync:get': { payload: { cursor?: string }; answer: SyncPage };
}

export type RequestName = keyof Requests;
export type Payload<N extends RequestName> = Requests[N]['payload'];
export type Answer<N extends RequestName> = Requests[N]['answer'];

/** The default of `chat.text-bytes-max`; a server may be configured otherwise. */
export const TEXT_BYTES_MAX = 8000;
export const PAGE_MAX = 100;

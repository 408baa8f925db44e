/** The wire contract of docs/protocol.md as types. Times are ISO-8601 UTC strings, ids opaque strings. */

/** In a `broadcast` owners, admins and moderators write, and all others read. */
export type ConversationType = 'direct' | 'group' | 'broadcast';
export type Role = 'owner' | 'admin' | 'moderator' | 'member';

export interface Reaction {
  emoji: string;
  count: number;
  /** Whether the reader made it. */
  mine: boolean;
}

export interface Attachment {
  attachment_id: string;
  name: string;
  /** What the file's bytes say it is. */
  type: string;
  size: number;
  /** Of a picture. */
  width?: number;
  height?: number;
  /** Whether there is a small picture of it. */
  thumbnail?: boolean;
}

export interface Message {
  message_id: string;
  conversation_id: string;
  /** Rises by one per conversation, from 1. */
  seq: number;
  sender_id: string;
  text: string;
  client_msg_id: string | null;
  created_at: string;
  /** The `seq` of the message it answers. */
  reply_to?: number;
  /** The `seq` of the message its thread begins with. */
  thread?: number;
  /** Ids of users, `@all` and `@here`. */
  mentions?: string[];
  /** The application's own. */
  body?: Record<string, unknown>;
  /** The id of the message it is a copy of. */
  forwarded_from?: string;
  attachments?: Attachment[];
  edited_at?: string;
  deleted?: boolean;
  pinned?: boolean;
  /** How many messages its thread has. */
  replies?: number;
  reactions?: Reaction[];
}

/** What a user has begun to write; an ended one has an empty text. */
export interface Draft {
  conversation_id: string;
  updated_at: string;
  text: string;
  body?: Record<string, unknown>;
  reply_to?: number;
  thread?: number;
}

/** What of a conversation concerns the caller alone. */
export interface OwnState {
  role: Role;
  archived: boolean;
  pinned: boolean;
  muted_until: string | null;
  read_seq: number;
  delivered_seq: number;
  unread: number;
  /** Those of the unread messages that mention the caller. */
  mentions: number;
  marked_unread: boolean;
  draft: Draft | null;
}

export interface Conversation {
  conversation_id: string;
  type: ConversationType;
  title: string | null;
  picture: string | null;
  metadata: Record<string, unknown> | null;
  member_ids: string[];
  created_by: string;
  created_at: string;
  last_seq: number;
  change_seq: number;
  last_message: Message | null;
  me: OwnState;
}

/** As events bring it, which are the same for all members. */
export type SharedConversation = Omit<Conversation, 'me'>;

export interface Member {
  user_id: string;
  role: Role;
}

/** How far a member has got. */
export interface Marks {
  user_id: string;
  read_seq: number;
  delivered_seq: number;
}

export interface UnreadUpdate {
  conversation_id: string;
  read_seq: number;
  delivered_seq: number;
  unread: number;
  mentions: number;
  marked_unread: boolean;
  /** Over all conversations that are neither muted nor archived. */
  total_unread: number;
}

export type TypingKind = 'text' | 'voice' | 'upload';

export interface Typing {
  conversation_id: string;
  /** The first three, without the reader. */
  users: { user_id: string; name: string; kind: TypingKind }[];
  count: number;
  display_text: string;
}

export type Status = 'online' | 'away' | 'busy' | 'invisible' | 'offline';

export interface PresenceState {
  user_id: string;
  status: Status;
  status_text: string | null;
  last_seen: string | null;
}

export interface StatusChoice {
  status: Exclude<Status, 'offline'>;
  text?: string;
  /** Seconds. */
  expires_in?: number;
}

export interface OwnStatus {
  status: Status;
  status_text: string | null;
  chosen: Exclude<Status, 'offline'>;
  expires_at: string | null;
}

/** What a user lets others know. */
export interface Privacy {
  read_receipts: boolean;
  typing: boolean;
  last_seen: boolean;
  reciprocal: boolean;
}

export interface SessionReady {
  /** Every event missed while away was delivered before this one. */
  recovered: boolean;
  /** A gap could not be filled: compare with `sync:get`. */
  resync: boolean;
  user_id: string;
  /** Of the token, of `auth.device_id`, or the server's own name for this session. */
  device_id: string;
  server_time: string;
}

/** The default of `chat.text-bytes-max`; a server may be configured otherwise. */
export const TEXT_BYTES_MAX = 8000;
export const PAGE_MAX = 100;
/** Of a group; see `title` in the table of limits. */
export const TITLE_MAX = 200;
export const STATUS_TEXT_MAX = 140;
export const ATTACHMENTS_MAX = 10;
/** The default of `attachments.bytes-max`. */
export const FILE_BYTES_MAX = 20_971_520;

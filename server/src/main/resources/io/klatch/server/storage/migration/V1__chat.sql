-- The log is the one total order of everything replayable. It is not a table of its own, which would be
-- one more row to write for every message: messages.pos and conversations.opened_pos are places in it.
--
-- Every key begins with tenant_id. Times are milliseconds since 1970. Tables keep their rowid:
-- clustered keys in random order write many more pages of the write-ahead log.

create table meta (
  name text not null primary key,
  value text not null
);

create table conversations (
  tenant_id text not null,
  conversation_id text not null,
  type text not null,
  title text,
  created_by text not null,
  created_at bigint not null,
  last_seq bigint not null,
  last_at bigint not null,
  -- places in the log of its beginning and of its newest message: who was away looks here first
  opened_pos bigint not null unique,
  last_pos bigint not null,
  -- both members of a direct conversation, sorted; null for a group
  direct_key text,
  primary key (tenant_id, conversation_id),
  unique (tenant_id, direct_key)
);

create table members (
  tenant_id text not null,
  conversation_id text not null,
  user_id text not null,
  primary key (tenant_id, conversation_id, user_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, conversation_id)
);

create index members_by_user on members (tenant_id, user_id, conversation_id);

-- No foreign key here: an append reads the conversation's row in the same transaction anyway. pos is
-- the message's place in the log and the rowid, so it costs nothing, and rows are written in order.
create table messages (
  pos integer not null primary key,
  tenant_id text not null,
  conversation_id text not null,
  seq bigint not null,
  sender_id text not null,
  client_msg_id text,
  text text not null,
  created_at bigint not null,
  persisted_at bigint not null,
  unique (tenant_id, conversation_id, seq),
  unique (tenant_id, conversation_id, sender_id, client_msg_id)
);

create table sessions (
  tenant_id text not null,
  session_id text not null,
  user_id text not null,
  profile text not null,
  expires_at bigint not null,
  primary key (tenant_id, session_id)
);

create index sessions_by_expiry on sessions (expires_at);

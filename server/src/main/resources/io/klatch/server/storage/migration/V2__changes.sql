-- Everything of the log that is no message and no new conversation. A change's pos is from the same
-- counter as messages.pos and conversations.opened_pos, so the three together are the log.
--
-- audience is '' when all members are told, otherwise the one user whose own matter it is; not null,
-- so that an index finds both by equality. seq is the message it is about, concerned_id the user.
-- details is JSON, with what is particular to the kind.
create table changes (
  pos integer not null primary key,
  tenant_id text not null,
  conversation_id text not null,
  change_seq bigint not null,
  kind text not null,
  actor_id text not null,
  op_id text,
  audience text not null,
  seq bigint,
  concerned_id text,
  details text,
  created_at bigint not null,
  unique (tenant_id, conversation_id, change_seq)
);

create index changes_by_audience on changes (tenant_id, conversation_id, audience, pos);

create unique index changes_by_op on changes (tenant_id, conversation_id, actor_id, op_id)
  where op_id is not null;

alter table conversations add column change_seq bigint not null default 0;

-- From which place in the log on, and up to which, a member is told what happens. left_pos is null
-- while they are in; the row of one who left says no more than what they may still be told, and
-- left_seq, the last message they may be told, saves looking for it.
alter table members add column joined_pos bigint not null default 0;
alter table members add column left_pos bigint;
alter table members add column left_seq bigint;

-- A message's row holds its newest state. What most messages do not have is one JSON column, so that
-- sending a plain one writes what it always did. thread is the number of the thread's first message.
alter table messages add column thread bigint;
alter table messages add column extras text;
alter table messages add column edited_at bigint;
alter table messages add column deleted_at bigint;

create index messages_by_thread on messages (tenant_id, conversation_id, thread, seq)
  where thread is not null;

-- How many replies a thread has, beside its first message.
create table threads (
  tenant_id text not null,
  conversation_id text not null,
  seq bigint not null,
  replies bigint not null,
  last_seq bigint not null,
  primary key (tenant_id, conversation_id, seq)
);

-- What an edited message said before, 1 being what was sent.
create table message_versions (
  tenant_id text not null,
  conversation_id text not null,
  seq bigint not null,
  version bigint not null,
  text text not null,
  written_at bigint not null,
  primary key (tenant_id, conversation_id, seq, version)
);

-- Messages a user has deleted for themselves.
create table hidden_messages (
  tenant_id text not null,
  conversation_id text not null,
  user_id text not null,
  seq bigint not null,
  primary key (tenant_id, conversation_id, user_id, seq)
);

create table reactions (
  tenant_id text not null,
  conversation_id text not null,
  seq bigint not null,
  emoji text not null,
  user_id text not null,
  created_at bigint not null,
  primary key (tenant_id, conversation_id, seq, emoji, user_id)
);

create table pins (
  tenant_id text not null,
  conversation_id text not null,
  seq bigint not null,
  pinned_by text not null,
  pinned_at bigint not null,
  primary key (tenant_id, conversation_id, seq)
);

-- Who is mentioned where, for unread mentions. user_id is '' where all members are: one row,
-- however many they are.
create table mentions (
  tenant_id text not null,
  conversation_id text not null,
  user_id text not null,
  seq bigint not null,
  primary key (tenant_id, user_id, conversation_id, seq)
);

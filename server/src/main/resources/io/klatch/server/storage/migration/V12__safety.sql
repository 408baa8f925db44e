-- Who keeps whom away. pos is the place in the log of the newest change of the pair; a pair that is
-- not blocked any more keeps its row for a while, so that the user's other devices can be told.
create table blocks (
  tenant_id text not null,
  user_id text not null,
  other_id text not null,
  blocked boolean not null,
  since bigint not null,
  pos bigint not null unique,
  primary key (tenant_id, user_id, other_id)
);

create index blocks_by_pos on blocks (tenant_id, user_id, pos);

-- Of a direct conversation: one of the two has blocked the other. Here, because a send reads this
-- row anyway.
alter table conversations add column blocked boolean not null default false;

-- What users report. The message's columns hold it as it was when it was reported, whatever becomes
-- of it; they and seq are null where a user is reported.
create table reports (
  tenant_id text not null,
  report_id text not null,
  reporter_id text not null,
  reported_id text not null,
  conversation_id text,
  seq bigint,
  text text,
  thread bigint,
  extras text,
  sent_at bigint,
  edited_at bigint,
  reason text not null,
  comment text,
  created_at bigint not null,
  state text not null,
  resolver text,
  note text,
  reviewed_at bigint,
  primary key (tenant_id, report_id)
);

create index reports_by_time on reports (tenant_id, created_at, report_id);
create index reports_by_state on reports (tenant_id, state, created_at, report_id);
create index reports_by_target on reports (tenant_id, reporter_id, reported_id);

-- Users who are not let in.
create table suspensions (
  tenant_id text not null,
  user_id text not null,
  since bigint not null,
  primary key (tenant_id, user_id)
);

-- How many days a conversation keeps its messages, null for as long as its tenant does; and up to
-- which number they were removed for their age. Numbers are never given again.
alter table conversations add column retention_days integer;
alter table conversations add column removed_seq bigint not null default 0;

create index conversations_by_retention on conversations (tenant_id, conversation_id)
  where retention_days is not null;

-- what a removed message leaves behind
create index mentions_by_message on mentions (tenant_id, conversation_id, seq);
create index changes_by_message on changes (tenant_id, conversation_id, seq) where seq is not null;

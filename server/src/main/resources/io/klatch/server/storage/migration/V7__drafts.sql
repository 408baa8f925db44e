-- What users have begun to write: one per conversation and member.
create table drafts (
  tenant_id text not null,
  user_id text not null,
  conversation_id text not null,
  text text not null,
  -- JSON of the application's own
  body text,
  reply_to bigint,
  thread bigint,
  updated_at bigint not null,
  primary key (tenant_id, user_id, conversation_id)
);

-- Whether there is one, in the row a send reads anyway: who has none costs a send nothing.
alter table members add column drafted boolean not null default false;

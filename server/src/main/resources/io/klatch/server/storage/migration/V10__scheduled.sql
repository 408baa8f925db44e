-- Messages that are to be sent later, and those that were refused when they were due. A row is deleted
-- in the transaction that inserts its message. revision counts its changes: what is sent is what was read.
create table scheduled (
  tenant_id text not null,
  user_id text not null,
  scheduled_id text not null,
  revision bigint not null,
  conversation_id text not null,
  text text not null,
  -- as in messages
  thread bigint,
  extras text,
  send_at bigint not null,
  created_at bigint not null,
  -- why it was refused; null while it waits
  failure text,
  primary key (tenant_id, user_id, scheduled_id)
);

create index scheduled_by_user on scheduled (tenant_id, user_id, send_at, scheduled_id);

create index scheduled_by_time on scheduled (send_at, scheduled_id) where failure is null;

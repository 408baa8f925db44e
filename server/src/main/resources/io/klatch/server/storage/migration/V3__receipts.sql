-- What users let others know; without a row, everything.
create table privacy (
  tenant_id text not null,
  user_id text not null,
  read_receipts boolean not null,
  typing boolean not null,
  last_seen boolean not null,
  reciprocal boolean not null,
  primary key (tenant_id, user_id)
);

-- How far each member has got: one row, whatever the number of messages; none before the first receipt.
create table watermarks (
  tenant_id text not null,
  conversation_id text not null,
  user_id text not null,
  read_seq bigint not null,
  delivered_seq bigint not null,
  -- read by who does not let others know
  private_read_seq bigint not null,
  marked_unread boolean not null,
  primary key (tenant_id, conversation_id, user_id)
);

-- what does not count as unread
create index messages_deleted on messages (tenant_id, conversation_id, seq)
  where deleted_at is not null;

-- "seen by": who has read up to a number or further
create index watermarks_by_read on watermarks (tenant_id, conversation_id, read_seq);

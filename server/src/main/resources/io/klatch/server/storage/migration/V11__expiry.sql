-- When a message ends by itself; null for most. The index has only those that still do.
alter table messages add column expires_at bigint;

create index messages_by_expiry on messages (expires_at)
  where expires_at is not null and deleted_at is null;

-- After how long the messages of a conversation do that say nothing of it themselves.
alter table conversations add column message_ttl_ms bigint;

alter table scheduled add column expires_in_ms bigint;

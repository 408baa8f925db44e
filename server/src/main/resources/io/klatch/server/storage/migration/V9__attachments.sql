-- Files, from the beginning of their upload on. The bytes are elsewhere, under the same id.
--
-- state: 'uploading'; 'stored', which messages may take and readers read; 'going', of which the bytes
-- are being taken away. keep_until is when its time has come, null while a message has it. type, width
-- and height are what the bytes say; size is what was announced until it is stored.
create table attachments (
  tenant_id text not null,
  attachment_id text not null,
  user_id text not null,
  state text not null,
  name text not null,
  type text,
  size bigint not null,
  received bigint not null,
  width integer,
  height integer,
  thumbnail boolean not null,
  keep_until bigint,
  primary key (tenant_id, attachment_id)
);

-- how much a user has, without looking at the rows
create index attachments_by_user on attachments (tenant_id, user_id, state, size);

create index attachments_by_end on attachments (keep_until) where keep_until is not null;

-- Which messages have which.
create table message_attachments (
  tenant_id text not null,
  conversation_id text not null,
  seq bigint not null,
  attachment_id text not null,
  primary key (tenant_id, conversation_id, seq, attachment_id)
);

create index message_attachments_by_attachment
  on message_attachments (tenant_id, attachment_id, conversation_id);

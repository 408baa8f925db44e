-- What tenants' back ends tell of their users.
create table users (
  tenant_id text not null,
  user_id text not null,
  name text,
  picture text,
  role text,
  -- JSON of the application's own
  custom text,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant_id, user_id)
);

-- What requests of back ends were answered, for a day, by the names they gave them (Idempotency-Key).
create table answers (
  tenant_id text not null,
  name text not null,
  fingerprint text not null,
  status integer not null,
  body text not null,
  answered_at bigint not null,
  primary key (tenant_id, name)
);

create index answers_by_time on answers (answered_at);

-- Where tenants' back ends are told what happened, or asked before it happens.
create table webhooks (
  tenant_id text not null,
  webhook_id text not null,
  url text not null,
  -- names, separated by spaces; empty for one that is asked
  events text not null,
  -- null for one that is told
  deadline_ms bigint,
  fail_open boolean not null,
  active boolean not null,
  -- separated by spaces, the newest first
  secrets text not null,
  created_at bigint not null,
  -- up to which place in the log it has been told everything
  pos bigint not null,
  primary key (tenant_id, webhook_id)
);

-- Events a webhook did not take.
create table dead_letters (
  tenant_id text not null,
  webhook_id text not null,
  pos bigint not null,
  conversation_id text not null,
  type text not null,
  body text not null,
  tries integer not null,
  failure text not null,
  buried_at bigint not null,
  primary key (tenant_id, webhook_id, pos)
);

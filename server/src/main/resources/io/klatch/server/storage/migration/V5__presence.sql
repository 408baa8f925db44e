-- Who was ever here: what the user has chosen to be seen as, and when they were last seen. status is
-- 'online' where nothing in particular is chosen; until is when the choice ends, null for never.
create table presence (
  tenant_id text not null,
  user_id text not null,
  status text not null,
  status_text text,
  until bigint,
  last_seen bigint,
  primary key (tenant_id, user_id)
);

-- Counts by hour (its start in milliseconds), added up while it lasts.
create table presence_hours (
  tenant_id text not null,
  hour bigint not null,
  peak bigint not null,
  online_ms bigint not null,
  sessions bigint not null,
  session_ms bigint not null,
  session_ms_max bigint not null,
  primary key (tenant_id, hour)
);

create index presence_hours_by_hour on presence_hours (hour);

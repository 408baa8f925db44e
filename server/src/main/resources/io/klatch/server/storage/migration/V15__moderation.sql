create table room_sanctions (
  tenant_id text not null,
  room_id bigint not null,
  user_id text not null,
  kind text not null,
  actor_id text not null,
  actor_role text not null,
  reason text,
  created_at bigint not null,
  expires_at bigint,
  primary key (tenant_id, room_id, user_id, kind)
);

alter table room_events add column expires_at bigint;
alter table room_events add column request_id text;
alter table room_events add column detail text;

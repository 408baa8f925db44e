-- What moderators have imposed on users, whether they are in the room or not. room_id is 0 for what holds
-- in every room of the tenant. What is over does not count, whether it has been swept away or not.
-- actor_role is what the actor was then: it holds over lower roles only.
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

create index room_sanctions_by_end on room_sanctions (expires_at) where expires_at is not null;
create index room_sanctions_by_kind on room_sanctions (tenant_id, room_id, kind, user_id);

-- Who was muted before.
insert into room_sanctions (tenant_id, room_id, user_id, kind, actor_id, actor_role, created_at)
  select tenant_id, room_id, user_id, 'mute', 'klatch', 'moderator', joined_at from room_participants where muted;
alter table room_participants drop column muted;

alter table rooms add column slow_mode_seconds bigint not null default 0;
alter table rooms add column locked boolean not null default false;

-- When what was done ends by itself, the request it was done by, and more of what it is: a role, a number.
alter table room_events add column expires_at bigint;
alter table room_events add column request_id text;
alter table room_events add column detail text;

-- The only user who is shown the message; null for most, which all are. For what is said under a shadow ban.
alter table messages add column audience text;
create index messages_for_one on messages (tenant_id, conversation_id, seq) where audience is not null;

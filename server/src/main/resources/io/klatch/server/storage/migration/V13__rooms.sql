-- Rooms and who is in them. The count of participants is in the room's own row, so that the check below
-- holds at every commit, whoever writes. seed is the name by which the configuration knows a room, null
-- for those that users make; expires_at is null for the former.
create table rooms (
  tenant_id text not null,
  room_id bigint not null,
  name text not null,
  description text,
  seed text,
  capacity bigint not null,
  publishers_max bigint not null,
  participants bigint not null default 0,
  publishers bigint not null default 0,
  peak bigint not null default 0,
  -- how many events it has seen
  events bigint not null default 0,
  conversation_id text not null,
  owner_id text,
  spotlight text,
  created_at bigint not null,
  expires_at bigint,
  closed_at bigint,
  primary key (tenant_id, room_id),
  unique (tenant_id, seed),
  unique (tenant_id, conversation_id),
  check (participants between 0 and capacity),
  check (publishers between 0 and publishers_max and publishers <= participants)
);

create index rooms_open on rooms (tenant_id, room_id) where closed_at is null;
create index rooms_by_owner on rooms (tenant_id, owner_id) where closed_at is null;
create index rooms_by_end on rooms (expires_at) where closed_at is null;

-- Who is in, and who was: left_at is null while they are. role is what they may do as it was when they
-- came, mode whether they are heard and seen.
create table room_participants (
  tenant_id text not null,
  room_id bigint not null,
  user_id text not null,
  name text not null,
  role text not null,
  mode text not null,
  muted boolean not null default false,
  joined_at bigint not null,
  left_at bigint,
  primary key (tenant_id, room_id, user_id),
  foreign key (tenant_id, room_id) references rooms (tenant_id, room_id)
);

create index room_participants_in on room_participants (tenant_id, room_id, user_id)
  where left_at is null;

-- What users may do in a room, whether they are in or not; without a row, what all may.
create table room_roles (
  tenant_id text not null,
  room_id bigint not null,
  user_id text not null,
  role text not null,
  primary key (tenant_id, room_id, user_id)
);

-- Rows are added, never changed. target_id is whom it was done to, null where it is the actor.
create table room_events (
  tenant_id text not null,
  room_id bigint not null,
  event_no bigint not null,
  kind text not null,
  actor_id text not null,
  target_id text,
  name text not null,
  reason text,
  created_at bigint not null,
  primary key (tenant_id, room_id, event_no)
);

-- The rooms as those know them who look into the database by hand.
create view main_rooms as
  select tenant_id, room_id as id, name, description, participants, capacity as max_participants,
    closed_at is null as is_active, created_at
  from rooms;

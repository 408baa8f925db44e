-- What an event of a room says besides: when it ends by itself, and which request caused it.
alter table room_events add column expires_at bigint;
alter table room_events add column request_id text;

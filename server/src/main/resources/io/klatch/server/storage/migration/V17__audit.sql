-- What happened in rooms is kept as it was written: rows are added and nothing else, whoever asks the
-- database. A row that would take another one's place is refused by itself, because SQLite's "insert or
-- replace" removes the old row without asking the trigger on delete. In PostgreSQL: the same three as
-- triggers of a function that raises, one more on truncate, and no grant of update, delete and truncate.
create trigger room_events_stay before update on room_events begin
  select raise(abort, 'room_events is an audit trail: rows are added, never changed');
end;

create trigger room_events_remain before delete on room_events begin
  select raise(abort, 'room_events is an audit trail: rows are added, never removed');
end;

create trigger room_events_are_new before insert on room_events
when exists (select 1 from room_events e where e.tenant_id = new.tenant_id and e.room_id = new.room_id
  and e.event_no = new.event_no) begin
  select raise(abort, 'room_events is an audit trail: this row is there already');
end;

-- One per way in which the trail is read, each in the order of its pages. Joins and leaves are most of
-- what there is, so they are found by time.
create index room_events_by_time on room_events (tenant_id, created_at, room_id, event_no);
create index room_events_by_room on room_events (tenant_id, room_id, created_at, event_no);
create index room_events_by_actor on room_events (tenant_id, actor_id, created_at, room_id, event_no);
create index room_events_by_target on room_events (tenant_id, target_id, created_at, room_id, event_no)
  where target_id is not null;
create index room_events_by_kind on room_events (tenant_id, kind, created_at, room_id, event_no)
  where kind not in ('join', 'leave');

-- Users who are banned from a room or muted there ask for that to be looked at again. against is "ban" or
-- "mute"; the columns from state on are those of reports.
create table appeals (
  tenant_id text not null,
  appeal_id text not null,
  room_id bigint not null,
  user_id text not null,
  against text not null,
  -- what holds in every room of the tenant
  all_rooms boolean not null,
  text text not null,
  created_at bigint not null,
  state text not null,
  resolver text,
  note text,
  reviewed_at bigint,
  primary key (tenant_id, appeal_id)
);

-- of a user and a room, one at a time waits for a decision
create unique index appeals_waiting on appeals (tenant_id, room_id, user_id)
  where state in ('open', 'in_review');
create index appeals_by_time on appeals (tenant_id, created_at, appeal_id);
create index appeals_by_state on appeals (tenant_id, state, created_at, appeal_id);
create index appeals_by_room on appeals (tenant_id, room_id, created_at, appeal_id);

create index reports_by_conversation on reports (tenant_id, conversation_id, created_at, report_id)
  where conversation_id is not null;

-- Each change of a report's or an appeal's state. Rows are added, never changed, as above.
create table review_steps (
  tenant_id text not null,
  item_id text not null,
  step_no bigint not null,
  state text not null,
  actor_id text,
  note text,
  created_at bigint not null,
  primary key (tenant_id, item_id, step_no)
);

create trigger review_steps_stay before update on review_steps begin
  select raise(abort, 'review_steps are kept: rows are added, never changed');
end;

create trigger review_steps_remain before delete on review_steps begin
  select raise(abort, 'review_steps are kept: rows are added, never removed');
end;

create trigger review_steps_are_new before insert on review_steps
when exists (select 1 from review_steps s where s.tenant_id = new.tenant_id and s.item_id = new.item_id
  and s.step_no = new.step_no) begin
  select raise(abort, 'review_steps are kept: this row is there already');
end;

-- What a member may do, and how they keep the conversation for themselves. muted_until is null for
-- who hears of it.
alter table members add column role text not null default 'member';
alter table members add column archived boolean not null default false;
alter table members add column pinned boolean not null default false;
alter table members add column muted_until bigint;

-- Whoever made a group owns it.
update members set role = 'owner'
  where user_id = (select c.created_by from conversations c
    where c.tenant_id = members.tenant_id and c.conversation_id = members.conversation_id
      and c.type <> 'direct');

-- metadata is JSON of the application's own.
alter table conversations add column picture text;
alter table conversations add column metadata text;

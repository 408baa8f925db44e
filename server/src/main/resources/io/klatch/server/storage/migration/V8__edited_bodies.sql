-- What an edited message said before has its structured body, too: JSON, null for none.
alter table message_versions add column body text;

-- What tenants' back ends let their users do, beside what tokens say.
create table entitlements (
  tenant_id text not null,
  user_id text not null,
  feature text not null,
  primary key (tenant_id, user_id, feature)
);

-- In tenant_settings from here on: kind telegram (name: the bot's id; value: environment, seconds a launch is good, seconds
-- a token is good, the bot's token or nothing) and telegram_admin (name: Telegram's number of a user).

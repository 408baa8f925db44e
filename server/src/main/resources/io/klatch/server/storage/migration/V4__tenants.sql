-- What tenants are told to be. A tenant that is not here has nothing of its own.

create table tenants (
  tenant_id text not null primary key,
  name text not null,
  status text not null,
  jwks_url text,
  issuer text,
  audience text,
  retention_days integer,
  -- 1 where only the features listed in tenant_settings count
  features_limited integer not null,
  created_at bigint not null
);

-- Their lists: kind is signing_key (value: algorithm, space, key), server_key (value: hash), origin,
-- limit (value: rate) or feature; place is the order, of a server key when it was made.
create table tenant_settings (
  tenant_id text not null,
  kind text not null,
  name text not null,
  value text not null,
  place bigint not null,
  primary key (tenant_id, kind, name),
  foreign key (tenant_id) references tenants (tenant_id)
);

-- Tokens taken back: one by its jti (kind token), or all of a user that were made before a moment.
create table revocations (
  tenant_id text not null,
  kind text not null,
  name text not null,
  issued_before bigint not null,
  until bigint not null,
  primary key (tenant_id, kind, name)
);

create index revocations_by_end on revocations (until);

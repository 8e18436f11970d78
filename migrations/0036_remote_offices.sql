-- Offices of other installations at the desk. What a browser needs to check their keys and their words by itself, kept as it was
-- signed: the server that keeps it is believed nothing.

-- The signed list of keys of a node in its exact bytes, as it was taken last.
create table asylia.node_list (
  compartment_id uuid not null,
  node_id uuid not null,
  -- Over the five files, so that a browser fetches none twice.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  pins bytea not null,
  roster bytea not null,
  epochs bytea not null,
  former bytea not null,
  recipients bytea not null,
  primary key (compartment_id, node_id),
  foreign key (compartment_id, node_id) references asylia.node (compartment_id, id)
);
alter table asylia.node_list alter column pins set statistics 0, alter column roster set statistics 0, alter column epochs set statistics 0,
  alter column former set statistics 0, alter column recipients set statistics 0;

-- Which fingerprint of another installation a member of the team heard, signed by them. guards T-47
create table asylia.node_heard (
  compartment_id uuid not null references asylia.compartment (id),
  name text not null check (name ~ '^[a-z][a-z0-9-]{1,23}$' and name !~ '--'),
  statement jsonb not null,
  signature text not null check (signature ~ '^[A-Za-z0-9_-]{86}$'),
  heard_by uuid not null references asylia.member (id),
  heard_at timestamptz not null,
  primary key (compartment_id, name)
);

-- The newest that the node signed of where its office stands; the sender's desk checks it.
alter table asylia.alert_delivery add column node_word jsonb;
alter table asylia.alert_delivery alter column node_word set statistics 0;

do $$
declare
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %I.compartment_id and own.member_id = access.member())';
begin
  -- guards T-21: as everything of nodes, in the room of the installation alone.
  alter table asylia.node_list enable row level security;
  alter table asylia.node_list force row level security;
  execute format('create policy seen on asylia.node_list for select to asylia_app using (' || own || ')', 'node_list');
  create policy adds on asylia.node_list for insert to asylia_app with check (access.writes(compartment_id));
  execute format('create policy changes on asylia.node_list for update to asylia_app using (' || own || ') with check (access.writes(compartment_id))',
    'node_list');
  create policy drops on asylia.node_list for delete to asylia_app using (access.writes(compartment_id));
  grant select, insert, delete on asylia.node_list to asylia_app;
  grant update (digest, pins, roster, epochs, former, recipients) on asylia.node_list to asylia_app;

  -- Whoever may share says what they heard; whoever reads codes reads it.
  alter table asylia.node_heard enable row level security;
  alter table asylia.node_heard force row level security;
  create policy roles on asylia.node_heard as restrictive for select to asylia_app using ((select access.reads_coded()));
  execute format('create policy seen on asylia.node_heard for select to asylia_app using (' || own || ')', 'node_heard');
  create policy adds on asylia.node_heard for insert to asylia_app
    with check (access.writes(compartment_id) and (select access.engages()) and heard_by = (select access.member()));
  execute format('create policy changes on asylia.node_heard for update to asylia_app using (' || own || ') ' ||
    'with check (access.writes(compartment_id) and (select access.engages()) and heard_by = (select access.member()))', 'node_heard');
  grant select, insert on asylia.node_heard to asylia_app;
  grant update (statement, signature, heard_by, heard_at) on asylia.node_heard to asylia_app;
end $$;

grant create on schema access to asylia_access;
set local role asylia_access;
-- What an office is called between installations: its own name and whose it is. Inside it is its name alone.
create function access.office_address(office uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case when t.node_id is null then t.slug else t.node_slug || '@' || n.instance end
  from asylia.team t left join asylia.node n on n.id = t.node_id where t.id = office and access.member() is not null
$$;
create function access.keep_node_word(of_node uuid, post uuid, word jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  update asylia.alert_delivery d set node_word = word from asylia.team o where d.id = post and o.id = d.office and o.node_id = of_node;
end $$;
revoke execute on function access.office_address(uuid), access.keep_node_word(uuid, uuid, jsonb) from public;
grant execute on function access.office_address(uuid), access.keep_node_word(uuid, uuid, jsonb) to asylia_app;
reset role;
revoke create on schema access from asylia_access;

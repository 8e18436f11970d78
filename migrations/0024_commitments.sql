-- What speaks for and against the commitments of states, the screening of cooperation with them, and requests for documents.
-- Codes, days and short lines about what states and bodies do; nobody is named. Findings cite public records alone: what a
-- protected case shows stays in the room of that case.

-- One finding on a commitment: whose it is, which way it points, how it is hedged, and what it rests on. Nothing is changed;
-- who thinks again adds a finding that supersedes the first.
create table asylia.commitment_finding (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  -- A commitment, paragraph or agreement of the public record, by its code.
  commitment text not null check (commitment ~ '^(K|CP|A)-[2-9A-HJ-NP-Z]{4,8}$'),
  direction text not null check (direction in ('supports', 'contradicts', 'unclear', 'withdrawn')),
  asserted_by text not null check (asserted_by ~ '^[^[:cntrl:]]+$' and length(asserted_by) between 2 and 120),
  hedge text not null check (hedge ~ '^[a-z_]{2,30}$'),
  -- Our own standard of proof; none until somebody has assessed.
  standard text not null check (standard ~ '^[a-z_]{2,40}$'),
  said text not null check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  -- Public incidents, quotations and documents, and rounds of the own team, by their codes. A protected incident has six
  -- letters and is refused here: that it exists is for the readers of its case. guards T-21
  cites text[] not null check (cardinality(cites) between 1 and 16
    and array_to_string(cites, ',') ~ '^(([IQDFX]-[2-9A-HJ-NP-Z]{4}|Y-[2-9A-HJ-NP-Z]{6})(,|$))+$'),
  supersedes uuid,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.commitment_finding (compartment_id, id)
);
create unique index commitment_finding_once on asylia.commitment_finding (compartment_id, supersedes) where supersedes is not null;
create index commitment_finding_of on asylia.commitment_finding (compartment_id, commitment, written_on desc, id);
create trigger append_only before update or delete or truncate on asylia.commitment_finding for each statement execute function base.refuse_change();

-- A project of cooperation that is screened: what it hands over and to whom, in codes, with answers and the reasons for them.
create table asylia.cooperation (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^J-[2-9A-HJ-NP-Z]{6}$'),
  title text not null check (title ~ '^[^[:cntrl:]]+$' and length(title) between 2 and 120),
  partner text not null check (partner ~ '^[A-Z]{2}$'),
  kinds text[] not null check (cardinality(kinds) between 1 and 8),
  technologies text[] not null default '{}' check (cardinality(technologies) <= 8),
  -- Paragraphs of the joint statement that it carries out.
  paragraphs int[] not null default '{}' check (cardinality(paragraphs) <= 16),
  answers jsonb not null default '{}' check (base.is_coded(answers)),
  -- What the answers rest on, by question; an address or a code.
  evidence jsonb not null default '{}' check (octet_length(evidence::text) <= 16384),
  state text not null check (state in ('open', 'cleared', 'conditions', 'refused', 'watched')),
  reasons text check (reasons ~ '^[^[:cntrl:]]+$' and length(reasons) between 2 and 600),
  conditions text check (conditions ~ '^[^[:cntrl:]]+$' and length(conditions) between 2 and 600),
  review_on date,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code),
  -- No answer is for ever, and none stands without its reasons.
  check (state in ('open', 'watched') or reasons is not null),
  check (state in ('open', 'refused') or review_on is not null),
  check (state <> 'conditions' or conditions is not null)
);
create index cooperation_review on asylia.cooperation (compartment_id, review_on) where review_on is not null;

-- A request for documents or an answer: sent on a day, due by law or by choice, and open until something came.
create table asylia.document_request (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^N-[2-9A-HJ-NP-Z]{6}$'),
  body text not null check (body ~ '^[^[:cntrl:]]+$' and length(body) between 2 and 120),
  about text not null check (about ~ '^[^[:cntrl:]]+$' and length(about) between 2 and 300),
  -- What the request concerns in the public record: the event of a negotiation, a paragraph, an agreement.
  concerns text check (concerns ~ '^[A-Z]{1,3}-[2-9A-HJ-NP-Z]{4,8}$'),
  sent_on date not null,
  due_on date not null,
  clock text not null check (clock in ('law_unverified', 'chosen')),
  state text not null check (state in ('open', 'granted', 'partly', 'refused', 'withdrawn')),
  answered_on date,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code),
  check (due_on > sent_on),
  check ((answered_on is null) = (state in ('open', 'withdrawn'))),
  check (answered_on is null or answered_on >= sent_on)
);
create index document_request_due on asylia.document_request (compartment_id, due_on) where state = 'open';

-- guards T-21
do $$
declare
  place text;
begin
  foreach place in array array['commitment_finding', 'cooperation', 'document_request'] loop
    execute format('alter table asylia.%I enable row level security', place);
    execute format('alter table asylia.%I force row level security', place);
    execute format('grant select, insert on asylia.%I to asylia_app', place);
    execute format('create policy roles on asylia.%I as restrictive for select to asylia_app using ((select access.reads_coded()))', place);
    execute format('create policy seen on asylia.%I for select to asylia_app using (access.sees(compartment_id))', place);
    execute format(
      'create policy adds on asylia.%I for insert to asylia_app with check (access.writes(compartment_id) and (select access.engages()))', place);
    if place <> 'commitment_finding' then
      execute format(
        'create policy changes on asylia.%I for update to asylia_app using (access.sees(compartment_id)) with check (access.writes(compartment_id) and (select access.engages()))',
        place);
    end if;
  end loop;
end $$;
grant update (title, partner, kinds, technologies, paragraphs, answers, evidence, state, reasons, conditions, review_on, revision, written_by, written_on)
  on asylia.cooperation to asylia_app;
grant update (body, about, concerns, due_on, clock, state, answered_on, revision, written_by, written_on) on asylia.document_request to asylia_app;

-- Whether any case of the speaker's team holds acts of a state since a day: yes or no to whoever may decide on projects, null to
-- everybody else. Asked over all cases, or whoever reads least would clear most easily. A case that is closed to the team
-- itself stays closed here too. guards T-21
create function access.has_recent_acts(partner text, since date) returns boolean
language sql stable security definer set search_path = '' as $$
  select case when access.engages() then exists (
    select from asylia.incident i join asylia.report_case c on c.compartment_id = i.compartment_id and c.team_id = access.team()
    where i.origin = partner and (i.happened is null or upper(i.happened) > since) and not exists (
      select from asylia.compartment_deny d where d.compartment_id = i.compartment_id and d.team_id = c.team_id
    )
  ) end
$$;
grant create on schema access to asylia_access;
revoke execute on function access.has_recent_acts(text, date) from public;
grant execute on function access.has_recent_acts(text, date) to asylia_app;
alter function access.has_recent_acts(text, date) owner to asylia_access;
revoke create on schema access from asylia_access;

-- When the copy of a held document came here, to the second; of older copies nobody noted more than the day.
alter table publication.held_document add column held_at timestamptz;
alter table publication.held_document alter column held_at set default date_trunc('second', now());

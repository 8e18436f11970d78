-- Ways to look at what is there: by its day, from an actor to what they are named for, from a person to what was done to them.

-- What orders incidents over all cases: the first day of their time, or its last where the first is open, or none.
create index incident_day on asylia.incident ((coalesce(lower(happened), upper(happened) - 1, date '0001-01-01')), id);
-- An actor may be named a hundred thousand times; a page of them follows this index and not the whole.
drop index asylia.involvement_of;
create index involvement_of on asylia.involvement (actor_id, id);
create index act_person on asylia.act (compartment_id, person_id, id) where person_id is not null;

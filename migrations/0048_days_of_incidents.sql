-- The days of an incident as columns. Row security is asked before whatever a function makes of a row, one row after the other: a
-- page further down the list looked at every incident before it, and a year at every incident there is. A column is compared first.
alter table asylia.incident
  -- What orders incidents over all cases: the first day of their time, or its last where the first is open, or none.
  add column on_day date not null generated always as (coalesce(lower(happened), upper(happened) - 1, date '0001-01-01')) stored,
  -- Null where nothing is known of the time; an open end has no end.
  add column from_day date generated always as (case when happened is not null then coalesce(lower(happened), date '-infinity') end) stored,
  add column until_day date generated always as (case when happened is not null then coalesce(upper(happened) - 1, date 'infinity') end) stored,
  -- Whether it is in more years than that of the day by which it is ordered.
  add column crosses_years boolean not null generated always as (
    happened is not null and extract(year from lower(happened)) is distinct from extract(year from upper(happened) - 1)
  ) stored;

drop index asylia.incident_day;
create index incident_day on asylia.incident (on_day, id);
create index incident_day_host on asylia.incident (host, on_day, id);
create index incident_day_origin on asylia.incident (origin, on_day, id);
create index incident_crosses_years on asylia.incident (on_day, id) where crosses_years;

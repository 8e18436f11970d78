-- Whoever reads some thousands of cases passes over what is hidden from them, and with a filter that is all there is of a country
-- when none of it is theirs. What a filter and row security compare stands in the index, so no hidden row itself is read. guards T-21
drop index asylia.incident_host;
create index incident_host on asylia.incident (host, id) include (compartment_id, effect, verification_status);
drop index asylia.incident_effect;
create index incident_effect on asylia.incident (effect, id) include (compartment_id, host, verification_status) where effect is not null;
drop index asylia.incident_status;
create index incident_status on asylia.incident (verification_status, id) include (compartment_id, host, effect);
drop index asylia.incident_day_host;
create index incident_day_host on asylia.incident (host, on_day, id) include (compartment_id, effect, origin, verification_status);
drop index asylia.incident_day_origin;
create index incident_day_origin on asylia.incident (origin, on_day, id) include (compartment_id, effect, host, verification_status);
drop index asylia.incident_day;
create index incident_day on asylia.incident (on_day, id) include (compartment_id, effect, host, origin, verification_status);

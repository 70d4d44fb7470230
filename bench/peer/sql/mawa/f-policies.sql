\set QUIET on
-- The floor of f under the policies that Mawa's export reads by: the same person, the same settings, the same role.
begin isolation level repeatable read;
select set_config('mawa.actor', bench_id('coord')::text, true), set_config('mawa.now', '2026-11-29T12:00:00Z', true), set_config('mawa.tonight', '2026-11-28', true), set_config('mawa.offset', '0', true) \gset
set local jit = off;
set local role mawa_app;
copy (select substr(md5(bp.case_id::text), 1, 16), lower(k.nights), case when k.state = 'ended' then upper(k.nights) end, greatest(least(upper(k.nights), date '2026-11-28') - lower(k.nights), 0), s.region, f.kind, d.kind, case when k.state = 'stay' then 'here' else coalesce(k.outcome, 'left') end from booking_people bp join bookings k on k.id = bp.booking_id join cases c on c.id = bp.case_id join beds d on d.id = k.bed_id join shelters s on s.id = k.shelter_id left join shelter_facts f on f.shelter_id = s.id and f.during @> lower(k.nights) where k.state in ('stay', 'ended') order by lower(k.nights), bp.booking_id) to stdout csv header;
rollback;

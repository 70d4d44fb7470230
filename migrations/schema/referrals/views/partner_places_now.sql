-- The last row of partner_places of each partner and kind of help, with what is free and whether it is recent
-- enough to send by. Invoker's rights: the policy of partner_places decides.
CREATE OR REPLACE VIEW partner_places_now WITH (security_invoker = true) AS
SELECT DISTINCT ON (organisation_id, service) id, place, organisation_id, service, list_version, places,
       waiting_days, how, taken, noted_at, noted_by, places - taken AS free,
       noted_at > mawa_now() - make_interval(days => mawa_setting('partner_places_days')::int) AS fresh
  FROM partner_places p
 ORDER BY organisation_id, service, place DESC;
GRANT SELECT ON partner_places_now TO mawa_app;

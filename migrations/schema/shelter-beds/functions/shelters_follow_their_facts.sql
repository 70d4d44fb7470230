-- Copies tonight's shelter_facts to shelters; called by each closing of a night and after a change.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION shelters_follow_their_facts() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE shelters s SET kind = f.kind, receives = f.receives, languages = f.languages
    FROM shelter_facts f
   WHERE f.shelter_id = s.id AND f.during @> mawa_tonight()
     AND (s.kind, s.receives, s.languages) IS DISTINCT FROM (f.kind, f.receives, f.languages)
$$;
REVOKE EXECUTE ON FUNCTION shelters_follow_their_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shelters_follow_their_facts TO mawa_app;
RESET ROLE;

-- The cases whose care the actor may write, by access alone (hidden cases fall out by the policy of cases).
-- For exports.
CREATE OR REPLACE FUNCTION cases_in_actors_care() RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT c.id FROM cases c
   WHERE EXISTS (
     SELECT 1 FROM case_access a
      WHERE a.case_id = c.id
        AND a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
        AND a.reason = ANY (ARRAY(SELECT r.reason FROM access_reasons r WHERE r.writes @> ARRAY['care']))
        AND a.from_at <= (SELECT mawa_now())
        AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now())))
$$;
GRANT EXECUTE ON FUNCTION cases_in_actors_care TO mawa_app;

-- The criteria in force on a day.
CREATE OR REPLACE FUNCTION project_criteria_on(p_on date) RETURNS SETOF project_criteria
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT c.*
    FROM project_criteria c
   WHERE c.valid_from = (SELECT max(k.valid_from) FROM project_criteria k WHERE k.valid_from <= p_on AND NOT k.cancelled)
     AND NOT c.cancelled
   ORDER BY c.place
$$;
GRANT EXECUTE ON FUNCTION project_criteria_on TO mawa_app, mawa_gate;

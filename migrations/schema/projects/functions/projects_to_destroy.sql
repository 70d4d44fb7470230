-- The projects of a person in which nobody else is left whose case is not erased: their words are destroyed
-- with this case.
CREATE OR REPLACE FUNCTION projects_to_destroy(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT pp.project_id
    FROM project_people pp
   WHERE pp.case_id = p_case
     AND NOT EXISTS (
         SELECT 1
           FROM project_people o JOIN cases c ON c.id = o.case_id
          WHERE o.project_id = pp.project_id AND o.case_id <> p_case AND c.erased_at IS NULL)
$$;
GRANT EXECUTE ON FUNCTION projects_to_destroy TO mawa_gate;

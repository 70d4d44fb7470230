-- Deferred trigger on cases and stage_changes: cases.stage equals the last written step. 23514.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION stage_is_the_last_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_case uuid := coalesce(to_jsonb(NEW) ->> 'case_id', to_jsonb(NEW) ->> 'id')::uuid;
  last text;
BEGIN
  SELECT to_stage INTO last FROM stage_changes WHERE case_id = of_case ORDER BY at DESC, id DESC LIMIT 1;
  IF EXISTS (SELECT 1 FROM cases WHERE id = of_case AND stage IS DISTINCT FROM last) THEN
    RAISE EXCEPTION 'a stage changes by a written step' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION stage_is_the_last_change FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stage_is_the_last_change TO mawa_owner;
RESET ROLE;

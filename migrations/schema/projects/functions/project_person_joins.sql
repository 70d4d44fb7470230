-- Trigger of project_people: by who writes the project, not when it is over, one person where it is `own`,
-- shares of a cooperative alone, not twice, and of an open case. 42501 for others; 23514: project_is_over,
-- project_of_one, project_shares, project_people_once, project_of_an_open_case, project_step_has_happened.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_person_joins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v projects;
  v_there int;
BEGIN
  SELECT * INTO v FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  SELECT count(*) INTO v_there FROM project_people WHERE project_id = NEW.project_id AND left_on IS NULL;
  -- Whoever opens a project puts the first of its people in; another joins by whoever writes it.
  IF v.state <> 'new' AND NEW.project_id <> ALL (projects_written()) THEN
    RAISE EXCEPTION 'not one of theirs' USING ERRCODE = '42501';
  END IF;
  IF v.state IN ('ended', 'refused', 'withdrawn') THEN
    RAISE EXCEPTION 'it is over' USING ERRCODE = '23514', CONSTRAINT = 'project_is_over';
  END IF;
  IF v.kind = 'own' AND v_there > 0 THEN
    RAISE EXCEPTION 'of one person' USING ERRCODE = '23514', CONSTRAINT = 'project_of_one';
  END IF;
  IF (v.kind = 'cooperative') <> (NEW.shares IS NOT NULL) THEN
    RAISE EXCEPTION 'shares of a cooperative' USING ERRCODE = '23514', CONSTRAINT = 'project_shares';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM project_people pp
       WHERE pp.project_id = NEW.project_id
         AND pp.left_on IS NULL
         AND pp.case_id IN (SELECT mawa_files(NEW.case_id))) THEN
    RAISE EXCEPTION 'in it already' USING ERRCODE = '23514', CONSTRAINT = 'project_people_once';
  END IF;
  IF mawa_closed_on(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this case is closed' USING ERRCODE = '23514', CONSTRAINT = 'project_of_an_open_case';
  END IF;
  IF NEW.joined_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_person_joins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_person_joins TO mawa_owner;
RESET ROLE;

-- All files of the person that this file belongs to: itself, the file it was joined to, and the others joined
-- to that one. With mawa_person the single definition of who is the same person. Runs with the caller's
-- rights: the application gets only files that it may read. Two look-ups by index, where one join on either
-- column would read every file under its policy.
CREATE OR REPLACE FUNCTION mawa_files(p_case uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 2 AS $$
DECLARE
  v_person uuid := mawa_person(p_case);
BEGIN
  RETURN QUERY
    SELECT c.id FROM cases c WHERE c.id = v_person
    UNION ALL SELECT c.id FROM cases c WHERE c.merged_into = v_person;
END
$$;
GRANT EXECUTE ON FUNCTION mawa_files TO mawa_gate;

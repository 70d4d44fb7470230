-- All files of the person that this file belongs to: itself, the file it was joined to, and the others joined
-- to that one. With mawa_person the single definition of who is the same person. Runs with the caller's
-- rights: the application gets only files that it may read.
CREATE FUNCTION mawa_files(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT c.id FROM cases s
    JOIN cases c ON c.id = coalesce(s.merged_into, s.id) OR c.merged_into = coalesce(s.merged_into, s.id)
   WHERE s.id = p_case
$$;
GRANT EXECUTE ON FUNCTION mawa_files TO mawa_gate;

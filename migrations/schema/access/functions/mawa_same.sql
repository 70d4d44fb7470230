-- Whether two cases belong to one person: the same case, or joined cases.
CREATE OR REPLACE FUNCTION mawa_same(p_one uuid, p_other uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT p_one = p_other OR mawa_person(p_one) = mawa_person(p_other)
$$;

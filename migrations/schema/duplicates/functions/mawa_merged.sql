-- For statistics: for each joined case the case that represents the person in a period ending before p_until: as known
-- when that period was closed, otherwise as known now.
CREATE OR REPLACE FUNCTION mawa_merged(p_until date) RETURNS TABLE(case_id uuid, person_id uuid)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE closing AS (
    SELECT min(c.closed_at) AS at FROM closed_periods c WHERE c.until_day >= p_until - 1),
  edges AS (
    SELECT m.case_id, m.into_id FROM case_merges m, closing
     WHERE CASE
       WHEN closing.at IS NULL THEN m.undone_at IS NULL
       ELSE m.at < closing.at AND (m.undone_at IS NULL OR m.undone_at >= closing.at)
     END),
  up AS (
    SELECT e.case_id, e.into_id FROM edges e
    UNION SELECT up.case_id, e.into_id
      FROM up
      JOIN edges e ON e.case_id = up.into_id)
  SELECT up.case_id, up.into_id FROM up WHERE NOT EXISTS (SELECT 1 FROM edges e WHERE e.case_id = up.into_id)
$$;

-- What must be done before these files of one person are erased. Runs with the caller's rights: the page of a person's
-- rights counts what its reader sees, erase_case all.
CREATE OR REPLACE FUNCTION erasure_obstacles(p_files uuid[]) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
  SELECT 'in_a_bed'
   WHERE EXISTS (
     SELECT 1 FROM booking_people WHERE case_id = ANY (p_files) AND state IN ('hold', 'promised', 'stay'))
  UNION ALL
  SELECT 'legal_hold' WHERE EXISTS (SELECT 1 FROM legal_holds WHERE case_id = ANY (p_files) AND ended_at IS NULL)
  UNION ALL
  SELECT 'partner_not_told' WHERE EXISTS (SELECT 1 FROM partners_to_tell(p_files))
$$;

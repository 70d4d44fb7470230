-- Who may read which complaint (or this one): the one definition. Focal points who are not named, of no
-- organisation concerned, never at a shelter concerned and not kept out; those of the commission only where
-- it was handed up, too few others may read it, somebody was named or shut out, or it was late or taken over.
-- docs/complaints.md gives the rule in words.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_readers(p_of uuid) RETURNS TABLE(complaint_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH f AS MATERIALIZED (SELECT * FROM focal_points()),
  c AS MATERIALIZED (
    SELECT id, about_readers, region, shelter_id, batch_id, safeguarding, handed_up_at, redirected_at,
      late_since, taken_over_at, acknowledge_by, acknowledged_at, answer_by, answered_at, due_at
      FROM complaints
     WHERE p_of IS NULL OR id = p_of),
  a AS MATERIALIZED (SELECT x.* FROM complaint_accused x JOIN c ON c.id = x.complaint_id),
  -- Where it is, as far as anybody knows now.
  known AS MATERIALIZED (
    SELECT c.id, c.shelter_id FROM c
     WHERE c.shelter_id IS NOT NULL
    UNION SELECT c.id, b.shelter_id
      FROM c
      JOIN complaint_batches b ON b.id = c.batch_id
     WHERE b.shelter_id IS NOT NULL
    UNION SELECT a.complaint_id, a.shelter_id
      FROM a
     WHERE a.shelter_id IS NOT NULL
    UNION SELECT a.complaint_id, m.principal_id
      FROM a
      JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'shelter'),
  -- And wherever it was ever said to be.
  places AS MATERIALIZED (
    SELECT id, shelter_id FROM known
    UNION SELECT c.id, g.shelter_id
      FROM c
      JOIN complaint_places g ON g.complaint_id = c.id),
  houses AS MATERIALIZED (
    SELECT a.complaint_id AS id, a.organisation_id FROM a
     WHERE a.organisation_id IS NOT NULL
    UNION SELECT a.complaint_id, u.organisation_id
      FROM a
      JOIN users u ON u.id = a.user_id
    UNION SELECT a.complaint_id, m.principal_id
      FROM a
      JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'organisation'
    UNION SELECT p.id, s.organisation_id
      FROM places p
      JOIN shelters s ON s.id = p.shelter_id
    UNION SELECT p.id, u.organisation_id
      FROM places p
      JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
      JOIN users u ON u.id = m.user_id
     WHERE EXISTS (
       SELECT 1 FROM current_roles r
        WHERE r.user_id = u.id AND r.role IN ('shelter_manager', 'shelter_staff'))),
  free AS MATERIALIZED (
    SELECT c.*, f.user_id, f.level FROM c
      CROSS JOIN f
     WHERE NOT (c.about_readers AND f.level = 'first')
       AND NOT EXISTS (SELECT 1 FROM a WHERE a.complaint_id = c.id AND a.user_id = f.user_id)
       AND NOT EXISTS (
         SELECT 1 FROM complaint_kept_out k WHERE k.complaint_id = c.id AND k.user_id = f.user_id)
       AND NOT EXISTS (
         SELECT 1 FROM places p
           JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
          WHERE p.id = c.id AND m.user_id = f.user_id)
       AND NOT EXISTS (
         SELECT 1 FROM houses h
          WHERE h.id = c.id
            AND (h.organisation_id = f.organisation_id
                 OR EXISTS (
                   SELECT 1 FROM memberships m
                    WHERE m.user_id = f.user_id
                      AND m.principal_kind = 'organisation'
                      AND m.principal_id = h.organisation_id)))
       -- Nobody knows yet which house it is: then none who ever worked in one of that region, or whose
       -- organisation runs one there.
       AND (EXISTS (SELECT 1 FROM known p WHERE p.id = c.id)
            OR NOT EXISTS (
              SELECT 1 FROM shelters s
               WHERE (coalesce(c.region, 'unknown') IN ('unknown', 'abroad') OR s.region = c.region)
                 AND (s.organisation_id = f.organisation_id
                      OR EXISTS (
                        SELECT 1 FROM memberships m
                         WHERE m.user_id = f.user_id AND m.principal_id IN (s.id, s.organisation_id))))))
  SELECT x.id, x.user_id
    FROM free x
   WHERE x.level = 'first'
     OR x.handed_up_at IS NOT NULL
     OR (SELECT count(*) FROM free y WHERE y.id = x.id AND y.level = 'first')
       < CASE WHEN x.safeguarding THEN 2 ELSE 1 END
     -- Somebody was named; somebody was shut out by where it was sorted; something was late.
     OR EXISTS (SELECT 1 FROM a WHERE a.complaint_id = x.id AND a.what <> 'unnamed')
     OR (x.redirected_at IS NOT NULL
         AND (SELECT count(*) FROM free y WHERE y.id = x.id AND y.level = 'first')
           < (SELECT count(*) FROM f WHERE f.level = 'first'))
     OR coalesce(x.acknowledged_at, mawa_now()) > x.acknowledge_by
     OR coalesce(x.answered_at, mawa_now()) > x.answer_by
     OR x.due_at < mawa_now()
     OR x.late_since IS NOT NULL
     OR x.taken_over_at IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION complaint_readers FROM PUBLIC;
RESET ROLE;

/** `complaint_readers` as migration 832 made it, for going back to it. */
export const FIRST_READERS = `
      -- Null: of every complaint. A membership counts for good: now, once, or still to come.
      CREATE OR REPLACE FUNCTION complaint_readers(p_of uuid) RETURNS TABLE (complaint_id uuid, user_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH f AS MATERIALIZED (SELECT * FROM focal_points()),
        c AS MATERIALIZED (
          SELECT id, about, region, shelter_id, batch_id, safeguarding, handed_up_at FROM complaints WHERE p_of IS NULL OR id = p_of),
        a AS MATERIALIZED (SELECT x.* FROM complaint_accused x JOIN c ON c.id = x.complaint_id),
        places AS MATERIALIZED (
          SELECT c.id, c.shelter_id FROM c WHERE c.shelter_id IS NOT NULL
          UNION SELECT c.id, b.shelter_id FROM c JOIN complaint_batches b ON b.id = c.batch_id WHERE b.shelter_id IS NOT NULL
          UNION SELECT a.complaint_id, a.shelter_id FROM a WHERE a.shelter_id IS NOT NULL
          UNION SELECT a.complaint_id, m.principal_id FROM a JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'shelter'),
        houses AS MATERIALIZED (
          SELECT a.complaint_id AS id, a.organisation_id FROM a WHERE a.organisation_id IS NOT NULL
          UNION SELECT a.complaint_id, u.organisation_id FROM a JOIN users u ON u.id = a.user_id
          UNION SELECT a.complaint_id, m.principal_id FROM a JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'organisation'
          UNION SELECT p.id, s.organisation_id FROM places p JOIN shelters s ON s.id = p.shelter_id
          UNION SELECT p.id, u.organisation_id FROM places p
            JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
            JOIN users u ON u.id = m.user_id
           WHERE EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role IN ('shelter_manager', 'shelter_staff'))),
        free AS MATERIALIZED (
          SELECT c.id, c.safeguarding, c.handed_up_at, f.user_id, f.level FROM c CROSS JOIN f
           WHERE NOT (c.about IS NOT DISTINCT FROM 'focal_point' AND f.level = 'first')
             AND NOT EXISTS (SELECT 1 FROM a WHERE a.complaint_id = c.id AND a.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM complaint_kept_out k WHERE k.complaint_id = c.id AND k.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM places p JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
                   WHERE p.id = c.id AND m.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM houses h WHERE h.id = c.id AND (h.organisation_id = f.organisation_id
                   OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = f.user_id AND m.principal_kind = 'organisation'
                        AND m.principal_id = h.organisation_id)))
             -- Nobody knows yet which house it is: then none who ever worked in one of that region.
             AND (EXISTS (SELECT 1 FROM places p WHERE p.id = c.id)
               OR NOT EXISTS (SELECT 1 FROM memberships m JOIN shelters s ON s.id = m.principal_id
                    WHERE m.user_id = f.user_id AND m.principal_kind = 'shelter'
                      AND (coalesce(c.region, 'unknown') IN ('unknown', 'abroad') OR s.region = c.region))))
        SELECT x.id, x.user_id FROM free x
         WHERE x.level = 'first' OR x.handed_up_at IS NOT NULL
            OR (SELECT count(*) FROM free y WHERE y.id = x.id AND y.level = 'first') < CASE WHEN x.safeguarding THEN 2 ELSE 1 END $$;`;

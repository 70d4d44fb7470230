-- Who bears a night of this shelter (p_shelter) or a service of this kind (p_type) on a day: [{lineId, share}] of the
-- allocation in force, the largest share first; null where there is none.
CREATE OR REPLACE FUNCTION cost_shares(p_shelter uuid, p_type text, p_day date) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('lineId', s.line_id, 'share', s.share::text)
           ORDER BY s.share DESC, s.line_id)
    FROM cost_allocation_shares s
   WHERE s.allocation_id = (
       SELECT a.id
         FROM cost_allocations a
        WHERE (a.shelter_id = p_shelter OR a.type_code = p_type) AND a.valid_from <= p_day
        ORDER BY a.valid_from DESC
        LIMIT 1)
$$;

-- Raises 23514 case_named_a_manager where this restricted person has a bed in a shelter no manager of which
-- is named. Called after each change of the people named.
CREATE OR REPLACE FUNCTION mawa_must_name_a_manager(p_case uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM booking_people bp
      JOIN bookings k ON k.id = bp.booking_id
     WHERE bp.case_id IN (SELECT mawa_files(p_case))
       AND (bp.state IN ('promised', 'stay') OR bp.state = 'hold' AND k.hold_until > mawa_now())
       AND NOT EXISTS (
         SELECT 1 FROM case_named n
           JOIN memberships m
             ON m.user_id = n.user_id
               AND m.principal_kind = 'shelter'
               AND m.principal_id = k.shelter_id
               AND m.from_at <= mawa_now()
               AND (m.until_at IS NULL OR m.until_at > mawa_now())
           JOIN current_roles r
             ON r.user_id = n.user_id
               AND r.role = 'shelter_manager'
               AND r.confirmed_by IS NOT NULL
               AND r.ended_at IS NULL
          WHERE n.ended_at IS NULL AND mawa_named(p_case, n.user_id))) THEN
    RAISE EXCEPTION 'no manager of the house is named'
      USING ERRCODE = '23514', CONSTRAINT = 'case_named_a_manager';
  END IF;
END
$$;

-- Trigger on bookings: refuses any change of rule_set. 23514 bookings_keep_their_rules.
CREATE OR REPLACE FUNCTION bookings_keep_their_rules() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a placement keeps its rules'
    USING ERRCODE = '23514', CONSTRAINT = 'bookings_keep_their_rules';
END
$$;

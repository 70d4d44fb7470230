-- The ages at which rules of placing in force change their answer, and 18: default of
-- request_people.rule_ages.
CREATE OR REPLACE FUNCTION placing_ages() RETURNS smallint[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT array_agg(DISTINCT age ORDER BY age)
      FROM (
        SELECT 18::smallint AS age
        UNION ALL SELECT value::smallint
          FROM jsonb_each_text((
            SELECT definition->'ages' FROM rule_sets
             WHERE state = 'approved' AND in_force_from <= mawa_now()
             ORDER BY in_force_from DESC, version DESC
             LIMIT 1))) all_ages);
END
$$;

-- Called by setting_is_decided(): writes the minimum wage that another person confirmed. Another row of the same kind and
-- day puts an earlier one right.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION write_wage_floor(p setting_proposals) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO wage_floors (id, kind, valid_from, amount, source, standing, by)
  VALUES (gen_random_uuid(), p.value ->> 'kind', p.from_day, (p.value ->> 'amount')::numeric, p.source,
          p.value ->> 'standing', p.proposed_by);
END
$$;
REVOKE EXECUTE ON FUNCTION write_wage_floor FROM PUBLIC;
RESET ROLE;

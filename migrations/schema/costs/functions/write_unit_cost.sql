-- Called by setting_is_decided(): writes the expected cost that another person confirmed. A day that has one of this
-- kind and currency is refused (23514 setting_day_is_taken).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION write_unit_cost(p setting_proposals) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO unit_costs (kind, currency, amount, valid_from, source, entered_by)
  VALUES (p.value ->> 'kind', p.value ->> 'currency', (p.value ->> 'amount')::numeric, p.from_day, p.source, p.proposed_by)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN PERFORM refuse('setting_day_is_taken'); END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION write_unit_cost FROM PUBLIC;
RESET ROLE;

-- Called by setting_is_decided(): writes the exchange rate, the price of a night or the cost allocation that another
-- person confirmed. A day that has one already is refused (23514 setting_day_is_taken).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION write_price(p setting_proposals) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v jsonb := p.value;
  v_shelter uuid := (p.value ->> 'shelterId')::uuid;
  v_until date;
  v_id uuid;
BEGIN
  CASE p.key
    WHEN 'exchange_rates' THEN
      INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, source, entered_by)
      SELECT v ->> 'from', v ->> 'to', p.from_day, (v ->> 'rate')::numeric, p.source, p.proposed_by
       WHERE NOT EXISTS (SELECT 1 FROM exchange_rates
               WHERE from_currency = v ->> 'to' AND to_currency = v ->> 'from' AND valid_from = p.from_day)
      ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN PERFORM refuse('setting_day_is_taken'); END IF;
    WHEN 'night_rates' THEN
      -- From its night on, until the next one that is known already; the one before ends there.
      IF EXISTS (SELECT 1 FROM night_rates WHERE shelter_id = v_shelter AND lower(valid) = p.from_day) THEN
        PERFORM refuse('setting_day_is_taken');
      END IF;
      UPDATE night_rates
         SET valid = daterange(lower(valid), p.from_day)
       WHERE shelter_id = v_shelter AND valid @> p.from_day;
      SELECT min(lower(valid)) INTO v_until FROM night_rates
       WHERE shelter_id = v_shelter AND lower(valid) > p.from_day;
      INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id, source, entered_by)
      VALUES (v_shelter, daterange(p.from_day, v_until), (v ->> 'amount')::numeric, v ->> 'currency',
              (v ->> 'lineId')::uuid, p.source, p.proposed_by);
    WHEN 'service_lines' THEN
      INSERT INTO cost_allocations (shelter_id, type_code, valid_from, source, entered_by)
      VALUES (v_shelter, v ->> 'typeCode', p.from_day, p.source, p.proposed_by)
      ON CONFLICT DO NOTHING
      RETURNING id INTO v_id;
      IF NOT FOUND THEN PERFORM refuse('setting_day_is_taken'); END IF;
      INSERT INTO cost_allocation_shares (allocation_id, line_id, share)
      SELECT v_id, (s ->> 'lineId')::uuid, (s ->> 'share')::numeric FROM jsonb_array_elements(v -> 'shares') s;
  END CASE;
END
$$;
REVOKE EXECUTE ON FUNCTION write_price FROM PUBLIC;
RESET ROLE;

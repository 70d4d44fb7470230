-- Called by setting_is_decided(): takes back a confirmed value before its day. Its rows stay, marked; its day is free
-- again. Refused: one that is in force already (23514 setting_is_in_force), or taken back already (setting_is_removed).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION cancel_setting(p setting_proposals, p_definition setting_definitions) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_decision setting_decisions;
BEGIN
  SELECT * INTO v_decision FROM setting_decisions WHERE proposal_id = p.cancels;
  IF v_decision.cancelled_by IS NOT NULL THEN PERFORM refuse('setting_is_removed'); END IF;
  IF v_decision.in_force_from <= mawa_now() THEN PERFORM refuse('setting_is_in_force'); END IF;
  UPDATE setting_decisions SET cancelled_by = p.id WHERE proposal_id = p.cancels;
  IF p_definition.kind = 'value' THEN
    UPDATE settings SET cancelled = true WHERE key = p.key AND valid_from = v_decision.in_force_from;
  ELSE
    EXECUTE format('UPDATE %I SET cancelled = true WHERE valid_from = $1', p_definition.tables[1]) USING p.from_day;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION cancel_setting FROM PUBLIC;
RESET ROLE;

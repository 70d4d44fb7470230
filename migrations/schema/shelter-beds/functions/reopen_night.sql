-- Opens a closed night again, for a reason: its row and what was counted of it go, and a row of night_reopenings
-- stays. Finance officers alone. Returns whether it was closed. The caller takes back its charges before.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION reopen_night(p_night date, p_reason text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_closed closed_nights;
BEGIN
  IF NOT mawa_has_role('finance_officer') THEN
    RAISE EXCEPTION 'nights are opened again by finance officers' USING ERRCODE = '42501';
  END IF;
  DELETE FROM closed_nights WHERE night = p_night RETURNING * INTO v_closed;
  IF v_closed.night IS NULL THEN RETURN false; END IF;
  INSERT INTO night_reopenings (night, closed_at, charged, reason)
  VALUES (v_closed.night, v_closed.closed_at, v_closed.charged, p_reason);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION reopen_night FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reopen_night TO mawa_app;
RESET ROLE;

CREATE FUNCTION ledger_is_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: post a reversal' USING ERRCODE = '23514', CONSTRAINT = 'ledger_is_append_only';
END
$$;

-- Deferred trigger: the parts on lines make the amount of the agreement; one without an amount has none.
-- 23514 agreement_lines_add_up.
CREATE OR REPLACE FUNCTION agreement_lines_add_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_id uuid := CASE TG_TABLE_NAME
    WHEN 'agreements' THEN (to_jsonb(NEW)->>'id')::uuid
    ELSE (to_jsonb(NEW)->>'agreement_id')::uuid
  END;
BEGIN
  IF (SELECT amount FROM agreements WHERE id = v_id) IS DISTINCT FROM (
      SELECT sum(amount) FROM agreement_lines WHERE agreement_id = v_id) THEN
    RAISE EXCEPTION 'the lines of an agreement make its amount'
      USING ERRCODE = '23514', CONSTRAINT = 'agreement_lines_add_up';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION agreement_lines_add_up FROM PUBLIC;

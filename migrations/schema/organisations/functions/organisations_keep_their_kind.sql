-- Trigger on organisations: refuses a change of kind. 23514 organisations_keep_kind.
CREATE OR REPLACE FUNCTION organisations_keep_their_kind() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind IS DISTINCT FROM OLD.kind THEN
    RAISE EXCEPTION 'the kind of an organisation stays'
      USING ERRCODE = '23514', CONSTRAINT = 'organisations_keep_kind';
  END IF;
  RETURN NEW;
END
$$;

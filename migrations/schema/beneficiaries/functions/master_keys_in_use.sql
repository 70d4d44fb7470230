-- Names of the master keys that wrap keys of people, and those of second factors, which the first accounts have before
-- anybody is taken in. A name is stored beside what it wraps, and is no secret: a server compares it with its key file.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION master_keys_in_use() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT master_key FROM keys.case_keys
   UNION
  SELECT master_key FROM keys.record_keys WHERE kind = 'second_factor'
$$;
REVOKE EXECUTE ON FUNCTION master_keys_in_use FROM PUBLIC;
GRANT EXECUTE ON FUNCTION master_keys_in_use TO mawa_app;
RESET ROLE;

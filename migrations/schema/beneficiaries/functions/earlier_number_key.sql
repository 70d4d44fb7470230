-- A file number of before Mawa as numbers are compared: small letters, and one hyphen for spaces, points, slashes,
-- underscores and hyphens between its parts, so that "DT 2024/017" and "dt-2024-017" are one.
CREATE OR REPLACE FUNCTION earlier_number_key(p_number text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(trim(BOTH '-' FROM regexp_replace(p_number, '[[:space:]./_-]+', '-', 'g')));
$$;
GRANT EXECUTE ON FUNCTION earlier_number_key TO mawa_app, mawa_gate;

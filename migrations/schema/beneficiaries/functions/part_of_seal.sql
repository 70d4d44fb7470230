-- The part of a case that a sealed field belongs to: names, birth date and document numbers are its identity, every
-- other field is a part of its own.
CREATE OR REPLACE FUNCTION part_of_seal(p_field text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_field IN ('names', 'birth_date', 'documents') THEN 'identity' ELSE p_field END
$$;

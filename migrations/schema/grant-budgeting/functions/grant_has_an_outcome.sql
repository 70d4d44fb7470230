-- Trigger of grants: makes the outcome `all`, for lines whose outcome is not known.
CREATE OR REPLACE FUNCTION grant_has_an_outcome() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO grant_outcomes (grant_id, code, name)
  VALUES (NEW.id, 'all', '{"fr":"Toute la subvention","ar":"المنحة كلها","en":"The whole grant"}');
  RETURN NULL;
END
$$;

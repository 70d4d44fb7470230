-- Trigger on password_links: refuses changes of a confirmed link. 42501.
CREATE OR REPLACE FUNCTION password_link_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a confirmed link keeps its secret and who handed it over' USING ERRCODE = '42501';
END
$$;

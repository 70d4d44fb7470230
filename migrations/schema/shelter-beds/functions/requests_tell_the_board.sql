CREATE FUNCTION requests_tell_the_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_the_board(NULL, NULL);
  RETURN NULL;
END
$$;

-- Trigger on bed_requests: notifies open bed boards that some request changed, and nothing else.
CREATE FUNCTION requests_tell_the_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_the_board(NULL, NULL);
  RETURN NULL;
END
$$;

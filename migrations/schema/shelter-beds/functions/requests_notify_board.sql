-- Trigger on bed_requests: notifies open bed boards that some request changed, and nothing else.
CREATE FUNCTION requests_notify_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_board(NULL, NULL);
  RETURN NULL;
END
$$;

-- Trigger on bed_requests: notifies open bed boards that some request changed, and nothing else.
CREATE OR REPLACE FUNCTION requests_notify_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_board(NULL, NULL);
  RETURN NULL;
END
$$;

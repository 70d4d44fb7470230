CREATE FUNCTION wait_for_period_closing() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('close period', 2));
  RETURN NEW;
END
$$;

-- Trigger of everything dated in the ledger: waits for a closing of periods in progress, and makes a closing
-- wait. Named `a_…` on each table since triggers run in the order of their names.
CREATE OR REPLACE FUNCTION wait_for_period_closing() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('close period', 2));
  RETURN NEW;
END
$$;

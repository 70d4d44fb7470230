-- Trigger of grant_contribution_rows: a month of the grant that has begun and is not closed, under the lock of its
-- ledger; taken back by the exact opposite. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION grant_contribution_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  g grants;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('close period', 2));
  SELECT x.* INTO g FROM grants x JOIN grant_contributions c ON c.grant_id = x.id WHERE c.id = NEW.contribution_id;
  PERFORM lock_grant_ledger(g.id);
  IF NEW.month < date_trunc('month', g.starts_on::timestamp)
      OR NEW.month > least(g.ends_on, g.closed_on, mawa_day(mawa_now())) AND NEW.undoes IS NULL THEN
    PERFORM refuse('grant_contribution_within_the_grant');
  END IF;
  IF (NEW.month + interval '1 month')::date - 1 <= (SELECT max(until_day) FROM closed_periods) THEN
    PERFORM refuse('grant_contribution_period_is_open');
  END IF;
  IF NEW.undoes IS NOT NULL
      AND NOT EXISTS (
          SELECT 1
            FROM grant_contribution_rows r
           WHERE r.id = NEW.undoes
             AND r.contribution_id = NEW.contribution_id
             AND r.amount = -NEW.amount
             AND r.month <= NEW.month) THEN
    PERFORM refuse('grant_contribution_taken_back_by_its_opposite');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_contribution_holds FROM PUBLIC;

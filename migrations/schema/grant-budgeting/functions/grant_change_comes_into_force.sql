-- Trigger of grant_decisions, for a confirmation: a proposal of a new grant opened one; a change is put in force while
-- nobody books in the grant, on the grant as it was when the change was proposed, and makes the next version.
-- 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION grant_change_comes_into_force() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p grant_proposals;
  g grants;
  v_suspended date;
  v_last_cost date;
  v_today date := mawa_day(mawa_now());
BEGIN
  SELECT * INTO p FROM grant_proposals WHERE id = NEW.proposal_id;
  IF (p.kind = 'open') <> (NEW.grant_id IS NOT NULL) THEN PERFORM refuse('grant_change_is_whole'); END IF;
  IF p.kind = 'open' THEN RETURN NULL; END IF;
  PERFORM lock_grant_ledger(p.grant_id);
  SELECT * INTO g FROM grants WHERE id = p.grant_id FOR UPDATE;
  IF g.closed_on IS NOT NULL THEN PERFORM refuse('grant_change_after_its_close'); END IF;
  IF p.based_on <> grant_definition(g.id) THEN PERFORM refuse('grant_changed_since_proposed'); END IF;
  -- Balances of before Mawa change nothing of the grant itself, which keeps its version.
  IF p.kind = 'opening' THEN PERFORM book_opening_balances(p, NEW.decided_by); RETURN NULL; END IF;
  IF p.kind = 'take_back' THEN PERFORM take_opening_balances_back(p, NEW.decided_by); RETURN NULL; END IF;
  SELECT from_day INTO v_suspended FROM grant_suspensions WHERE grant_id = g.id AND resumed_on IS NULL;
  SELECT last_day INTO v_last_cost FROM grant_cost_days(g.id);
  IF p.kind IN ('amend', 'close') AND p.effective_on > v_today THEN
    PERFORM refuse('grant_change_from_its_day');
  END IF;
  IF (p.kind = 'resume') <> (v_suspended IS NOT NULL) AND p.kind IN ('suspend', 'resume') THEN
    PERFORM refuse('grant_change_in_turn');
  END IF;
  CASE p.kind
    WHEN 'amend' THEN
      PERFORM amend_grant(p);
    WHEN 'suspend' THEN
      IF p.effective_on > g.ends_on OR p.effective_on < g.starts_on THEN
        PERFORM refuse('grant_change_within_its_period');
      END IF;
      IF v_last_cost >= p.effective_on THEN PERFORM refuse('grant_change_after_its_costs'); END IF;
      INSERT INTO grant_suspensions (grant_id, from_day) VALUES (g.id, p.effective_on);
    WHEN 'resume' THEN
      IF p.effective_on < v_suspended THEN PERFORM refuse('grant_change_in_turn'); END IF;
      UPDATE grant_suspensions
         SET resumed_on = p.effective_on
       WHERE grant_id = g.id AND resumed_on IS NULL;
    WHEN 'close' THEN
      IF p.effective_on < g.starts_on THEN PERFORM refuse('grant_change_within_its_period'); END IF;
      IF v_last_cost > p.effective_on THEN PERFORM refuse('grant_change_after_its_costs'); END IF;
      UPDATE grants SET closed_on = p.effective_on WHERE id = g.id;
  END CASE;
  INSERT INTO grant_versions (grant_id, version, proposal_id, effective_on, definition, in_force_at, in_force_by)
  SELECT g.id, max(version) + 1, p.id, p.effective_on, grant_definition(g.id), NEW.decided_at, NEW.decided_by
    FROM grant_versions
   WHERE grant_id = g.id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_change_comes_into_force FROM PUBLIC;

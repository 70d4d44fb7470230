-- Trigger of project_payments: of a granted project, exactly what was granted, its milestone reached, by a
-- person who did not take part before, after the tranche before was paid and its receipts cover
-- project_receipts_share per cent. 23514: project_is_granted, project_payment_as_granted,
-- project_milestone_is_reached, project_paid_by_another, project_tranches_in_turn, project_receipts_cover.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_payment_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t project_tranches;
  d project_decisions;
  m project_milestones;
  b project_tranches;
  v_paid project_payments;
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) NOT IN ('approved', 'running') THEN
    RAISE EXCEPTION 'not granted' USING ERRCODE = '23514', CONSTRAINT = 'project_is_granted';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  SELECT * INTO t FROM project_tranches WHERE id = NEW.tranche_id;
  SELECT * INTO d FROM project_decisions WHERE id = t.decision_id;
  IF (NEW.amount, NEW.currency, NEW.line_id) IS DISTINCT FROM (t.amount, d.currency, d.line_id) THEN
    RAISE EXCEPTION 'not what was granted'
      USING ERRCODE = '23514', CONSTRAINT = 'project_payment_as_granted';
  END IF;
  SELECT * INTO m FROM project_milestones WHERE tranche_id = t.id;
  IF m.id IS NULL OR m.on_day > NEW.on_day THEN
    RAISE EXCEPTION 'its milestone is not reached'
      USING ERRCODE = '23514', CONSTRAINT = 'project_milestone_is_reached';
  END IF;
  -- Four eyes: who saw the milestone reached, who granted, and whoever follows it or wrote its plan do not
  -- pay.
  IF mawa_actor() IN (m."by", d."by")
      OR EXISTS (
          SELECT 1 FROM projects p WHERE p.id = NEW.project_id AND mawa_actor() IN (p.officer_id, p."by"))
      OR EXISTS (
          SELECT 1 FROM project_plans l WHERE l.project_id = NEW.project_id AND l."by" = mawa_actor()) THEN
    RAISE EXCEPTION 'somebody else pays' USING ERRCODE = '23514', CONSTRAINT = 'project_paid_by_another';
  END IF;
  SELECT * INTO b FROM project_tranches x WHERE x.decision_id = t.decision_id AND x.number = t.number - 1;
  IF b.id IS NOT NULL THEN
    SELECT * INTO v_paid FROM project_payments p WHERE p.tranche_id = b.id AND p.taken_back_at IS NULL;
    IF v_paid.id IS NULL OR v_paid.on_day > NEW.on_day THEN
      RAISE EXCEPTION 'one after the other'
        USING ERRCODE = '23514', CONSTRAINT = 'project_tranches_in_turn';
    END IF;
    IF (SELECT coalesce(sum(r.amount), 0)
          FROM project_receipts r JOIN project_answers a ON a.receipt_id = r.id AND a.accepted
         WHERE r.tranche_id = b.id AND r.at >= v_paid.at)
      < b.amount * (mawa_setting('project_receipts_share'))::text::numeric / 100 THEN
      RAISE EXCEPTION 'the receipts do not cover it'
        USING ERRCODE = '23514', CONSTRAINT = 'project_receipts_cover';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_payment_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_payment_is_lawful TO mawa_owner;
RESET ROLE;

-- Trigger of commitment_steps, under the lock of the totals: the step is legal, its days are open and
-- eligible, approvals are by other people of the roles of the band and as many as it asks, an undo takes back
-- what nobody undid, a payment stays within its invoice. Moves commitment_totals, whose constraints hold the
-- sums. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION commitment_steps_forward() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c commitments;
  t commitment_totals;
  v_to text;
  v_band approval_bands;
  u commitment_steps;
  v_sign integer := 1;
  v_step text := NEW.step;
  v_amount numeric := coalesce(NEW.amount, 0);
BEGIN
  SELECT * INTO t FROM commitment_totals WHERE commitment_id = NEW.commitment_id FOR UPDATE;
  SELECT * INTO c FROM commitments WHERE id = NEW.commitment_id;
  SELECT to_state INTO v_to FROM commitment_transitions WHERE from_state = t.state AND step = NEW.step;
  IF v_to IS NULL THEN PERFORM refuse('commitment_step_in_turn'); END IF;
  IF NEW.step IN ('committed', 'received', 'paid', 'cancelled')
      AND NEW.on_day <= (SELECT max(until_day) FROM closed_periods) THEN
    PERFORM refuse('commitment_period_is_open');
  END IF;
  -- What is ordered and comes outside the grant's days is not eligible; a late invoice and its payment are.
  IF EXISTS (
      SELECT 1
        FROM grants g
       WHERE g.id = c.grant_id
         AND (NEW.step IN ('committed', 'received', 'invoiced') AND NEW.on_day < g.starts_on
              OR NEW.step IN ('committed', 'received') AND NEW.on_day > g.ends_on)) THEN
    PERFORM refuse('commitment_day_within_the_grant');
  END IF;
  IF NEW.step IN ('committed', 'received')
      AND NOT grant_bears(c.grant_id, NEW.on_day, mawa_day(mawa_now())) THEN
    PERFORM refuse('grant_takes_no_costs');
  END IF;
  IF NEW.step = 'paid'
      AND NEW.on_day < (SELECT i.on_day FROM commitment_steps i WHERE i.id = NEW.invoice_id) THEN
    PERFORM refuse('commitment_paid_after_its_invoice');
  END IF;
  IF NEW.step IN ('approved', 'refused', 'over_agreed') THEN
    IF NEW.taken_by = c.made_by
        OR EXISTS (
            SELECT 1
              FROM commitment_steps s
             WHERE s.commitment_id = c.id AND s.step = 'requested' AND s.taken_by = NEW.taken_by) THEN
      PERFORM refuse('commitment_needs_another_person');
    END IF;
    v_band := approval_band(c.estimate, mawa_day(mawa_now()));
    IF NOT mawa_has_role(VARIADIC coalesce(v_band.roles, '{finance_officer,programme_officer}')) THEN
      PERFORM refuse('commitment_role_may_agree');
    END IF;
    IF NEW.step = 'approved'
        AND (SELECT count(*) + 1
               FROM commitment_steps s
              WHERE s.commitment_id = c.id AND s.step = 'approved')
          < coalesce(v_band.approvals, 1) THEN
      v_to := t.state;
    END IF;
  END IF;
  IF NEW.step = 'committed' THEN
    IF NEW.amount <> c.amount THEN PERFORM refuse('commitment_as_agreed'); END IF;
    IF EXISTS (
        SELECT 1
          FROM commitment_steps s
         WHERE s.commitment_id = c.id AND s.step = 'over_agreed' AND s.taken_by = NEW.taken_by) THEN
      PERFORM refuse('commitment_needs_another_person');
    END IF;
    IF EXISTS (SELECT 1 FROM agreements a WHERE a.id = c.agreement_id AND NEW.on_day > a.ends_on) THEN
      PERFORM refuse('commitment_within_the_agreement');
    END IF;
  END IF;
  IF NEW.step = 'undone' THEN
    SELECT * INTO u FROM commitment_steps WHERE id = NEW.undoes AND commitment_id = c.id;
    IF u.id IS NULL OR u.step NOT IN ('received', 'invoiced', 'paid') THEN
      PERFORM refuse('commitment_step_in_turn');
    END IF;
    IF EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = u.id) THEN
      PERFORM refuse('commitment_steps_undoes_key');
    END IF;
    IF u.step = 'invoiced'
        AND EXISTS (
            SELECT 1
              FROM commitment_steps p
             WHERE p.invoice_id = u.id
               AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = p.id)) THEN
      PERFORM refuse('commitment_invoice_is_paid');
    END IF;
    v_step := u.step;
    v_amount := u.amount;
    v_sign := -1;
  END IF;
  IF NEW.step = 'paid' THEN
    IF NEW.amount
      > (
          SELECT i.amount
            FROM commitment_steps i
           WHERE i.id = NEW.invoice_id
             AND i.commitment_id = c.id
             AND i.step = 'invoiced'
             AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = i.id))
        - (SELECT coalesce(sum(p.amount), 0)
             FROM commitment_steps p
            WHERE p.invoice_id = NEW.invoice_id
              AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = p.id)) IS NOT FALSE THEN
      PERFORM refuse('commitment_paid_within_the_invoices');
    END IF;
  END IF;
  UPDATE commitment_totals
     SET state = v_to, committed = committed + CASE v_step WHEN 'committed' THEN v_amount ELSE 0 END,
         received = received + CASE v_step WHEN 'received' THEN v_sign * v_amount ELSE 0 END,
         invoiced = invoiced + CASE v_step WHEN 'invoiced' THEN v_sign * v_amount ELSE 0 END,
         paid = paid + CASE v_step WHEN 'paid' THEN v_sign * v_amount ELSE 0 END,
         cancelled = cancelled + CASE v_step WHEN 'cancelled' THEN v_amount ELSE 0 END
   WHERE commitment_id = c.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION commitment_steps_forward FROM PUBLIC;

-- Trigger of partner_steps, under the lock of the agreement's totals: the step is legal, the agreement
-- confirmed, a second person decides and another pays, amounts are those of the rows or as agreed, days lie
-- within agreement and open periods, one advance is open at a time and after the last was settled. Moves
-- partner_totals within the amount of the agreement. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION partner_steps_forward() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p partner_papers;
  a agreements;
  st partner_paper_states;
  u partner_steps;
  v_to text;
  v_step text := NEW.step;
  v_amount numeric := NEW.amount;
  v_sign integer := 1;
  v_total text;
BEGIN
  SELECT * INTO p FROM partner_papers WHERE id = NEW.paper_id;
  SELECT * INTO a FROM agreements WHERE id = p.agreement_id;
  PERFORM 1 FROM partner_totals WHERE agreement_id = a.id FOR UPDATE;
  SELECT * INTO st FROM partner_paper_states WHERE paper_id = p.id FOR UPDATE;
  SELECT to_state INTO v_to
    FROM partner_transitions
   WHERE kind = p.kind AND from_state = st.state AND step = NEW.step;
  IF v_to IS NULL OR (p.kind = 'report' AND NEW.step = 'paid' AND p.claim <> 'reimbursement') THEN
    PERFORM refuse('partner_step_in_turn');
  END IF;
  IF a.amount IS NULL
      OR NOT EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) THEN
    PERFORM refuse('partner_agreement_counts');
  END IF;
  IF NEW.step IN ('authorised', 'refused', 'accepted', 'returned') AND NEW.taken_by = p.made_by THEN
    PERFORM refuse('partner_needs_another_person');
  END IF;
  IF NEW.step IN ('requested', 'entered', 'refunded')
      AND NEW.amount IS DISTINCT FROM (
          SELECT sum(r.amount) FROM partner_paper_rows r WHERE r.paper_id = p.id) THEN
    PERFORM refuse('partner_rows_add_up');
  END IF;
  IF NEW.step = 'requested'
      AND (p.quarter > a.ends_on OR p.quarter + interval '3 months' <= a.starts_on) THEN
    PERFORM refuse('partner_within_the_agreement');
  END IF;
  IF NEW.step = 'entered'
      AND (p.from_month < date_trunc('month', a.starts_on::timestamp) OR p.until_month > a.ends_on) THEN
    PERFORM refuse('partner_within_the_agreement');
  END IF;
  IF NEW.step IN ('paid', 'refunded') THEN
    IF NEW.on_day <= (SELECT max(until_day) FROM closed_periods) THEN
      PERFORM refuse('partner_period_is_open');
    END IF;
    IF NEW.on_day < a.starts_on OR (p.kind = 'advance' AND NEW.on_day > a.ends_on) THEN
      PERFORM refuse('partner_within_the_agreement');
    END IF;
  END IF;
  IF p.kind = 'advance' AND NEW.step IN ('authorised', 'paid') THEN
    IF EXISTS (
        SELECT 1
          FROM partner_papers o JOIN partner_paper_states s ON s.paper_id = o.id
         WHERE o.agreement_id = a.id
           AND o.kind = 'advance'
           AND o.id <> p.id
           AND s.state = 'authorised') THEN
      PERFORM refuse('partner_one_advance_at_a_time');
    END IF;
    IF NOT partner_may_be_advanced(a.id) THEN
      PERFORM refuse('partner_liquidates_first');
    END IF;
    IF NEW.amount > a.amount - (SELECT advanced + claimed - refunded
                                  FROM partner_totals
                                 WHERE agreement_id = a.id) THEN
      PERFORM refuse('partner_within_the_amount');
    END IF;
  END IF;
  IF NEW.step = 'paid'
      AND NEW.amount IS DISTINCT FROM (
          SELECT s.amount FROM partner_steps s WHERE s.id = st.agreed_by_step) THEN
    PERFORM refuse('partner_paid_as_agreed');
  END IF;
  -- Whoever agreed to it does not hand it out as well, nor does one person enter a refund and take it back.
  IF NEW.step = 'paid'
      AND NEW.taken_by = (SELECT s.taken_by FROM partner_steps s WHERE s.id = st.agreed_by_step) THEN
    PERFORM refuse('partner_needs_another_person');
  END IF;
  IF NEW.step = 'undone' THEN
    SELECT * INTO u FROM partner_steps WHERE id = NEW.undoes AND id = st.step_id;
    IF u.id IS NULL THEN PERFORM refuse('partner_step_in_turn'); END IF;
    IF u.step = 'refunded' AND u.taken_by = NEW.taken_by THEN
      PERFORM refuse('partner_needs_another_person');
    END IF;
    v_step := u.step;
    v_amount := u.amount;
    v_sign := -1;
  END IF;
  v_total := CASE
    WHEN p.kind = 'advance' AND v_step = 'paid' THEN 'advanced'
    WHEN v_step = 'accepted' AND p.claim = 'direct_cash_transfer' THEN 'liquidated'
    WHEN v_step = 'accepted' THEN 'claimed'
    WHEN v_step = 'refunded' THEN 'refunded'
    WHEN p.kind = 'report' AND v_step = 'paid' THEN 'reimbursed'
  END;
  IF v_total IS NOT NULL THEN
    UPDATE partner_totals
       SET advanced = advanced + CASE v_total WHEN 'advanced' THEN v_sign * v_amount ELSE 0 END,
           liquidated = liquidated + CASE v_total WHEN 'liquidated' THEN v_sign * v_amount ELSE 0 END,
           refunded = refunded + CASE v_total WHEN 'refunded' THEN v_sign * v_amount ELSE 0 END,
           claimed = claimed + CASE v_total WHEN 'claimed' THEN v_sign * v_amount ELSE 0 END,
           reimbursed = reimbursed + CASE v_total WHEN 'reimbursed' THEN v_sign * v_amount ELSE 0 END
     WHERE agreement_id = a.id;
    -- Whatever moved it: what went out under an agreement and did not come back is within its amount.
    IF (SELECT advanced + claimed - refunded > a.amount FROM partner_totals WHERE agreement_id = a.id) THEN
      PERFORM refuse('partner_within_the_amount');
    END IF;
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_steps_forward FROM PUBLIC;

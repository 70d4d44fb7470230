-- Trigger of agency_month_steps: the step is legal, taken by another person where it must be, of a month that
-- is over and in order; preparing and signing need every item explained, compute the figures that are kept,
-- and signing refuses where they differ from the prepared ones. Moves agency_months. 23514:
-- agency_month_step_in_turn, _needs_another_person, _is_over, _is_explained, _as_prepared,
-- agency_months_in_order.
CREATE OR REPLACE FUNCTION agency_month_forward() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s agency_months;
  v_to text;
  v_last date := (NEW.month + interval '1 month' - interval '1 day')::date;
  p agency_month_steps;
BEGIN
  -- Nothing is booked in the grant while its figures are worked out and locked.
  PERFORM lock_grant_ledger(NEW.grant_id);
  PERFORM lock_agency_reconciliation(NEW.grant_id, NEW.organisation_id);
  INSERT INTO agency_months (grant_id, organisation_id, month, state)
  VALUES (NEW.grant_id, NEW.organisation_id, NEW.month, 'open')
  ON CONFLICT DO NOTHING;
  SELECT * INTO s
    FROM agency_months m
   WHERE m.grant_id = NEW.grant_id AND m.organisation_id = NEW.organisation_id AND m.month = NEW.month
   FOR UPDATE;
  SELECT to_state INTO v_to FROM agency_month_transitions WHERE from_state = s.state AND step = NEW.step;
  IF v_to IS NULL THEN PERFORM refuse('agency_month_step_in_turn'); END IF;
  IF NEW.step IN ('signed', 'unlocked') AND NEW.taken_by = s.waits_for_another_than THEN
    PERFORM refuse('agency_month_needs_another_person');
  END IF;
  IF NEW.step IN ('prepared', 'signed') THEN
    IF v_last >= mawa_day(mawa_now()) THEN
      PERFORM refuse('agency_month_is_over');
    END IF;
    IF v_last <= agency_locked_until(NEW.grant_id, NEW.organisation_id) THEN
      PERFORM refuse('agency_months_in_order');
    END IF;
    IF EXISTS (
        SELECT 1
          FROM agency_open_items(NEW.grant_id, NEW.organisation_id, v_last) o
         WHERE o.reason IS NULL) THEN
      PERFORM refuse('agency_month_is_explained');
    END IF;
    SELECT jsonb_agg(to_jsonb(b) ORDER BY b.part, b.reason), max(b.amount) FILTER (WHERE b.part = 'ours'),
           max(b.amount) FILTER (WHERE b.part = 'theirs') INTO NEW.bridge, NEW.ours, NEW.theirs
      FROM agency_bridge(NEW.grant_id, NEW.organisation_id, v_last) b;
    SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.side, o.on_day, o.transaction_id, o.line_id, o.row_id),
      '[]') INTO NEW.open_items
      FROM agency_open_items(NEW.grant_id, NEW.organisation_id, v_last) o;
    IF NEW.ours <> NEW.theirs + (SELECT coalesce(sum((b->>'amount')::numeric), 0)
                                   FROM jsonb_array_elements(NEW.bridge) b
                                  WHERE b->>'part' NOT IN ('ours', 'theirs')) THEN
      PERFORM refuse('agency_month_is_explained');
    END IF;
  END IF;
  IF NEW.step = 'signed' THEN
    SELECT * INTO p
      FROM agency_month_steps x
     WHERE x.grant_id = NEW.grant_id AND x.organisation_id = NEW.organisation_id AND x.month = NEW.month
     ORDER BY x.place DESC LIMIT 1;
    IF (p.bridge, p.open_items) IS DISTINCT FROM (NEW.bridge, NEW.open_items) THEN
      PERFORM refuse('agency_month_as_prepared');
    END IF;
  END IF;
  IF NEW.step IN ('unlock_asked', 'unlocked')
      AND v_last < agency_locked_until(NEW.grant_id, NEW.organisation_id) THEN
    PERFORM refuse('agency_months_in_order');
  END IF;
  UPDATE agency_months m
     SET state = v_to,
         waits_for_another_than = CASE WHEN NEW.step IN ('prepared', 'unlock_asked') THEN NEW.taken_by END,
         signed_at = CASE WHEN v_to IN ('signed', 'unlocking') THEN coalesce(m.signed_at, mawa_now()) END
   WHERE m.grant_id = NEW.grant_id AND m.organisation_id = NEW.organisation_id AND m.month = NEW.month;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION agency_month_forward FROM PUBLIC;

-- Trigger on setting_decisions: who may decide, and what a confirmation writes. Where the setting protects somebody or
-- moves money, another person than who proposed it, of the roles that confirm it (23514 setting_needs_another_person,
-- setting_not_yours); only its author withdraws a proposal. No value begins in the past (setting_day_has_passed), and a
-- day has one value (setting_day_is_taken), unless the one that was planned for it was taken back (cancel_setting).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION setting_is_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_proposal setting_proposals;
  v_definition setting_definitions;
  v_table text;
  v_columns text;
  v_changed text;
  v_taken boolean;
BEGIN
  SELECT * INTO v_proposal FROM setting_proposals WHERE id = NEW.proposal_id;
  SELECT * INTO v_definition FROM setting_definitions WHERE key = v_proposal.key;
  -- One decision after the other for each setting.
  PERFORM pg_advisory_xact_lock(hashtextextended('setting ' || v_proposal.key, 0));
  IF NEW.decision = 'withdrawn' THEN
    IF v_proposal.proposed_by <> NEW.decided_by THEN PERFORM refuse('setting_not_yours'); END IF;
    RETURN NEW;
  END IF;
  IF v_definition.protects IS NULL THEN
    IF v_proposal.proposed_by <> NEW.decided_by THEN PERFORM refuse('setting_not_yours'); END IF;
  ELSE
    IF v_proposal.proposed_by = NEW.decided_by THEN PERFORM refuse('setting_needs_another_person'); END IF;
    IF NOT mawa_has_role(VARIADIC v_definition.confirmed_by) THEN PERFORM refuse('setting_not_yours'); END IF;
  END IF;
  IF NEW.decision <> 'confirmed' THEN RETURN NEW; END IF;

  IF v_proposal.cancels IS NOT NULL THEN
    NEW.in_force_from := mawa_now();
    PERFORM cancel_setting(v_proposal, v_definition);
    RETURN NEW;
  END IF;
  IF v_definition.kind = 'page' THEN
    -- Each page has its own rule for days of before.
    NEW.in_force_from := mawa_day_begins(v_proposal.from_day);
    CASE v_proposal.key
      WHEN 'unit_costs' THEN PERFORM write_unit_cost(v_proposal);
      WHEN 'wage_floors' THEN PERFORM write_wage_floor(v_proposal);
      WHEN 'court_calendar' THEN PERFORM write_closed_day(v_proposal);
      ELSE PERFORM write_price(v_proposal);
    END CASE;
    RETURN NEW;
  END IF;
  IF (v_definition.kind <> 'entries' OR v_definition.shape ? 'edition') AND v_proposal.from_day < mawa_day(mawa_now())
    OR v_definition.kind = 'dated_rows' AND v_proposal.from_day = mawa_day(mawa_now())
  THEN
    PERFORM refuse('setting_day_has_passed');
  END IF;
  NEW.in_force_from := greatest(mawa_day_begins(v_proposal.from_day), mawa_now());
  IF v_definition.kind = 'value' THEN
    INSERT INTO settings (key, valid_from, value, source, set_by)
    VALUES (v_proposal.key, NEW.in_force_from, v_proposal.value, v_proposal.source, v_proposal.proposed_by)
    ON CONFLICT (key, valid_from) DO UPDATE
      SET value = EXCLUDED.value, source = EXCLUDED.source, set_by = EXCLUDED.set_by, cancelled = false
      WHERE settings.cancelled;
    IF NOT FOUND THEN PERFORM refuse('setting_day_is_taken'); END IF;
    RETURN NEW;
  END IF;

  v_table := v_definition.tables[1];
  SELECT string_agg(quote_ident(p ->> 'path'), ', '),
         string_agg(format('%1$I = EXCLUDED.%1$I', p ->> 'path'), ', ') FILTER (WHERE NOT p ? 'fixed')
    INTO v_columns, v_changed
    FROM jsonb_array_elements(v_definition.shape -> 'parts') p;
  IF v_definition.kind = 'dated_rows' THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE valid_from = $1 AND NOT cancelled)', v_table)
      INTO v_taken USING v_proposal.from_day;
    IF v_taken THEN PERFORM refuse('setting_day_is_taken'); END IF;
    EXECUTE format('INSERT INTO %1$I (valid_from, source, %2$s) SELECT $1, $2, %2$s FROM jsonb_populate_recordset(NULL::%1$I, $3) ON CONFLICT (valid_from, %3$I) DO UPDATE SET cancelled = false, source = EXCLUDED.source, %4$s',
                   v_table, v_columns, v_definition.shape ->> 'rowKey', v_changed)
      USING v_proposal.from_day, v_proposal.source, v_proposal.value;
  ELSIF v_definition.shape ->> 'edition' = 'survey' THEN
    PERFORM write_survey_edition(v_proposal.value, v_proposal.source, v_proposal.proposed_by,
      v_proposal.from_day);
  ELSIF v_definition.shape ? 'hasSource' THEN
    EXECUTE format('INSERT INTO %1$I AS t (source, %2$s) SELECT $1, %2$s FROM jsonb_populate_recordset(NULL::%1$I, $2) ON CONFLICT (%3$I) DO UPDATE SET source = CASE WHEN (SELECT to_jsonb(t) - ''source'') = (SELECT to_jsonb(EXCLUDED) - ''source'') THEN t.source ELSE EXCLUDED.source END, %4$s',
                   v_table, v_columns, v_definition.shape ->> 'rowKey', v_changed)
      USING v_proposal.source, v_proposal.value;
  ELSE
    EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$I, $1) ON CONFLICT (%3$I) DO UPDATE SET %4$s',
                   v_table, v_columns, v_definition.shape ->> 'rowKey', v_changed)
      USING v_proposal.value;
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION setting_is_decided FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_is_decided TO mawa_owner;
RESET ROLE;

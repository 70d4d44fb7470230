-- Puts an amendment in force, called by grant_change_comes_into_force under the lock of the ledger: award, outcomes,
-- agencies, lines and reports as proposed. Code, donor and currency stay; an agency, an outcome and a line are never removed, and
-- a line stays with its agency, object class and category; each line keeps what is spent and committed; no booked cost
-- falls outside the period; lines make the direct costs and shares the award less the fee, to the cent. A budget whose
-- lines change gets its next version, approved by the donor. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION amend_grant(p_proposal grant_proposals) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  d jsonb := p_proposal.definition;
  v_grant uuid := p_proposal.grant_id;
  v_version integer;
BEGIN
  IF (d -> 'code', d -> 'donorCode', d -> 'currency') IS DISTINCT FROM (
      p_proposal.based_on -> 'code', p_proposal.based_on -> 'donorCode', p_proposal.based_on -> 'currency') THEN
    PERFORM refuse('amendment_keeps_the_award');
  END IF;
  IF EXISTS (
      SELECT 1
        FROM grant_cost_days(v_grant)
       WHERE first_day < (d ->> 'startsOn')::date OR last_day > (d ->> 'endsOn')::date) THEN
    PERFORM refuse('amendment_keeps_its_costs');
  END IF;
  UPDATE grants
     SET award_number = d ->> 'awardNumber', title = d -> 'title', amount = (d ->> 'amount')::numeric,
         fee_rate = (d ->> 'feeRate')::numeric, starts_on = (d ->> 'startsOn')::date,
         ends_on = (d ->> 'endsOn')::date, shares_source = d ->> 'sharesSource',
         recipient_name = d #>> '{recipient,name}', recipient_uei = d #>> '{recipient,uei}',
         recipient_ein = d #>> '{recipient,ein}', recipient_account = d #>> '{recipient,account}'
   WHERE id = v_grant;
  INSERT INTO grant_outcomes (grant_id, code, name)
  SELECT v_grant, o ->> 'code', o -> 'name' FROM jsonb_array_elements(coalesce(d -> 'outcomes', '[]')) o
  ON CONFLICT (grant_id, code) DO UPDATE SET name = EXCLUDED.name;
  DELETE FROM grant_report_calendar WHERE grant_id = v_grant;
  INSERT INTO grant_report_calendar (grant_id, kind, first_from, due_days, languages)
  SELECT v_grant, r.kind, r."firstFrom", r."dueDays", r.languages
    FROM jsonb_to_recordset(coalesce(d -> 'reports', '[]'))
           AS r (kind text, "firstFrom" date, "dueDays" smallint, languages text[]);
  -- A share that stays keeps its direct costs to the cent, however a revision rounded them.
  INSERT INTO grant_shares AS s (grant_id, organisation_id, after_fee, support_rate, direct, support)
  SELECT v_grant, x.id, x.after_fee, x.rate, x.direct, x.after_fee - x.direct
    FROM (SELECT o.id, (e ->> 'afterFee')::numeric AS after_fee, (e ->> 'supportRate')::numeric AS rate,
                 round((e ->> 'afterFee')::numeric / (1 + (e ->> 'supportRate')::numeric), 2) AS direct
            FROM jsonb_array_elements(d -> 'shares') e JOIN organisations o ON o.code = e ->> 'organisationCode') x
  ON CONFLICT (grant_id, organisation_id) DO UPDATE
     SET after_fee = EXCLUDED.after_fee, support_rate = EXCLUDED.support_rate, direct = EXCLUDED.direct,
         support = EXCLUDED.support
   WHERE (s.after_fee, s.support_rate) IS DISTINCT FROM (EXCLUDED.after_fee, EXCLUDED.support_rate);
  WITH proposed AS (
      SELECT a.id AS organisation_id, l AS line,
             coalesce((SELECT o.id FROM organisations o WHERE o.code = l ->> 'partnerCode'), a.id) AS partner_id
        FROM jsonb_array_elements(d -> 'shares') e
        JOIN organisations a ON a.code = e ->> 'organisationCode'
       CROSS JOIN LATERAL jsonb_array_elements(e -> 'lines') l),
  added AS (
      INSERT INTO budget_lines AS b (
          grant_id, organisation_id, code, name, amount, unsdg_category, object_class, outcome_code, partner_id)
      SELECT v_grant, organisation_id, line ->> 'code', line -> 'name', 0, (line ->> 'unsdg')::smallint,
             line ->> 'objectClass', coalesce(line ->> 'outcome', 'all'), partner_id
        FROM proposed
      ON CONFLICT (grant_id, code) DO UPDATE
         SET name = EXCLUDED.name, outcome_code = EXCLUDED.outcome_code, partner_id = EXCLUDED.partner_id
      RETURNING b.id)
  INSERT INTO ledger_accounts (grant_id, kind, line_id)
  SELECT v_grant, kind, added.id FROM added, unnest(ARRAY['spent', 'unfunded']) AS kind
  ON CONFLICT (grant_id, kind, line_id) DO NOTHING;
  UPDATE budget_lines b
     SET amount = (l ->> 'amount')::numeric
    FROM jsonb_array_elements(d -> 'shares') e, jsonb_array_elements(e -> 'lines') l
   WHERE b.grant_id = v_grant AND b.code = l ->> 'code' AND b.amount <> (l ->> 'amount')::numeric;
  -- What is in force now has to be what was proposed: nothing left out, no line moved or counted in another class.
  IF grant_definition(v_grant) -> 'shares' <> grant_shares_in_order(d)
      OR jsonb_array_length(grant_definition(v_grant) -> 'outcomes')
        <> jsonb_array_length(coalesce(d -> 'outcomes', '[]')) THEN
    PERFORM refuse('amendment_keeps_its_lines');
  END IF;
  IF (SELECT sum(after_fee) FROM grant_shares WHERE grant_id = v_grant)
      <> (SELECT amount - round(amount * fee_rate, 2) FROM grants WHERE id = v_grant)
      OR EXISTS (
          SELECT 1
            FROM grant_shares s LEFT JOIN budget_lines l USING (grant_id, organisation_id)
           WHERE s.grant_id = v_grant
           GROUP BY s.organisation_id, s.direct
           HAVING s.direct <> coalesce(sum(l.amount), 0)) THEN
    PERFORM refuse('amendment_adds_up');
  END IF;
  IF EXISTS (
      SELECT 1
        FROM budget_lines l
       WHERE l.grant_id = v_grant
         AND l.amount < (
             SELECT amount FROM budget_version_lines o
              WHERE o.line_id = l.id ORDER BY o.version DESC LIMIT 1)
         AND l.amount < (
             SELECT sum(b.balance)
               FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
              WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed'))) THEN
    PERFORM refuse('amendment_leaves_what_is_taken');
  END IF;
  IF (SELECT amount FROM grants WHERE id = v_grant) < (
      SELECT coalesce(sum(CASE kind WHEN 'received' THEN amount ELSE -amount END), 0)
        FROM donor_money
       WHERE grant_id = v_grant AND kind IN ('received', 'returned')) THEN
    PERFORM refuse('amendment_covers_what_was_received');
  END IF;
  SELECT max(version) INTO v_version FROM budget_versions WHERE grant_id = v_grant;
  IF EXISTS (
      SELECT 1
        FROM budget_lines l
        JOIN budget_version_lines o ON o.line_id = l.id AND o.grant_id = l.grant_id AND o.version = v_version
       WHERE l.grant_id = v_grant AND o.amount <> l.amount) THEN
    INSERT INTO budget_versions (grant_id, version, amendment_id, is_approved, in_force_at, in_force_by)
    VALUES (v_grant, v_version + 1, p_proposal.id, true, mawa_now(), mawa_actor());
    INSERT INTO budget_version_lines (grant_id, version, line_id, amount)
    SELECT grant_id, v_version + 1, id, amount FROM budget_lines WHERE grant_id = v_grant;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION amend_grant FROM PUBLIC;

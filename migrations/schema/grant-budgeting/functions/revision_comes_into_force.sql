-- Trigger of budget_revision_decisions: a second person decides, once; an approved revision stays within each
-- agency (or is of the kind between agencies), has the donor's approval where transfers exceed
-- budget_transfer_share, and leaves each line what is spent and committed. It then changes lines and shares,
-- and writes the next version of the budget. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION revision_comes_into_force() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r budget_revisions;
  v_total numeric;
  v_approved boolean;
  v_version integer;
BEGIN
  SELECT * INTO r FROM budget_revisions WHERE id = NEW.revision_id;
  -- Nobody books or promises in this grant until the amounts stand.
  PERFORM lock_grant_ledger(r.grant_id);
  IF EXISTS (SELECT 1 FROM budget_revision_decisions WHERE revision_id = r.id) THEN
    PERFORM refuse('revision_is_decided_once');
  END IF;
  IF NEW.decision = 'withdrawn' THEN
    IF NEW.decided_by <> r.proposed_by THEN
      PERFORM refuse('revision_withdrawn_by_its_author');
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.decided_by = r.proposed_by
      OR NEW.decision = 'approved'
          AND EXISTS (
              SELECT 1
                FROM donor_approvals d
               WHERE d.revision_id = r.id AND d.entered_by = NEW.decided_by) THEN
    PERFORM refuse('revision_needs_another_person');
  END IF;
  IF NEW.decision = 'refused' THEN RETURN NEW; END IF;
  v_approved := EXISTS (SELECT 1 FROM donor_approvals WHERE revision_id = r.id);
  IF NOT r.between_agencies
      AND EXISTS (
          SELECT 1
            FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
           WHERE x.revision_id = r.id
           GROUP BY l.organisation_id
           HAVING sum(x.change) <> 0) THEN
    PERFORM refuse('revision_stays_within_the_agency');
  END IF;
  SELECT amount INTO v_total FROM grants WHERE id = r.grant_id;
  IF NOT v_approved
      AND (r.between_agencies
           OR transferred_since_approval(r.grant_id) + revision_transfer(r.id)
             > (mawa_setting('budget_transfer_share'))::numeric * v_total) THEN
    PERFORM refuse('revision_needs_prior_approval');
  END IF;
  IF EXISTS (
      SELECT 1
        FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
       WHERE x.revision_id = r.id
         AND x.change < 0
         AND l.amount + x.change < (
             SELECT sum(b.balance)
               FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
              WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed'))) THEN
    PERFORM refuse('revision_leaves_what_is_taken');
  END IF;
  UPDATE budget_lines l
     SET amount = l.amount + x.change
    FROM budget_revision_lines x
   WHERE x.revision_id = r.id AND l.id = x.line_id;
  IF r.between_agencies THEN
    WITH moved AS (
        SELECT s.organisation_id, sum(x.change) AS direct,
               round(sum(x.change) * s.support_rate, 2) AS support
          FROM budget_revision_lines x
          JOIN budget_lines l ON l.id = x.line_id
          JOIN grant_shares s ON s.grant_id = l.grant_id AND s.organisation_id = l.organisation_id
         WHERE x.revision_id = r.id
         GROUP BY s.organisation_id, s.support_rate)
    UPDATE grant_shares s
       SET direct = s.direct + m.direct, support = s.support + m.support,
           after_fee = s.after_fee + m.direct + m.support
      FROM moved m
     WHERE s.grant_id = r.grant_id AND s.organisation_id = m.organisation_id;
    -- At one rate the cents of rounding fall on the last agency, as they do where a grant is opened.
    IF (SELECT count(DISTINCT s.support_rate)
          FROM budget_revision_lines x
          JOIN budget_lines l ON l.id = x.line_id
          JOIN grant_shares s ON s.grant_id = l.grant_id AND s.organisation_id = l.organisation_id
         WHERE x.revision_id = r.id)
      = 1 THEN
      UPDATE grant_shares s
         SET support = s.support + d.cents, after_fee = s.after_fee + d.cents
        FROM (SELECT g.amount - round(g.amount * g.fee_rate, 2) - sum(o.after_fee) AS cents
                FROM grants g JOIN grant_shares o ON o.grant_id = g.id
               WHERE g.id = r.grant_id
               GROUP BY g.id) d
       WHERE s.grant_id = r.grant_id
         AND s.organisation_id = (
             SELECT max(l.organisation_id::text)::uuid
               FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
              WHERE x.revision_id = r.id);
    END IF;
    IF (SELECT sum(after_fee) FROM grant_shares WHERE grant_id = r.grant_id) <> (
        SELECT g.amount - round(g.amount * g.fee_rate, 2) FROM grants g WHERE g.id = r.grant_id) THEN
      PERFORM refuse('revision_keeps_the_award');
    END IF;
  END IF;
  SELECT max(version) + 1 INTO v_version FROM budget_versions WHERE grant_id = r.grant_id;
  INSERT INTO budget_versions (grant_id, version, revision_id, is_approved, in_force_at, in_force_by)
  VALUES (r.grant_id, v_version, r.id, v_approved, mawa_now(), NEW.decided_by);
  INSERT INTO budget_version_lines (grant_id, version, line_id, amount)
  SELECT grant_id, v_version, id, amount
    FROM budget_lines
   WHERE grant_id = r.grant_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION revision_comes_into_force FROM PUBLIC;

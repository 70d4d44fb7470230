-- Whether the actor sees what a document of the accounts belongs to: a step of a commitment, a partner's paper, a
-- movement of donor money or a month of the own contribution.
-- False for every other document. Runs with the rights of whoever asks.
CREATE OR REPLACE FUNCTION may_read_money_document(p_owner_kind text, p_owner uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE p_owner_kind
    WHEN 'commitment_step' THEN RETURN EXISTS (SELECT FROM commitment_steps s WHERE s.id = p_owner);
    WHEN 'partner_paper' THEN RETURN EXISTS (SELECT FROM partner_papers p WHERE p.id = p_owner);
    WHEN 'donor_money' THEN RETURN EXISTS (SELECT FROM donor_money m WHERE m.id = p_owner);
    WHEN 'grant_contribution_row' THEN
      RETURN EXISTS (SELECT FROM grant_contribution_rows r WHERE r.id = p_owner);
    ELSE RETURN false;
  END CASE;
END
$$;

-- Whether the actor reads the register of breaches and this one is not hidden from them.
CREATE OR REPLACE FUNCTION reads_breach(p_breach uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN mawa_has_role('programme_officer', 'case_supervisor', 'auditor')
    AND EXISTS (SELECT FROM breaches b WHERE b.id = p_breach AND mawa_actor() <> ALL (b.hidden_from));
END
$$;

-- Whether the actor decides on this breach: its readers without auditors.
CREATE OR REPLACE FUNCTION handles_breach(p_breach uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN mawa_has_role('programme_officer', 'case_supervisor') AND reads_breach(p_breach);
END
$$;

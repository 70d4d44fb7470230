-- Whether a member of an organisation of this kind may hold this role; kind null: an account of no
-- organisation. Outsiders hold no role of insiders. Also asked by the page that gives roles.
CREATE OR REPLACE FUNCTION role_suits_organisation(p_role text, p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_role = 'commission_officer' THEN p_kind IS NOT DISTINCT FROM 'commission'
    WHEN p_role = 'donor_viewer' THEN p_kind IS NOT DISTINCT FROM 'donor'
    -- Donors and the commission have a role of their own.
    WHEN p_role = 'partner_viewer' THEN coalesce(p_kind NOT IN ('commission', 'donor'), true)
    -- Roles that read figures of the whole programme.
    WHEN p_role IN ('programme_officer', 'finance_officer', 'auditor')
      THEN coalesce(p_kind NOT IN ('commission', 'donor', 'partner'), true)
    -- Roles that open cases; a partner may run a house or accompany people.
    WHEN p_role IN ('shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor',
                    'legal_officer')
      THEN coalesce(p_kind NOT IN ('commission', 'donor'), true)
    ELSE true
  END
$$;

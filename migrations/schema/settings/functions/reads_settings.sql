-- Whether the actor reads what is proposed for settings: those who propose or confirm them, and auditors.
CREATE OR REPLACE FUNCTION reads_settings() RETURNS boolean
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN mawa_has_role('administrator', 'programme_officer', 'finance_officer', 'case_supervisor', 'auditor');
END
$$;
GRANT EXECUTE ON FUNCTION reads_settings TO mawa_app;

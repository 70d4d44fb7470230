-- The last day of the last signed month of an agency in a grant; NULL where none is signed. The ledger of its
-- lines is locked up to that day.
CREATE OR REPLACE FUNCTION agency_locked_until(p_grant uuid, p_organisation uuid) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
    SELECT (max(month) + interval '1 month' - interval '1 day')::date
      FROM agency_months
     WHERE grant_id = p_grant AND organisation_id = p_organisation AND signed_at IS NOT NULL);
END
$$;

-- Whether an employer is vetted on a day: the last look by then accepted it, and has not expired.
CREATE OR REPLACE FUNCTION work_vetted(p_employer uuid, p_on date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT v.result IN ('accepted', 'conditions') AND p_on <= v.expires_on
                     FROM work_vettings v
                    WHERE v.employer_id = p_employer AND v.on_day <= p_on
                    ORDER BY v.place DESC LIMIT 1), false);
END
$$;
GRANT EXECUTE ON FUNCTION work_vetted TO mawa_app, mawa_figures, mawa_gate;

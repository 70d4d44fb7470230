-- Whether this shelter has switched this feature on (house_switches).
CREATE OR REPLACE FUNCTION house_feature_enabled(p_shelter uuid, p_feature text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((
    SELECT s.is_on FROM house_switches s
     WHERE s.shelter_id = p_shelter AND s.feature = p_feature
     ORDER BY s.id DESC
     LIMIT 1), false);
END
$$;

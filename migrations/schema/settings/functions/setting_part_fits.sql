-- Whether a part of a value is what its definition says: the type, the range, the options (SettingPart).
CREATE OR REPLACE FUNCTION setting_part_fits(p_part jsonb, p_value jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_type text := p_part ->> 'type';
  v_min numeric := coalesce((p_part ->> 'min')::numeric, 0);
  v_max numeric := coalesce((p_part ->> 'max')::numeric, 1000000000);
  v_text text := p_value #>> '{}';
BEGIN
  IF p_value IS NULL OR jsonb_typeof(p_value) = 'null' THEN
    RETURN coalesce((p_part ->> 'optional')::boolean, false);
  END IF;
  CASE
    WHEN v_type IN ('whole', 'time') THEN
      RETURN jsonb_typeof(p_value) = 'number' AND v_text::numeric BETWEEN v_min AND v_max AND v_text::numeric % 1 = 0;
    WHEN v_type IN ('decimal', 'share') THEN
      RETURN jsonb_typeof(p_value) = 'number' AND v_text::numeric BETWEEN v_min AND v_max;
    WHEN v_type = 'yes_no' THEN
      RETURN jsonb_typeof(p_value) = 'boolean';
    WHEN v_type = 'choice' THEN
      RETURN (p_part -> 'options') @> jsonb_build_array(p_value);
    WHEN v_type IN ('numbers', 'weekdays') THEN
      RETURN jsonb_typeof(p_value) = 'array'
        AND jsonb_array_length(p_value) BETWEEN 1 AND (p_part ->> 'most')::int
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_value) e
              WHERE NOT setting_part_fits(jsonb_build_object('type', 'whole', 'min', v_min, 'max', v_max), e));
    WHEN v_type = 'codes' THEN
      RETURN jsonb_typeof(p_value) = 'array'
        AND jsonb_array_length(p_value) BETWEEN 1 AND 20
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_value) e
              WHERE NOT (CASE WHEN p_part ? 'options' THEN (p_part -> 'options') @> jsonb_build_array(e)
                         WHEN p_part ? 'list' THEN EXISTS (
                           SELECT 1 FROM list_items i WHERE i.list = p_part ->> 'list' AND i.code = e #>> '{}')
                         ELSE (e #>> '{}') ~ (p_part ->> 'pattern') END));
    WHEN v_type = 'text' THEN
      RETURN jsonb_typeof(p_value) = 'string' AND length(v_text) BETWEEN greatest(v_min, 1) AND v_max
        AND (NOT p_part ? 'pattern' OR v_text ~ (p_part ->> 'pattern'));
    WHEN v_type = 'amount' THEN
      RETURN jsonb_typeof(p_value) = 'string' AND v_text ~ '^[0-9]{1,10}([.][0-9]{1,2})?$'
        AND v_text::numeric BETWEEN v_min AND v_max;
    WHEN v_type = 'day' THEN
      RETURN jsonb_typeof(p_value) = 'string' AND v_text ~ '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$';
    WHEN v_type = 'words' THEN
      RETURN jsonb_typeof(p_value) = 'object' AND NOT EXISTS (
        SELECT 1 FROM unnest(ARRAY['fr', 'ar', 'en']) l
         WHERE length(coalesce(p_value ->> l, '')) NOT BETWEEN greatest(v_min, 1) AND v_max);
    ELSE
      RETURN false;
  END CASE;
END
$$;
GRANT EXECUTE ON FUNCTION setting_part_fits TO mawa_app, mawa_gate;

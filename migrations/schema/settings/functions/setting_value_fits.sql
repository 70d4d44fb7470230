-- Whether a value is what the definition of its setting allows: each part, or each row with its parts, and what must
-- hold of all rows together (a total, a row that must be there).
CREATE OR REPLACE FUNCTION setting_value_fits(p_kind text, p_shape jsonb, p_value jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_kind = 'page' THEN RETURN false; END IF;
  IF p_kind = 'value' THEN
    RETURN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_shape -> 'parts') p
      WHERE NOT setting_part_fits(p, p_value #> string_to_array(p ->> 'path', '.')));
  END IF;
  IF jsonb_typeof(p_value) <> 'array' THEN RETURN false; END IF;
  RETURN jsonb_array_length(p_value) BETWEEN 1 AND (p_shape ->> 'mostRows')::int
    AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_value) r, jsonb_array_elements(p_shape -> 'parts') p
      WHERE NOT setting_part_fits(p, r -> (p ->> 'path')))
    AND (SELECT count(DISTINCT r ->> (p_shape ->> 'rowKey')) = count(*) FROM jsonb_array_elements(p_value) r)
    AND (NOT p_shape ? 'total' OR (SELECT sum((r ->> (p_shape #>> '{total,path}'))::numeric)
      FROM jsonb_array_elements(p_value) r) = (p_shape #>> '{total,of}')::numeric)
    AND (NOT p_shape ? 'has' OR EXISTS (SELECT 1 FROM jsonb_array_elements(p_value) r
      WHERE (r ->> (p_shape #>> '{has,path}'))::numeric = (p_shape #>> '{has,value}')::numeric));
END
$$;
GRANT EXECUTE ON FUNCTION setting_value_fits TO mawa_app, mawa_gate;

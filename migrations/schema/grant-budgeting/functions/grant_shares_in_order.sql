-- The agencies of a definition with their lines, in the order and form in which grant_definition gives them.
CREATE OR REPLACE FUNCTION grant_shares_in_order(p_definition jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object(
           'organisationCode', s -> 'organisationCode',
           'afterFee', ((s ->> 'afterFee')::numeric(14,2))::text,
           'supportRate', trim_scale((s ->> 'supportRate')::numeric)::text,
           'lines', (
             SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                      'code', l -> 'code', 'name', l -> 'name', 'amount', ((l ->> 'amount')::numeric(14,2))::text,
                      'unsdg', l -> 'unsdg', 'objectClass', l -> 'objectClass',
                      'outcome', nullif(l ->> 'outcome', 'all'),
                      'partnerCode', nullif(l ->> 'partnerCode', s ->> 'organisationCode')))
                      ORDER BY l ->> 'code')
               FROM jsonb_array_elements(s -> 'lines') l))
           ORDER BY s ->> 'organisationCode')
    FROM jsonb_array_elements(p_definition -> 'shares') s
$$;

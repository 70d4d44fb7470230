-- Deferred trigger of open_money_amounts: an amount is the sum of its parts, all of its category; of types 2, 3
-- and 4 enough stand behind it and none of them is more than the allowed share, so that it reveals nobody's
-- money. 23514: open_money_is_its_parts, open_money_stands_for_nobody.
CREATE OR REPLACE FUNCTION open_money_stands_for_nobody() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_sum numeric;
  v_voices integer;
  v_largest numeric;
  v_all numeric;
  v_other boolean;
  v_quarter open_money_quarters;
BEGIN
  SELECT q.* INTO v_quarter
    FROM open_money_quarters q
   WHERE (q.grant_id, q.from_day) = (NEW.grant_id, NEW.from_day);
  SELECT sum(v.amount), count(*) FILTER (WHERE v.amount <> 0), max(abs(v.amount)), sum(abs(v.amount)),
         bool_or(v.other) INTO v_sum, v_voices, v_largest, v_all, v_other
    FROM (SELECT sum(p.amount) AS amount,
                 bool_or(NEW.category IS NOT NULL AND p.category IS DISTINCT FROM NEW.category) AS other
            FROM open_money_parts p
           WHERE p.amount_id = NEW.id
           GROUP BY p.voice) v;
  IF v_sum IS DISTINCT FROM NEW.amount OR v_other THEN
    PERFORM refuse('open_money_is_its_parts');
  END IF;
  IF NEW.type IN (2, 3, 4) AND (v_voices < v_quarter.least OR v_largest > v_quarter.share * v_all) THEN
    PERFORM refuse('open_money_stands_for_nobody');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION open_money_stands_for_nobody FROM PUBLIC;

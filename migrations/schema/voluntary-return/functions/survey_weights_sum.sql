-- Deferred trigger of survey_weightings: each scored question of the edition has a weight and no other has,
-- and weights sum to one in each dimension and in the composite. 23514: survey_weights_of_each_question,
-- survey_weights_sum.
CREATE OR REPLACE FUNCTION survey_weights_sum() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_wrong text;
BEGIN
  IF EXISTS (
      SELECT 1
        FROM survey_questions q
        FULL JOIN (SELECT code FROM survey_weights WHERE weighting = NEW.version) w USING (code)
       WHERE (q.version = NEW.questions AND q.scored AND w.code IS NULL)
          OR (w.code IS NOT NULL
              AND NOT EXISTS (
                  SELECT 1
                    FROM survey_questions k
                   WHERE k.version = NEW.questions AND k.code = w.code AND k.scored))) THEN
    RAISE EXCEPTION 'not the questions that are scored'
      USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_of_each_question';
  END IF;
  -- Six decimals of a third or a ninth do not sum to one; half a thousandth is what rounding explains.
  SELECT string_agg(dimension, ', ') INTO v_wrong
    FROM (SELECT q.dimension, sum(w.own) AS total
            FROM survey_weights w JOIN survey_questions q ON q.version = NEW.questions AND q.code = w.code
           WHERE w.weighting = NEW.version
           GROUP BY q.dimension
          UNION ALL
          SELECT 'composite', sum(w.composite)
            FROM survey_weights w
           WHERE w.weighting = NEW.version) s
   WHERE abs(s.total - 1) > 0.0005;
  IF v_wrong IS NOT NULL THEN
    RAISE EXCEPTION 'these do not sum to one: %', v_wrong
      USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_sum';
  END IF;
  RETURN NULL;
END
$$;

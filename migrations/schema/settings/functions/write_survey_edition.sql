-- Called by setting_is_decided(): another edition of the questions of the survey, asked from a day on: those of before, some
-- in other words, in another order or with another weight, and new ones. Surveys held before keep their questions and
-- weights. Where the scored questions and their weights are the same, so are the weights of the edition; otherwise each
-- question weighs what it weighs beside the others of its dimension, and each dimension a third.
-- 23514: setting_day_is_taken where a later edition is planned; setting_value_fits for a new question that lacks
-- something.
CREATE OR REPLACE FUNCTION write_survey_edition(p_rows jsonb, p_source text, p_proposed_by uuid, p_from date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_from date := greatest(p_from, mawa_day(mawa_now()));
  v_before survey_weightings;
  v_edition integer;
  v_weighting integer;
  v_same boolean;
BEGIN
  -- Weights are loaded and approved under the same lock (Weightings).
  PERFORM pg_advisory_xact_lock(hashtext('survey_weightings'));
  SELECT * INTO v_before FROM survey_weightings WHERE approved_at IS NOT NULL AND holds_from <= v_from
   ORDER BY holds_from DESC, version DESC LIMIT 1;
  SELECT max(version) + 1 INTO v_edition FROM survey_editions;
  SELECT max(version) + 1 INTO v_weighting FROM survey_weightings;
  IF v_before.questions < v_edition - 1 THEN PERFORM refuse('setting_day_is_taken'); END IF;
  INSERT INTO survey_editions (version, source) VALUES (v_edition, p_source);
  INSERT INTO survey_questions (version, code, place, dimension, scored, scale, relative_weight, fr, ar, en, answers)
  SELECT v_edition, q.code, coalesce(t.place, q.place), q.dimension, q.scored, q.scale,
         coalesce(t.relative_weight, q.relative_weight), coalesce(t.fr, q.fr), coalesce(t.ar, q.ar),
         coalesce(t.en, q.en), q.answers
    FROM survey_questions q
    LEFT JOIN jsonb_to_recordset(p_rows) AS t (code text, place smallint, relative_weight numeric, fr text, ar text, en text)
        ON t.code = q.code
   WHERE q.version = v_before.questions;
  IF EXISTS (SELECT 1 FROM jsonb_to_recordset(p_rows) AS t (code text, place smallint, dimension text, scale text)
              WHERE NOT EXISTS (SELECT 1 FROM survey_questions q WHERE q.version = v_edition AND q.code = t.code)
                AND (t.place IS NULL OR t.dimension IS NULL
                     OR NOT EXISTS (SELECT 1 FROM survey_scales s WHERE s.code = t.scale))) THEN
    PERFORM refuse('setting_value_fits');
  END IF;
  INSERT INTO survey_questions (version, code, place, dimension, scored, scale, relative_weight, fr, ar, en, answers)
  SELECT v_edition, t.code, t.place, t.dimension,
         EXISTS (SELECT 1 FROM jsonb_array_elements(s.answers) a WHERE jsonb_typeof(a -> 'value') = 'number'),
         t.scale, coalesce(t.relative_weight, 1), t.fr, t.ar, t.en, s.answers
    FROM jsonb_to_recordset(p_rows) AS t (code text, place smallint, dimension text, scale text, relative_weight numeric,
                                          fr text, ar text, en text)
    JOIN survey_scales s ON s.code = t.scale
   WHERE NOT EXISTS (SELECT 1 FROM survey_questions q WHERE q.version = v_edition AND q.code = t.code);
  v_same := NOT EXISTS (
    SELECT code, relative_weight FROM survey_questions WHERE version = v_edition AND scored
    EXCEPT
    SELECT code, relative_weight FROM survey_questions WHERE version = v_before.questions AND scored);
  INSERT INTO survey_weightings (version, questions, standing, source, holds_from, by, at)
  SELECT v_weighting, v_edition, CASE WHEN v_same THEN v_before.standing WHEN min(relative_weight) = max(relative_weight) THEN 'equal' ELSE 'loaded' END,
         CASE WHEN v_same THEN v_before.source ELSE p_source END, v_from, p_proposed_by, mawa_now()
    FROM survey_questions WHERE version = v_edition AND scored;
  IF v_same THEN
    INSERT INTO survey_weights (weighting, code, own, composite)
    SELECT v_weighting, w.code, w.own, w.composite FROM survey_weights w WHERE w.weighting = v_before.version;
  ELSE
    INSERT INTO survey_weights (weighting, code, own, composite)
    SELECT v_weighting, q.code, round(q.relative_weight / d.total, 6), round(q.relative_weight / (3 * d.total), 6)
      FROM survey_questions q
      JOIN (SELECT dimension, sum(relative_weight) AS total FROM survey_questions WHERE version = v_edition AND scored
             GROUP BY dimension) d ON d.dimension = q.dimension
     WHERE q.version = v_edition AND q.scored;
  END IF;
  UPDATE survey_weightings SET approved_by = mawa_actor(), approved_at = mawa_now() WHERE version = v_weighting;
END
$$;
GRANT EXECUTE ON FUNCTION write_survey_edition TO mawa_gate;

-- Called by setting_is_decided(): another edition of the questions of the survey, with the texts that were confirmed
-- and all else as before, and an edition of weights that says the same of it, so that it is asked from today on.
-- Surveys held before keep their questions and weights.
CREATE OR REPLACE FUNCTION write_survey_edition(p_texts jsonb, p_source text, p_proposed_by uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_today date := mawa_day(mawa_now());
  v_before survey_weightings;
  v_edition integer;
  v_weighting integer;
BEGIN
  SELECT * INTO v_before FROM survey_weightings WHERE approved_at IS NOT NULL AND holds_from <= v_today
   ORDER BY holds_from DESC, version DESC LIMIT 1;
  -- Weights are loaded under the same lock (Weightings.load).
  PERFORM pg_advisory_xact_lock(hashtext('survey_weightings'));
  SELECT max(version) + 1 INTO v_edition FROM survey_editions;
  SELECT max(version) + 1 INTO v_weighting FROM survey_weightings;
  INSERT INTO survey_editions (version, source) VALUES (v_edition, p_source);
  INSERT INTO survey_questions (version, code, place, dimension, scored, fr, ar, en, answers)
  SELECT v_edition, q.code, q.place, q.dimension, q.scored, coalesce(t.fr, q.fr), coalesce(t.ar, q.ar),
         coalesce(t.en, q.en), q.answers
    FROM survey_questions q
    LEFT JOIN jsonb_to_recordset(p_texts) AS t (code text, fr text, ar text, en text) ON t.code = q.code
   WHERE q.version = v_before.questions;
  INSERT INTO survey_weightings (version, questions, standing, source, holds_from, by, at)
  VALUES (v_weighting, v_edition, v_before.standing, v_before.source, v_today, p_proposed_by, mawa_now());
  INSERT INTO survey_weights (weighting, code, own, composite)
  SELECT v_weighting, w.code, w.own, w.composite FROM survey_weights w WHERE w.weighting = v_before.version;
  UPDATE survey_weightings SET approved_by = mawa_actor(), approved_at = mawa_now() WHERE version = v_weighting;
END
$$;
GRANT EXECUTE ON FUNCTION write_survey_edition TO mawa_gate;

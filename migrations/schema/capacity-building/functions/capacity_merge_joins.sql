-- Trigger of capacity_merges, under the lock of both: neither was merged before, nor were both at one
-- training; the one that goes, and those merged into it before, now point to the one kept. 23514:
-- capacity_merged_once, capacity_merge_in_one_training.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION capacity_merge_joins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM capacity_learners WHERE id IN (NEW.kept_id, NEW.gone_id) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (
      SELECT 1
        FROM capacity_learners l
       WHERE l.id IN (NEW.kept_id, NEW.gone_id) AND l.merged_into IS NOT NULL) THEN
    RAISE EXCEPTION 'joined already' USING ERRCODE = '23514', CONSTRAINT = 'capacity_merged_once';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM capacity_participants p JOIN capacity_learners l ON l.id = p.learner_id
       WHERE p.left_on IS NULL AND coalesce(l.merged_into, l.id) IN (NEW.kept_id, NEW.gone_id)
       GROUP BY p.training_id
       HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'both at one training'
      USING ERRCODE = '23514', CONSTRAINT = 'capacity_merge_in_one_training';
  END IF;
  UPDATE capacity_learners
     SET merged_into = NEW.kept_id
   WHERE id = NEW.gone_id OR merged_into = NEW.gone_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION capacity_merge_joins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION capacity_merge_joins TO mawa_owner;
RESET ROLE;

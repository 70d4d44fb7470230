-- Trigger of training_certificates: of a procedure, exactly the units found competent. 23514
-- training_certificate_rests.
CREATE OR REPLACE FUNCTION training_certificate_lists() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.procedure_id IS NOT NULL
      AND ARRAY(SELECT u FROM unnest(NEW.units) u ORDER BY u) IS DISTINCT FROM ARRAY(
          SELECT l.unit_id
            FROM (SELECT DISTINCT ON (r.unit_id) r.unit_id, r.result
                    FROM recognition_results r
                   WHERE r.procedure_id = NEW.procedure_id
                   ORDER BY r.unit_id, r.place DESC) l
           WHERE l.result = 'competent'
           ORDER BY 1) THEN
    RAISE EXCEPTION 'not what was found' USING ERRCODE = '23514', CONSTRAINT = 'training_certificate_rests';
  END IF;
  RETURN NEW;
END
$$;

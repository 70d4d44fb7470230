-- Trigger of work_employers: keeps what it was called before. Nobody changes an employer whose last vetting was refused,
-- struck or has to be done again: under another name it would not be recognised. 23514: work_employer_is_recognised.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_employer_keeps_versions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT v.result IN ('refused', 'struck', 'redo')
        FROM work_vettings v
       WHERE v.employer_id = OLD.id
       ORDER BY v.place DESC
       LIMIT 1) THEN
    RAISE EXCEPTION 'a refused employer keeps its name'
      USING ERRCODE = '23514', CONSTRAINT = 'work_employer_is_recognised';
  END IF;
  INSERT INTO work_employer_versions (employer_id, revision, name, sector, sector_version, region)
  VALUES (OLD.id, OLD.revision, OLD.name, OLD.sector, OLD.sector_version, OLD.region);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_employer_keeps_versions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_employer_keeps_versions TO mawa_owner;
RESET ROLE;

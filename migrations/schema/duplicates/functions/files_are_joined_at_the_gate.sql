-- Trigger on cases: the application never sets merged_into; join_files() and part_files() do. 42501.
CREATE FUNCTION files_are_joined_at_the_gate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'mawa_app' THEN
    RAISE EXCEPTION 'files are joined and parted by the gate alone' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;

-- Trigger on roles, memberships and password links: a column that says who acted (the trigger's arguments) is
-- filled once, with the actor. 42501.
CREATE OR REPLACE FUNCTION account_acts_are_the_actors() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_old jsonb := to_jsonb(OLD);
  v_new jsonb := to_jsonb(NEW);
  v_column text;
BEGIN
  FOREACH v_column IN ARRAY TG_ARGV LOOP
    IF v_old -> v_column IS DISTINCT FROM v_new -> v_column
       AND (v_old ->> v_column IS NOT NULL OR v_new ->> v_column IS DISTINCT FROM mawa_actor()::text) THEN
      RAISE EXCEPTION 'whoever acts signs for themselves' USING ERRCODE = '42501';
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;

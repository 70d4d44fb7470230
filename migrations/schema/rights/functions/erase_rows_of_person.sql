-- Deletes or blanks the rows of a person as person_tables says, in its order. A project is erased with the last of
-- its people (projects_to_destroy). Names come from that table alone, which only the owner of the schema writes.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION erase_rows_of_person(p_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_table person_tables;
  v_rows text;
  v_values text;
BEGIN
  FOR v_table IN SELECT * FROM person_tables WHERE erasure IN ('delete', 'blank') ORDER BY place LOOP
    SELECT string_agg(format(CASE WHEN v_table.through IS NULL THEN '%I = $1' ELSE '%I IN (SELECT projects_to_destroy($1))' END, c), ' OR ')
      INTO v_rows FROM unnest(v_table.columns) c;
    IF v_table.erasure = 'delete' THEN
      EXECUTE format('DELETE FROM %I WHERE %s', v_table.name, v_rows) USING p_case;
    ELSE
      -- What holds nothing stays so: a replaced receipt says that there was one.
      SELECT string_agg(CASE WHEN value IS NULL THEN format('%I = NULL', key)
                             ELSE format('%1$I = CASE WHEN %1$I IS NULL THEN %1$I ELSE %2$L END', key, value) END, ', ')
        INTO v_values FROM jsonb_each_text(v_table.blanked);
      EXECUTE format('UPDATE %I SET %s WHERE %s', v_table.name, v_values, v_rows) USING p_case;
    END IF;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION erase_rows_of_person FROM PUBLIC;
RESET ROLE;

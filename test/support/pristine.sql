-- Resets a database of tests to the rows of its template, so that open connections keep the statements that they have
-- planned. Installed in the template once it is migrated.
CREATE SCHEMA pristine;

-- Every table, and a copy of its rows where it is not empty.
CREATE TABLE pristine.tables (
  table_id regclass PRIMARY KEY,
  row_count bigint NOT NULL,
  copy regclass,
  columns text
);
CREATE TABLE pristine.sequences (
  sequence_id regclass PRIMARY KEY,
  next_value bigint NOT NULL,
  is_called boolean NOT NULL
);
-- The transaction after which nothing was changed.
CREATE TABLE pristine.mark (transaction_id xid NOT NULL);

-- A change of the schema is not taken back: after one only a new database is what the template was.
CREATE TABLE pristine.schema_changes (command text NOT NULL);
CREATE FUNCTION pristine.note_schema_change() RETURNS event_trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF tg_tag LIKE 'DROP%' OR EXISTS (
    SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp'
  ) THEN
    INSERT INTO pristine.schema_changes VALUES (tg_tag);
  END IF;
END
$$;

-- The rows of the template again: false where only a new database can be what the template was.
CREATE FUNCTION pristine.reset() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  mark xid := (SELECT transaction_id FROM pristine.mark);
  largest constant bigint := 4 * 1024 * 1024;
  one record;
  is_same boolean;
BEGIN
  IF EXISTS (SELECT FROM pristine.schema_changes) THEN RETURN false; END IF;
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT * FROM pristine.tables WHERE row_count > 0 OR pg_relation_size(table_id) > 0 LOOP
    -- Rows that were deleted still take room, in the table and in the time of whoever reads it.
    IF one.row_count = 0 AND pg_relation_size(one.table_id) > largest THEN RETURN false; END IF;
    IF one.row_count > 0 THEN
      EXECUTE format(
        'SELECT count(*) = $1 AND count(*) FILTER (WHERE age(xmin) < age($2)) = 0 FROM %s', one.table_id
      ) INTO is_same USING one.row_count, mark;
      CONTINUE WHEN is_same;
    END IF;
    EXECUTE format('DELETE FROM %s', one.table_id);
    IF one.row_count > 0 THEN
      EXECUTE format(
        'INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %s', one.table_id, one.columns, one.copy
      );
    END IF;
  END LOOP;
  PERFORM setval(sequence_id, next_value, is_called) FROM pristine.sequences;
  UPDATE pristine.mark SET transaction_id = pg_current_xact_id()::xid;
  RETURN true;
END
$$;

DO $$
DECLARE
  one record;
  row_count bigint;
BEGIN
  FOR one IN
    SELECT c.oid::regclass AS id, c.oid,
           (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname NOT IN ('pristine', 'information_schema')
  LOOP
    EXECUTE format('SELECT count(*) FROM %s', one.id) INTO row_count;
    IF row_count > 0 THEN EXECUTE format('CREATE TABLE pristine.t%s AS TABLE %s', one.oid, one.id); END IF;
    INSERT INTO pristine.tables
    VALUES (one.id, row_count, to_regclass(format('pristine.t%s', one.oid)), one.columns);
  END LOOP;
  FOR one IN SELECT seqrelid::regclass AS id FROM pg_sequence LOOP
    EXECUTE format('INSERT INTO pristine.sequences SELECT %L, last_value, is_called FROM %1$s', one.id);
  END LOOP;
END
$$;
INSERT INTO pristine.mark SELECT pg_current_xact_id()::xid;
CREATE EVENT TRIGGER note_schema_change ON ddl_command_end EXECUTE FUNCTION pristine.note_schema_change();

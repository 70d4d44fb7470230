-- Schemas and types; the roles they are granted to are made before (modules/platform/database/roles.ts). mawa_owner owns the
-- tables and runs migrations; mawa_app is the application, subject to row-level security. Nobody signs in as the
-- other three: mawa_gate owns the functions that may do more than their caller (SECURITY DEFINER), mawa_blind
-- those that answer a yes, a no or a count about cases that the caller may not read, and mawa_figures is entered
-- by mawa_app for statistics, where it reads codes and days of all cases and no name.

-- Keys of sealed fields stand in a schema of their own, so that a dump can leave them out.
CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO mawa_app, mawa_blind, mawa_gate;
GRANT USAGE ON SCHEMA public TO mawa_app, mawa_figures, mawa_blind, mawa_gate;

-- What was installed when, for servers that start and for the next upgrade (docs/upgrading.md).
CREATE SCHEMA release;
GRANT USAGE ON SCHEMA release TO mawa_app;

-- Partitions of tables of `public`, by years. No role of the application may enter it: rows are read and written through the
-- partitioned table alone, under its policies.
CREATE SCHEMA partitions;

-- An amount of money as it is paid: no sign, no fraction of a cent.
CREATE DOMAIN money_to_the_cent AS numeric
  CONSTRAINT money_to_the_cent CHECK (VALUE >= 0 AND VALUE < 1e12 AND scale(VALUE) <= 2);

-- What an actor may reach: the principals whose access rows count for them, and the cases hidden from them.
CREATE TYPE reach AS (principals uuid[], hidden_cases uuid[]);

-- Keys of sealed fields stand in a schema of their own, so that a dump can leave them out.
CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO mawa_app, mawa_blind, mawa_gate;
GRANT USAGE ON SCHEMA public TO mawa_app, mawa_figures, mawa_blind, mawa_gate;

-- An amount of money as it is paid: no sign, no fraction of a cent.
CREATE DOMAIN money_to_the_cent AS numeric
  CONSTRAINT money_to_the_cent CHECK (VALUE >= 0 AND VALUE < 1e12 AND scale(VALUE) <= 2);

-- What an actor may reach: the principals whose access rows count for them, and the cases hidden from them.
CREATE TYPE reach AS (principals uuid[], hidden_cases uuid[]);

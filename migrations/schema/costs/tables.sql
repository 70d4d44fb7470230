-- One row is the expected cost of one night or one unit of a kind of service, in one currency, from a day on;
-- a later row supersedes it. Written when another person confirms it (write_unit_cost), never changed.
CREATE TABLE unit_costs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_-]{1,39}$'),
  currency char(3) NOT NULL,
  amount numeric(12,2) NOT NULL CHECK (amount > 0),
  valid_from date NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 2 AND 200),
  -- Who proposed it.
  entered_by uuid NOT NULL REFERENCES users (id),
  entered_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT unit_costs_once_a_day UNIQUE (kind, currency, valid_from)
);
GRANT SELECT ON unit_costs TO mawa_app;
GRANT SELECT ON unit_costs TO mawa_figures;
GRANT SELECT (kind), INSERT ON unit_costs TO mawa_gate;

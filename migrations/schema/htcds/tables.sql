-- What another organisation sent of a person in a file of the Human Trafficking Case Data Standard
-- (docs/htcds.md) and no table here has a place for: one sealed text a part of the case. Deleted when the
-- person is erased.
CREATE TABLE htcds_received (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  part text NOT NULL CHECK (part IN ('facts', 'identity', 'contact', 'story', 'care')),
  edition text NOT NULL DEFAULT '2.0',
  said_sealed bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT mawa_now(),
  received_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  CONSTRAINT htcds_received_once UNIQUE (case_id, part)
);
GRANT SELECT, INSERT ON htcds_received TO mawa_app;
GRANT DELETE ON htcds_received TO mawa_gate;
GRANT SELECT (case_id) ON htcds_received TO mawa_gate;


-- The register of exports in that standard: to whom, why, which parts, how many people and how many left out.
-- Who is in it stands in `shares` (source_kind htcds_export).
CREATE TABLE htcds_exports (
  id uuid PRIMARY KEY,
  class text NOT NULL CHECK (class IN ('case_list', 'identity')),
  recipient_id uuid NOT NULL REFERENCES organisations (id),
  purpose text NOT NULL CHECK (purpose IN ('sharing', 'statistics')),
  why text NOT NULL CHECK (why ~ '^[a-z_]{3,40}$'),
  -- Parts of the case that it holds.
  parts text[] NOT NULL
    CHECK (parts <@ ARRAY['facts', 'identity', 'contact', 'story', 'care'] AND 'facts' = ANY (parts)),
  people integer NOT NULL CHECK (people > 0),
  left_out integer NOT NULL CHECK (left_out >= 0),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  until_at timestamptz NOT NULL,
  CONSTRAINT htcds_exports_end CHECK (until_at > made_at),
  CONSTRAINT htcds_exports_of_codes_tell_codes
    CHECK (class = 'identity' OR NOT (parts && ARRAY['identity', 'contact'])),
  CONSTRAINT htcds_exports_of_identities_are_shared CHECK (class = 'case_list' OR purpose = 'sharing')
);
CREATE INDEX htcds_exports_by_maker ON htcds_exports (made_by, made_at DESC);
GRANT SELECT, INSERT ON htcds_exports TO mawa_app;

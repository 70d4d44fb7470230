-- One row is one act or one reading of cases or records, by whom and of which ids; names of fields, never
-- values. Added by the application and by functions, never changed; nothing deletes it. Partitioned by years of its time in
-- UTC; the partitions are made by make_audit_partitions().
CREATE TABLE audit_log (
  -- The last byte of the actor's id modulo 16; some functions write 0.
  lane smallint NOT NULL,
  -- Given by the identity alone, which no role of the application can pass by. That no number stands in two partitions is
  -- looked for by `mawa audit verify`: a primary key of a partitioned table holds its time too.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  actor_id uuid,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_ids uuid[] NOT NULL DEFAULT '{}',
  fields text[] NOT NULL DEFAULT '{}',
  outcome text NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'refused', 'not_found')),
  request_id text,
  -- The same act as canonical JSON.
  body text NOT NULL,
  -- Through which token a program did it.
  token_id uuid DEFAULT mawa_token(),
  -- A nonce of 16 bytes and the keyed hash of the row (HMAC-SHA-256), by a key that is not in the database. Null: the row
  -- was added by a function (modules/audit/chain/functions-without-mac.data.ts), or before the chain (audit_starts).
  mac bytea CHECK (length(mac) = 48),
  -- Page, api, token, command, job or system. Null: rows of before 0.2.0, and of nobody.
  origin text DEFAULT mawa_origin(),
  PRIMARY KEY (seq, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_by_subject ON audit_log USING gin (subject_ids);
CREATE INDEX audit_by_actor ON audit_log (actor_id, at);
CREATE INDEX audit_by_time ON audit_log (at);
CREATE INDEX audit_by_token ON audit_log (token_id, seq) WHERE token_id IS NOT NULL;
CREATE INDEX audit_by_action ON audit_log (action text_pattern_ops, seq);
GRANT SELECT ON audit_log TO mawa_app, mawa_gate;
GRANT INSERT (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body, mac) ON
  audit_log TO mawa_app, mawa_gate;
GRANT SELECT (at, actor_id, action), INSERT (lane, actor_id, action, subject_kind, subject_ids, fields,
  outcome, request_id, body) ON audit_log TO mawa_blind;

-- Rows of the audit logs that were committed, sealed together by a worker within seconds. Each batch is hashed over the one
-- before it, so that a row or a batch that is changed, taken away or put in is found by `mawa audit verify`. Added by
-- the system, never changed or deleted.
CREATE TABLE audit_batches (
  log text NOT NULL CHECK (log IN ('audit_log', 'complaint_trail')),
  -- Counted up by one: a number of 2^62 would stop the sealing after it.
  number bigint NOT NULL CHECK (number > 0 AND number < 4611686018427387904),
  -- The numbers of its rows.
  seqs int8multirange NOT NULL,
  row_count integer NOT NULL CHECK (row_count > 0),
  -- Of each row in the order of seqs, 16 bytes of a keyed hash: says which row differs.
  digests bytea NOT NULL,
  -- The highest number that was sealed so far.
  top bigint NOT NULL,
  -- Numbers below it that were not visible: of transactions that were open or were rolled back. Looked for again until
  -- those that were open are over.
  open_seqs int8multirange NOT NULL,
  -- The older of these, the transaction id before which all must be over, and since when it waits.
  closing_seqs int8multirange NOT NULL,
  closing_xid bigint NOT NULL,
  closing_since timestamptz NOT NULL,
  -- Rows without a mac are allowed: servers of before the chain still wrote.
  before_chain boolean NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT mawa_now(),
  mac bytea NOT NULL CHECK (length(mac) = 32),
  PRIMARY KEY (log, number),
  CONSTRAINT audit_batches_digest_of_each_row CHECK (length(digests) = 16 * row_count)
);
GRANT SELECT, INSERT ON audit_batches TO mawa_app;

-- The last row of each log that was written before the chain; 0 in a database that began with it.
CREATE TABLE audit_starts (
  log text PRIMARY KEY CHECK (log IN ('audit_log', 'complaint_trail')),
  last_seq bigint NOT NULL CHECK (last_seq >= 0)
);
GRANT SELECT ON audit_starts TO mawa_app;

-- What each verification of the audit logs found: by night (what is new, once a month the whole), or by command.
CREATE TABLE audit_verifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  row_count bigint NOT NULL CHECK (row_count >= 0),
  batch_count bigint NOT NULL CHECK (batch_count >= 0),
  anchor_count bigint NOT NULL CHECK (anchor_count >= 0),
  finding_count bigint NOT NULL CHECK (finding_count >= 0),
  -- From the first batch on.
  whole boolean NOT NULL DEFAULT true,
  -- The first of what was found: kind, log and numbers of rows and batches.
  findings jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(findings) = 'array')
);
CREATE INDEX audit_verifications_by_time ON audit_verifications (at);
GRANT SELECT, INSERT (id, row_count, batch_count, anchor_count, finding_count, whole, findings)
  ON audit_verifications TO mawa_app;

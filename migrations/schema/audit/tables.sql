-- One row is one act or one reading of cases or records, by whom and of which ids; names of fields, never
-- values. Added by the application and by functions, never changed; nothing deletes it.
CREATE TABLE audit_log (
  -- The last byte of the actor's id modulo 16; some functions write 0.
  lane smallint NOT NULL,
  seq bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
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
  token_id uuid DEFAULT mawa_token()
);
CREATE INDEX audit_by_subject ON audit_log USING gin (subject_ids);
CREATE INDEX audit_by_actor ON audit_log (actor_id, at);
CREATE INDEX audit_by_time ON audit_log (at);
CREATE INDEX audit_by_token ON audit_log (token_id, seq) WHERE token_id IS NOT NULL;
CREATE INDEX audit_by_action ON audit_log (action text_pattern_ops, seq);
GRANT SELECT ON audit_log TO mawa_app;
GRANT INSERT (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body) ON
  audit_log TO mawa_app, mawa_gate;
GRANT SELECT (at, actor_id, action), INSERT (lane, actor_id, action, subject_kind, subject_ids, fields,
  outcome, request_id, body) ON audit_log TO mawa_blind;

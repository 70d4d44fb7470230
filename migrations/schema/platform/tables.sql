-- One row is one time that `mawa migrate` or `mawa upgrade` changed the schema; the last one counts. A server starts
-- where `version` is not below its own and `oldest_server` not above it.
CREATE TABLE release.versions (
  id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  version text NOT NULL CHECK (version ~ '^\d+\.\d+\.\d+'),
  oldest_server text NOT NULL CHECK (oldest_server ~ '^\d+\.\d+\.\d+'),
  at timestamptz NOT NULL
);
GRANT SELECT ON release.versions TO mawa_app;


-- Each function, view, trigger, policy and switched-on row-level security as `migrations/schema` had it when it was
-- last made, by what it is called; `digest` is the SHA-256 of its text.
CREATE TABLE release.code (
  name text PRIMARY KEY,
  digest bytea NOT NULL CHECK (length(digest) = 32)
);


-- At most one row: what this database is for. `synthetic`: its people are invented (demonstration, practice), which each
-- page and file says; no mail leaves it and no archive of a programme is read into it. Written before the first account,
-- never changed.
CREATE TABLE installation (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  synthetic boolean NOT NULL,
  made_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT ON installation TO mawa_app, mawa_gate;


-- One row is one backup that was made whole and read back (`mawa backup`), by the system; never changed.
CREATE TABLE backups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Name of the file of the data, without its folder.
  file text NOT NULL CHECK (length(file) BETWEEN 1 AND 200),
  -- Of both encrypted files together.
  bytes bigint NOT NULL CHECK (bytes > 0),
  row_count bigint NOT NULL CHECK (row_count >= 0),
  began_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Written to the disk of MAWA_DATA, with which it would be lost.
  on_data_disk boolean NOT NULL DEFAULT false,
  CONSTRAINT backups_end_after_they_begin CHECK (made_at >= began_at)
);
CREATE INDEX backups_by_time ON backups (began_at);
GRANT SELECT, INSERT (file, bytes, row_count, began_at, on_data_disk) ON backups TO mawa_app;


-- One row is one backup that was restored into a database of its own and compared row by row (`mawa restore --trial`), by
-- the system; never changed.
CREATE TABLE restore_trials (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Name of the file of the data, without its folder.
  file text NOT NULL CHECK (length(file) BETWEEN 1 AND 200),
  row_count bigint NOT NULL CHECK (row_count >= 0),
  began_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT restore_trials_end_after_they_begin CHECK (made_at >= began_at)
);
GRANT SELECT, INSERT (file, row_count, began_at) ON restore_trials TO mawa_app;


-- One row is one value of one setting, valid from an instant until a later row of the same key; never
-- changed once it is valid. mawa_setting() reads the one valid now. Written by setting_is_decided() alone.
CREATE TABLE settings (
  key text,
  valid_from timestamptz,
  value jsonb NOT NULL,
  source text NOT NULL,
  set_by uuid,
  -- Taken back before its day: never valid.
  cancelled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (key, valid_from),
  -- threshold_<audience>, the smallest count of people shown: a whole number from 3 to 100.
  CONSTRAINT settings_threshold_protects
    CHECK (CASE
          WHEN key ~~ E'threshold\\_%' THEN
            CASE
              WHEN jsonb_typeof(value) = 'number' THEN
                CAST(value #>> '{}'::text[] AS numeric) >= 3
                AND CAST(value #>> '{}'::text[] AS numeric) <= 100
                AND (CAST(value #>> '{}'::text[] AS numeric) % 1) = 0
              ELSE false
            END
          ELSE true
        END),
  -- The largest share of one document in a published amount: from 0.5 to 0.9.
  CONSTRAINT settings_money_share_protects
    CHECK (CASE
          WHEN key = 'money_share' THEN
            CASE
              WHEN jsonb_typeof(value) = 'number' THEN
                CAST(value #>> '{}'::text[] AS numeric) BETWEEN 0.5 AND 0.9
              ELSE false
            END
          ELSE true
        END)
);
GRANT SELECT ON settings TO mawa_app, mawa_figures, mawa_blind, mawa_gate;


-- Counters of attempts (signing in and the like), with the instant at which they end in milliseconds since
-- 1970. Layout of the library that writes it; not under row-level security.
CREATE TABLE rate_limits (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO mawa_app;
GRANT DELETE ON rate_limits TO mawa_gate;
GRANT SELECT (expire) ON rate_limits TO mawa_gate;


-- One row is the answer given to one API request that carried an id, so that a repeated request gets the same
-- answer. Kept for keep_request_ids_days.
CREATE TABLE request_ids (
  user_id uuid,
  use_case text,
  request_id text CHECK (length(request_id) BETWEEN 8 AND 100),
  body_digest bytea NOT NULL,
  answer jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (user_id, use_case, request_id)
);
CREATE INDEX request_ids_by_age ON request_ids (at);
GRANT SELECT, INSERT ON request_ids TO mawa_app;
GRANT DELETE ON request_ids TO mawa_gate;
GRANT SELECT (at) ON request_ids TO mawa_gate;


-- One row is one piece of background work: what, for whom, how far. Payloads are ids, never data of a person.
-- Kept for keep_finished_jobs_days after its end.
CREATE TABLE jobs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind ~ '^[a-z]+(-[a-z]+)*$' AND length(kind) <= 40),
  params jsonb NOT NULL DEFAULT '{}'::jsonb,
  -- With `kind`: at most one such job waits, runs or is done.
  once text CHECK (length(once) BETWEEN 1 AND 100),
  asked_by uuid NOT NULL REFERENCES users (id),
  language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'refused')),
  progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  step text CHECK (step ~ '^[A-Za-z0-9_.-]{1,60}$'),
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  error_code text CHECK (error_code ~ '^[A-Za-z0-9_.-]{1,80}$'),
  result jsonb,
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  started_at timestamptz,
  finished_at timestamptz,
  cancel_asked_at timestamptz,
  -- Written while the job runs; one that stops is taken up again.
  heartbeat_at timestamptz,
  error_params jsonb,
  -- The job that failed and is asked for once more by this one; a job is asked for again once.
  retry_of uuid UNIQUE REFERENCES jobs (id) ON DELETE SET NULL,
  -- Of the request, or the run of a schedule, that asked for it: finds their lines in the log.
  trace_id text CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  -- The token through which a program asked for it, whose scope the job keeps.
  token_id uuid DEFAULT mawa_token(),
  CONSTRAINT jobs_params_are_a_record
    CHECK (jsonb_typeof(params) = 'object' AND length(params::text) <= 2000),
  CONSTRAINT jobs_end_once
    CHECK ((state IN ('done', 'failed', 'cancelled', 'refused')) = (finished_at IS NOT NULL)),
  CONSTRAINT jobs_done_is_complete CHECK (state <> 'done' OR progress = 100),
  CONSTRAINT jobs_result_only_when_done CHECK (result IS NULL OR state = 'done'),
  CONSTRAINT jobs_running_have_begun
    CHECK (state <> 'running' OR (started_at IS NOT NULL AND heartbeat_at IS NOT NULL AND attempts > 0)),
  CONSTRAINT jobs_say_why CHECK (state NOT IN ('failed', 'refused') OR error_code IS NOT NULL),
  CONSTRAINT jobs_error_params_are_a_record
    CHECK (jsonb_typeof(error_params) = 'object' AND length(error_params::text) <= 2000)
);
CREATE UNIQUE INDEX jobs_once ON jobs (kind, once)
  WHERE once IS NOT NULL AND state IN ('waiting', 'running', 'done');
CREATE INDEX jobs_unfinished ON jobs (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_by_asker ON jobs (asked_by, asked_at DESC);
CREATE INDEX jobs_by_report ON jobs (((params ->> 'reportId'::text)), asked_at DESC)
  WHERE kind IN ('draft-report', 'render-report');
CREATE INDEX jobs_by_report_made_again ON jobs (((params ->> 'reportId'::text)), asked_at DESC)
  WHERE kind = 'reproduce-report';
GRANT SELECT, INSERT, UPDATE ON jobs TO mawa_app;
GRANT DELETE ON jobs TO mawa_gate;
GRANT SELECT (id, finished_at) ON jobs TO mawa_gate;
COMMENT ON COLUMN jobs.error_params IS 'Fills the sentence of error_code; kept only of errors whose parameters name no person.';


-- One row is one change of state of one job; kept as long as the job.
CREATE TABLE job_states (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  job_id uuid NOT NULL REFERENCES jobs (id),
  from_state text CHECK (from_state IN ('waiting', 'running')),
  to_state text NOT NULL
    CHECK (to_state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'refused')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid REFERENCES users (id),
  reason text CHECK (length(reason) BETWEEN 1 AND 80)
);
CREATE INDEX job_states_by_job ON job_states (job_id, id);
GRANT SELECT, INSERT ON job_states TO mawa_app;
GRANT DELETE ON job_states TO mawa_gate;
GRANT SELECT (job_id) ON job_states TO mawa_gate;


-- One row is what somebody typed in a form that was refused or met an ended session. Deleted when its time is
-- over, after half an hour (at most one hour, by the constraint).
CREATE TABLE form_drafts (
  id uuid PRIMARY KEY,
  -- SHA-256 of a cookie of the browser; the key of `sealed` is derived from that cookie and stored nowhere.
  holder bytea NOT NULL CHECK (octet_length(holder) = 32),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  sealed bytea NOT NULL CHECK (octet_length(sealed) <= 70000),
  kept_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK (expires_at > kept_at AND expires_at <= (kept_at + '01:00:00'::interval))
);
CREATE INDEX form_drafts_by_holder ON form_drafts (holder, kept_at);
CREATE INDEX form_drafts_by_expiry ON form_drafts (expires_at);
CREATE INDEX form_drafts_by_user ON form_drafts (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON form_drafts TO mawa_app;
COMMENT ON TABLE form_drafts IS 'Typed text of forms that were refused or met an ended session; sealed under a key in a cookie, gone after 30 minutes';


-- One row is a form of a page that was sent: the same form of the same page with the same content is taken once.
-- Without `location` it is being answered. Kept for keep_request_ids_days.
CREATE TABLE form_submissions (
  user_id uuid DEFAULT mawa_actor() REFERENCES users (id) ON DELETE CASCADE,
  -- HMAC-SHA-256 of address, stamp of the page, fields and files.
  digest bytea CHECK (octet_length(digest) = 32),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Where the browser was led, and the sealed cookie with the word for that page.
  location text CHECK (location LIKE '/%'),
  flash text,
  PRIMARY KEY (user_id, digest)
);
CREATE INDEX form_submissions_by_age ON form_submissions (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON form_submissions TO mawa_app;
GRANT DELETE ON form_submissions TO mawa_gate;
GRANT SELECT (at) ON form_submissions TO mawa_gate;

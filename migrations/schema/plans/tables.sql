-- One row is one task: about a case, a record (subject_id, whose table follows from `kind`) or both, for a
-- role or one user, due at an instant. Opened by functions (open_task, notify_case_holders and others) or by hand,
-- done once; tasks_once_for_a_role keeps the same one from being open twice.
CREATE TABLE tasks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  subject_id uuid,
  for_role text,
  due_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT mawa_now(),
  done_at timestamptz,
  done_by uuid REFERENCES users (id),
  for_user uuid REFERENCES users (id),
  -- Text of a task written by hand, sealed with the key of its case.
  title bytea,
  opened_by uuid REFERENCES users (id),
  taken_by uuid REFERENCES users (id),
  -- While it is done, what ended it: by_hand, its_act, or what became of its subject (file_closed …).
  ended_by text,
  CONSTRAINT tasks_kind_is_a_word CHECK (kind ~ '^[a-z_]{3,40}$'),
  CONSTRAINT tasks_are_for_somebody CHECK (for_role IS NOT NULL OR for_user IS NOT NULL),
  CONSTRAINT tasks_title_is_about_a_person CHECK (title IS NULL OR case_id IS NOT NULL),
  CONSTRAINT tasks_done_by_somebody CHECK (done_at IS NOT NULL OR done_by IS NULL),
  CONSTRAINT tasks_ended_by_is_a_word
    CHECK (ended_by IS NULL OR (ended_by ~ '^[a-z_]{3,40}$' AND done_at IS NOT NULL))
);
CREATE UNIQUE INDEX tasks_once_for_a_role ON tasks (kind, case_id, subject_id, for_user, for_role) NULLS NOT DISTINCT
  WHERE done_at IS NULL;
CREATE INDEX tasks_by_subject ON tasks (subject_id) WHERE done_at IS NULL;
CREATE INDEX tasks_open_by_due ON tasks (due_at, id) WHERE done_at IS NULL;
CREATE INDEX tasks_by_case ON tasks (case_id) WHERE done_at IS NULL;
CREATE INDEX tasks_done_by ON tasks (done_by, done_at) WHERE done_at IS NOT NULL;
-- Reopened with what they are about.
CREATE INDEX tasks_ended_with_a_subject ON tasks (subject_id, ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX tasks_ended_with_a_file ON tasks (case_id) WHERE ended_by = 'file_closed';
CREATE INDEX tasks_by_opening ON tasks (opened_at) WHERE done_at IS NULL;
CREATE INDEX tasks_of_duplicates ON tasks (for_user, opened_at) WHERE kind = 'duplicate';
GRANT SELECT, INSERT, UPDATE ON tasks TO mawa_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks TO mawa_gate;
GRANT SELECT (kind, case_id, subject_id, for_role, opened_at, done_at, for_user), UPDATE (done_at, done_by)
  ON tasks TO mawa_gate;
GRANT SELECT (case_id, due_at, done_at, for_user, for_role, taken_by) ON tasks TO mawa_blind;


-- One row is one thing done with one task (taken, postponed for a reason, done …); never changed. `ended` and
-- `reopened` are written by trigger: `reason` says by what a task ended that nobody marked as done.
CREATE TABLE task_changes (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  task_id uuid NOT NULL REFERENCES tasks (id),
  change text NOT NULL CONSTRAINT task_changes_change_check CHECK (change IN (
    'taken', 'put_back', 'postponed', 'done', 'not_done', 'ended', 'reopened', 'delegated')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
  due_before timestamptz,
  due_after timestamptz,
  -- The colleague to whom it was delegated.
  to_user uuid REFERENCES users (id),
  CONSTRAINT task_changes_delegating_says_to_whom
    CHECK ((change = 'delegated') = (to_user IS NOT NULL) AND to_user <> by),
  CONSTRAINT task_changes_ending_says_by_what CHECK (change <> 'ended' OR reason IS NOT NULL),
  CONSTRAINT task_changes_postponing_says_why
    CHECK (change <> 'postponed' OR (reason IS NOT NULL AND due_before IS NOT NULL AND due_after > at))
);
CREATE INDEX task_changes_by_task ON task_changes (task_id, id);
CREATE INDEX task_changes_delegated_to ON task_changes (to_user, at) WHERE change = 'delegated';
CREATE INDEX task_changes_delegated ON task_changes ("by", task_id) WHERE change = 'delegated';
GRANT SELECT, INSERT ON task_changes TO mawa_app;
GRANT SELECT (task_id, change, due_before), INSERT ON task_changes TO mawa_gate;


-- One row is one version of the reintegration plan of a case: drafted, agreed or refused by the person, sent,
-- and approved by a supervisor who wrote nothing of it; then replaced by the next. At most one open and one
-- in force per case.
CREATE TABLE plans (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  version integer NOT NULL CHECK (version BETWEEN 1 AND 999),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'approved', 'replaced', 'dropped')),
  based_on uuid REFERENCES plans (id),
  revision integer NOT NULL DEFAULT 1,
  author_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- What the person wants, sealed with the key of the case.
  wishes bytea,
  agreement text CHECK (agreement IN ('agreed', 'refused')),
  agreed_on date,
  agreed_how text CHECK (agreed_how IN ('oral', 'written', 'witnessed', 'guardian')),
  agreed_language text CHECK (length(agreed_language) <= 20),
  sent_by uuid REFERENCES users (id),
  sent_at timestamptz,
  decided_by uuid REFERENCES users (id),
  decided_at timestamptz,
  CONSTRAINT plans_version_once UNIQUE (case_id, version),
  CONSTRAINT plans_of_a_case UNIQUE (id, case_id),
  CONSTRAINT plans_agreement_is_whole
    CHECK (num_nonnulls(agreement, agreed_on, agreed_how, agreed_language) IN (0, 4)),
  CONSTRAINT plans_sent_are_agreed
    CHECK (state IN ('draft', 'dropped')
        OR (sent_by IS NOT NULL AND sent_at IS NOT NULL AND agreement IS NOT NULL)),
  CONSTRAINT plans_approved_by_another
    CHECK (state NOT IN ('approved', 'replaced')
        OR (decided_at IS NOT NULL AND decided_by <> author_id AND decided_by <> sent_by))
);
CREATE UNIQUE INDEX plans_one_open ON plans (case_id) WHERE state IN ('draft', 'sent');
CREATE UNIQUE INDEX plans_one_in_force ON plans (case_id) WHERE state = 'approved';
GRANT SELECT, INSERT, UPDATE ON plans TO mawa_app;
GRANT SELECT (case_id, state) ON plans TO mawa_blind;


-- Everybody who wrote in one plan; none of them approves it.
CREATE TABLE plan_writers (
  plan_id uuid,
  case_id uuid NOT NULL,
  user_id uuid REFERENCES users (id),
  PRIMARY KEY (plan_id, user_id),
  FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE
);
GRANT SELECT, INSERT ON plan_writers TO mawa_app;


-- One row is one goal of one plan; `key` stays the same from version to version. `title` is sealed with the
-- key of the case.
CREATE TABLE plan_goals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id uuid NOT NULL,
  case_id uuid NOT NULL,
  key uuid NOT NULL,
  position smallint NOT NULL,
  dimension text NOT NULL
    CHECK (dimension IN ('economic', 'social', 'psychosocial', 'health', 'legal', 'safety')),
  title bytea NOT NULL,
  CONSTRAINT plan_goals_once UNIQUE (plan_id, key),
  FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX plan_goals_by_case ON plan_goals (case_id);
GRANT SELECT, INSERT, DELETE ON plan_goals TO mawa_app;


-- One row is one step towards a goal of the same plan: who does it, by when. `key` stays the same from
-- version to version; `what` is sealed.
CREATE TABLE plan_steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id uuid NOT NULL,
  case_id uuid NOT NULL,
  goal_key uuid NOT NULL,
  key uuid NOT NULL,
  position smallint NOT NULL,
  who text NOT NULL CHECK (who IN ('person', 'team', 'partner', 'authority')),
  user_id uuid REFERENCES users (id),
  due_on date CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
  what bytea NOT NULL,
  CONSTRAINT plan_steps_once UNIQUE (plan_id, key),
  FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE,
  FOREIGN KEY (plan_id, goal_key) REFERENCES plan_goals (plan_id, key) ON DELETE CASCADE
);
CREATE INDEX plan_steps_by_case ON plan_steps (case_id);
GRANT SELECT, INSERT, DELETE ON plan_steps TO mawa_app;


-- One row is one change of state of a plan; `note` is sealed.
CREATE TABLE plan_states (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id uuid NOT NULL,
  case_id uuid NOT NULL,
  from_state text,
  to_state text NOT NULL CHECK (to_state IN ('draft', 'sent', 'approved', 'replaced', 'dropped')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  note bytea,
  FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX plan_states_by_plan ON plan_states (plan_id, at);
GRANT SELECT, INSERT ON plan_states TO mawa_app;


-- One row says how far one goal or step (by its key) of a case is; the last one counts. `note` is sealed.
CREATE TABLE plan_progress (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  of text NOT NULL CHECK (of IN ('goal', 'step')),
  key uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('to_do', 'under_way', 'done', 'set_aside')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  note bytea
);
CREATE INDEX plan_progress_by_key ON plan_progress (case_id, key, at DESC);
GRANT SELECT, INSERT ON plan_progress TO mawa_app;
GRANT SELECT (case_id, at) ON plan_progress TO mawa_blind;


-- One row is one choice of a user about the daily e-mail with counts of their tasks; the last one counts.
-- Times are minutes after midnight.
CREATE TABLE digest_choices (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  wanted boolean NOT NULL,
  at smallint NOT NULL CHECK (at BETWEEN 0 AND 1439),
  weekdays smallint[] NOT NULL
    CHECK (weekdays <@ '{1,2,3,4,5,6,7}'::smallint[] AND cardinality(weekdays) BETWEEN 1 AND 7),
  quiet_from smallint NOT NULL CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_until smallint NOT NULL CHECK (quiet_until BETWEEN 0 AND 1439),
  chosen_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT digest_choices_not_in_quiet_hours
    CHECK (NOT (wanted)
        OR NOT (CASE
              WHEN quiet_from <= quiet_until THEN (at >= quiet_from AND at < quiet_until)
              ELSE (at >= quiet_from OR at < quiet_until)
            END))
);
CREATE INDEX digest_choices_by_user ON digest_choices (user_id, id DESC);
GRANT SELECT, INSERT ON digest_choices TO mawa_app;


-- One row is the digest of one user for one day: counts, and whether it was sent.
CREATE TABLE digests (
  user_id uuid DEFAULT mawa_actor() REFERENCES users (id),
  day date,
  overdue integer NOT NULL CHECK (overdue >= 0),
  today integer NOT NULL CHECK (today >= 0),
  coming integer NOT NULL CHECK (coming >= 0),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  attempts smallint NOT NULL DEFAULT 0,
  sent_at timestamptz,
  PRIMARY KEY (user_id, day),
  CONSTRAINT digests_say_something CHECK (sent_at IS NULL OR (overdue + today) > 0)
);
CREATE INDEX digests_to_send ON digests (day) WHERE sent_at IS NULL;
GRANT SELECT, INSERT ON digests TO mawa_app;
GRANT UPDATE (overdue, today, coming, attempts, sent_at) ON digests TO mawa_app;


-- One row is when one user last looked at what had arrived for them: what came since is new.
CREATE TABLE arrivals_seen (
  user_id uuid PRIMARY KEY DEFAULT mawa_actor() REFERENCES users (id),
  seen_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT, UPDATE ON arrivals_seen TO mawa_app;

-- Small businesses of people in the programme: docs/projects.md. Common columns: by = who wrote the row, at =
-- when, place = the order of writing; note, idea, milestone, what, seen and reason (bytea) = sealed words,
-- under the key of the project, NULL after erasure. Rows are added, not changed; states are moved by
-- triggers.


-- ==== Projects and their people ====

-- A legal step of a project, or of a thing in its register. Reference data (migrations/data/transitions).
CREATE TABLE project_transitions (
  of_what text CHECK (of_what IN ('project', 'asset')),
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (of_what, from_state, to_state)
);
GRANT SELECT ON project_transitions TO mawa_app, mawa_gate;


-- A business project of one person (`own`), of several with shares (`cooperative`) or for many (`community`).
-- The title is in clear and names nobody; state is moved by rows of project_steps alone.
CREATE TABLE projects (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('own', 'cooperative', 'community')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  -- Code of a list of economic activities, of its version list_version.
  activity text NOT NULL CHECK (activity ~ '^[A-Za-z0-9_]{1,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  region text NOT NULL CHECK (region ~ '^[0-9]{2}$'),
  state text NOT NULL DEFAULT 'new',
  officer_id uuid NOT NULL REFERENCES users (id),
  idea bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY
);
GRANT SELECT ON projects TO mawa_app, mawa_gate;
GRANT INSERT (id, kind, title, activity, list_version, region, officer_id, idea) ON projects TO mawa_app;
GRANT SELECT (id, kind, activity, region, state, place) ON projects TO mawa_figures;
GRANT UPDATE (title, state, idea) ON projects TO mawa_gate;


-- A person in a project, from the day of joining until the day of leaving. Belongs to the part `care` of that
-- person's case; the other tables belong to the project.
CREATE TABLE project_people (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  -- Of a cooperative alone.
  shares integer CHECK (shares BETWEEN 1 AND 1000000),
  joined_on date NOT NULL CHECK (joined_on BETWEEN '2000-01-01' AND '2100-01-01'),
  left_on date CHECK (left_on BETWEEN '2000-01-01' AND '2100-01-01'),
  left_by uuid REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_people_of_a_project UNIQUE (id, project_id),
  CONSTRAINT project_people_leave_after_joining CHECK (left_on >= joined_on),
  CONSTRAINT project_people_left_by_somebody CHECK ((left_on IS NULL) = (left_by IS NULL))
);
CREATE UNIQUE INDEX project_people_once ON project_people (project_id, case_id) WHERE left_on IS NULL;
CREATE INDEX project_people_by_case ON project_people (case_id);
GRANT SELECT ON project_people TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, case_id, shares, joined_on), UPDATE (left_on, left_by) ON project_people TO
  mawa_app;
GRANT SELECT (id, project_id, case_id, joined_on, left_on) ON project_people TO mawa_figures;
GRANT UPDATE (left_on, left_by) ON project_people TO mawa_gate;


-- A step of a project; the trigger project_step_moves checks it and sets projects.state. The committee's
-- steps are written by its decision alone.
CREATE TABLE project_steps (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  reason text,
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_steps_end_with_a_reason
    CHECK (CASE to_state
          WHEN 'ended' THEN COALESCE(reason IN ('alive', 'closed', 'given_up'), false)
          WHEN 'withdrawn' THEN
            COALESCE(reason IN ('changed_mind', 'other_way', 'somebody_left', 'for_safety', 'case_closed'),
              false)
          ELSE reason IS NULL
        END)
);
CREATE INDEX project_steps_by_project ON project_steps (project_id, place);
GRANT SELECT ON project_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, from_state, to_state, on_day, reason, note) ON project_steps TO mawa_app;
GRANT INSERT (id, project_id, from_state, to_state, on_day, reason, note), UPDATE (note) ON project_steps TO
  mawa_gate;
GRANT SELECT (project_id, from_state, to_state, on_day, reason, place) ON project_steps TO mawa_figures;


-- ==== Plan ====

-- An edition of the business plan, written whole with its lines; the last one counts. Amounts in dirhams.
CREATE TABLE project_plans (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  edition smallint NOT NULL CHECK (edition >= 1),
  starts_on date NOT NULL CHECK (starts_on BETWEEN '2000-01-01' AND '2100-01-01'),
  own_contribution numeric(12,2) NOT NULL CHECK (own_contribution >= 0),
  grant_asked numeric(12,2) NOT NULL CHECK (grant_asked >= 0),
  currency char(3) NOT NULL DEFAULT 'MAD' CHECK (currency = 'MAD'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_plans_of_a_project UNIQUE (id, project_id),
  CONSTRAINT project_plans_editions UNIQUE (project_id, edition),
  CONSTRAINT project_plans_begin_with_a_month CHECK (EXTRACT(DAY FROM starts_on) = 1)
);
GRANT SELECT ON project_plans TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, edition, starts_on, own_contribution, grant_asked) ON project_plans TO mawa_app;


-- A line of a plan: a need at the start (one amount), or income or expense of twelve months (twelve).
CREATE TABLE project_plan_lines (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL,
  project_id uuid NOT NULL REFERENCES projects (id),
  kind text NOT NULL CHECK (kind IN ('need', 'income', 'expense')),
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
  amounts numeric(12,2)[] NOT NULL CHECK (0 <= ALL (amounts)),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (plan_id, project_id) REFERENCES project_plans (id, project_id),
  CONSTRAINT project_plan_lines_have_their_months
    CHECK (cardinality(amounts) = (CASE kind WHEN 'need' THEN 1 ELSE 12 END)
        AND array_position(amounts, NULL) IS NULL)
);
CREATE INDEX project_plan_lines_by_plan ON project_plan_lines (plan_id, place);
GRANT SELECT ON project_plan_lines TO mawa_app, mawa_gate;
GRANT INSERT (id, plan_id, project_id, kind, label, amounts) ON project_plan_lines TO mawa_app;
GRANT UPDATE (label) ON project_plan_lines TO mawa_gate;


-- ==== Committee ====

-- A criterion by which projects are scored, with its weight; the set with the latest valid_from holds.
-- Reference data.
CREATE TABLE project_criteria (
  valid_from date,
  code text CHECK (code ~ '^[a-z_]{2,40}$'),
  weight smallint NOT NULL CHECK (weight BETWEEN 1 AND 100),
  place smallint NOT NULL,
  source text NOT NULL,
  -- Taken back before its day: never in force (setting_is_decided).
  cancelled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (valid_from, code)
);
GRANT SELECT ON project_criteria TO mawa_app, mawa_gate;


-- A sitting of the committee, called in advance, with the user who chairs it.
CREATE TABLE project_sittings (
  id uuid PRIMARY KEY,
  held_on date NOT NULL CHECK (held_on BETWEEN '2000-01-01' AND '2100-01-01'),
  chair_id uuid NOT NULL REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY
);
GRANT SELECT ON project_sittings TO mawa_app, mawa_gate;
GRANT INSERT (id, held_on, chair_id) ON project_sittings TO mawa_app;


-- A member of a sitting. A seat opens the projects on its agenda for a time (projects_sat_on).
CREATE TABLE project_seats (
  sitting_id uuid REFERENCES project_sittings (id),
  user_id uuid REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (sitting_id, user_id)
);
GRANT SELECT ON project_seats TO mawa_app, mawa_gate;
GRANT INSERT (sitting_id, user_id) ON project_seats TO mawa_app;


-- A project, with an edition of its plan, before a sitting.
CREATE TABLE project_agendas (
  sitting_id uuid REFERENCES project_sittings (id),
  project_id uuid REFERENCES projects (id),
  plan_id uuid NOT NULL,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_agendas_once PRIMARY KEY (sitting_id, project_id),
  FOREIGN KEY (plan_id, project_id) REFERENCES project_plans (id, project_id)
);
CREATE INDEX project_agendas_by_project ON project_agendas (project_id);
GRANT SELECT ON project_agendas TO mawa_app, mawa_gate;
GRANT INSERT (sitting_id, project_id, plan_id) ON project_agendas TO mawa_app;


-- A member who withdrew from a project of a sitting; what they had scored counts no more.
CREATE TABLE project_recusals (
  sitting_id uuid,
  project_id uuid,
  user_id uuid DEFAULT mawa_actor(),
  reason text NOT NULL CHECK (reason IN ('knows', 'family', 'interest', 'other')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT project_recusals_once PRIMARY KEY (sitting_id, project_id, user_id),
  FOREIGN KEY (sitting_id, project_id) REFERENCES project_agendas (sitting_id, project_id),
  FOREIGN KEY (sitting_id, user_id) REFERENCES project_seats (sitting_id, user_id)
);
GRANT SELECT ON project_recusals TO mawa_app, mawa_gate;
GRANT INSERT (sitting_id, project_id, reason) ON project_recusals TO mawa_app;


-- The points of a member on one criterion, 1 to 5. A member scores all criteria in one transaction.
CREATE TABLE project_scores (
  id uuid PRIMARY KEY,
  sitting_id uuid NOT NULL,
  project_id uuid NOT NULL,
  user_id uuid NOT NULL DEFAULT mawa_actor(),
  criterion text NOT NULL,
  points smallint NOT NULL CHECK (points BETWEEN 1 AND 5),
  reason bytea,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT project_scores_once UNIQUE (sitting_id, project_id, user_id, criterion),
  FOREIGN KEY (sitting_id, project_id) REFERENCES project_agendas (sitting_id, project_id),
  FOREIGN KEY (sitting_id, user_id) REFERENCES project_seats (sitting_id, user_id)
);
GRANT SELECT ON project_scores TO mawa_app, mawa_gate;
GRANT INSERT (id, sitting_id, project_id, criterion, points, reason) ON project_scores TO mawa_app;
GRANT UPDATE (reason) ON project_scores TO mawa_gate;


-- The decision on an edition of a plan, once; approved with an amount and a budget line. The steps of the
-- project follow by trigger.
CREATE TABLE project_decisions (
  id uuid PRIMARY KEY,
  sitting_id uuid NOT NULL,
  project_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('approved', 'returned', 'refused')),
  amount numeric(12,2) CHECK (amount > 0),
  currency char(3) NOT NULL DEFAULT 'MAD' CHECK (currency = 'MAD'),
  line_id uuid REFERENCES budget_lines (id),
  -- Weighted mean of the scores, computed by trigger.
  mean numeric(4,2) NOT NULL,
  reason bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_decided_once UNIQUE (plan_id),
  CONSTRAINT project_decisions_of_a_project UNIQUE (id, project_id),
  FOREIGN KEY (sitting_id, project_id) REFERENCES project_agendas (sitting_id, project_id),
  FOREIGN KEY (plan_id, project_id) REFERENCES project_plans (id, project_id),
  CONSTRAINT project_grants_have_an_amount
    CHECK (num_nonnulls(amount, line_id) = (CASE outcome WHEN 'approved' THEN 2 ELSE 0 END))
);
CREATE INDEX project_decisions_by_project ON project_decisions (project_id, place);
GRANT SELECT ON project_decisions TO mawa_app, mawa_gate;
GRANT INSERT (id, sitting_id, project_id, plan_id, outcome, amount, line_id, mean, reason) ON
  project_decisions TO mawa_app;
GRANT SELECT (project_id, outcome, amount, currency, at, place) ON project_decisions TO mawa_figures;
GRANT UPDATE (reason) ON project_decisions TO mawa_gate;


-- A part of a grant, paid when its milestone is reached. The tranches of a decision make its amount.
CREATE TABLE project_tranches (
  id uuid PRIMARY KEY,
  decision_id uuid NOT NULL,
  project_id uuid NOT NULL REFERENCES projects (id),
  number smallint NOT NULL CHECK (number BETWEEN 1 AND 12),
  amount numeric(12,2) NOT NULL CHECK (amount > 0),
  milestone bytea,
  due_on date NOT NULL CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_tranches_of_a_project UNIQUE (id, project_id),
  CONSTRAINT project_tranches_numbers UNIQUE (decision_id, number),
  FOREIGN KEY (decision_id, project_id) REFERENCES project_decisions (id, project_id)
);
CREATE INDEX project_tranches_by_project ON project_tranches (project_id, number);
GRANT SELECT ON project_tranches TO mawa_app, mawa_gate;
GRANT INSERT (id, decision_id, project_id, number, amount, milestone, due_on) ON project_tranches TO mawa_app;
GRANT UPDATE (milestone) ON project_tranches TO mawa_gate;


-- ==== Payments and receipts ====

-- That the milestone of a tranche was reached, once.
CREATE TABLE project_milestones (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  tranche_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_milestones_once UNIQUE (tranche_id),
  FOREIGN KEY (tranche_id, project_id) REFERENCES project_tranches (id, project_id)
);
GRANT SELECT ON project_milestones TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, tranche_id, on_day, note) ON project_milestones TO mawa_app;
GRANT UPDATE (note) ON project_milestones TO mawa_gate;


-- The payment of a tranche, charged to the budget line of the decision. Taken back at most once, the last
-- tranche first.
CREATE TABLE project_payments (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  tranche_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  amount numeric(12,2) NOT NULL,
  currency char(3) NOT NULL,
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  taken_back_at timestamptz,
  taken_back_by uuid REFERENCES users (id),
  taken_back_reason text CHECK (taken_back_reason IN ('mistake', 'not_received', 'handed_back')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (tranche_id, project_id) REFERENCES project_tranches (id, project_id),
  CONSTRAINT project_payments_taken_back_by_somebody
    CHECK (num_nonnulls(taken_back_at, taken_back_by, taken_back_reason) IN (0, 3))
);
CREATE UNIQUE INDEX project_payments_once ON project_payments (tranche_id) WHERE taken_back_at IS NULL;
CREATE INDEX project_payments_by_project ON project_payments (project_id);
GRANT SELECT ON project_payments TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, tranche_id, on_day, amount, currency, line_id), UPDATE (taken_back_at,
  taken_back_by, taken_back_reason) ON project_payments TO mawa_app;
GRANT SELECT (id, project_id, on_day, amount, currency, line_id, taken_back_at) ON project_payments TO
  mawa_figures;


-- A receipt for what was bought with a tranche.
CREATE TABLE project_receipts (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  tranche_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  amount numeric(12,2) NOT NULL CHECK (amount > 0),
  what bytea,
  document_id uuid REFERENCES documents (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_receipts_of_a_project UNIQUE (id, project_id),
  FOREIGN KEY (tranche_id, project_id) REFERENCES project_tranches (id, project_id)
);
CREATE INDEX project_receipts_by_project ON project_receipts (project_id, place);
GRANT SELECT ON project_receipts TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, tranche_id, on_day, amount, what, document_id) ON project_receipts TO mawa_app;
GRANT UPDATE (what) ON project_receipts TO mawa_gate;


-- Whether a receipt is accepted, by somebody else than who handed it in.
CREATE TABLE project_answers (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  receipt_id uuid NOT NULL,
  accepted boolean NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_receipts_answered_once UNIQUE (receipt_id),
  FOREIGN KEY (receipt_id, project_id) REFERENCES project_receipts (id, project_id)
);
CREATE INDEX project_answers_by_project ON project_answers (project_id);
GRANT SELECT ON project_answers TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, receipt_id, accepted, on_day, note) ON project_answers TO mawa_app;
GRANT UPDATE (note) ON project_answers TO mawa_gate;


-- ==== Register, visits, reviews ====

-- A thing bought for a project, in whose hands it is, and its state (by project_asset_steps).
CREATE TABLE project_assets (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  receipt_id uuid,
  what bytea,
  value numeric(12,2) NOT NULL CHECK (value >= 0),
  person_id uuid,
  state text NOT NULL DEFAULT 'new',
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_assets_of_a_project UNIQUE (id, project_id),
  FOREIGN KEY (receipt_id, project_id) REFERENCES project_receipts (id, project_id),
  FOREIGN KEY (person_id, project_id) REFERENCES project_people (id, project_id)
);
CREATE INDEX project_assets_by_project ON project_assets (project_id, place);
GRANT SELECT ON project_assets TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, receipt_id, what, value, person_id) ON project_assets TO mawa_app;
GRANT UPDATE (what, state) ON project_assets TO mawa_gate;


-- A step of a thing: checked and applied by trigger.
CREATE TABLE project_asset_steps (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  asset_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (asset_id, project_id) REFERENCES project_assets (id, project_id)
);
CREATE INDEX project_asset_steps_by_asset ON project_asset_steps (asset_id, place);
GRANT SELECT ON project_asset_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, asset_id, from_state, to_state, on_day, note) ON project_asset_steps TO
  mawa_app;
GRANT UPDATE (note) ON project_asset_steps TO mawa_gate;


-- A visit: what was seen, and when somebody comes again.
CREATE TABLE project_visits (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  next_on date CHECK (next_on BETWEEN '2000-01-01' AND '2100-01-01'),
  seen bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_visits_come_again_later CHECK (next_on > on_day)
);
CREATE INDEX project_visits_by_project ON project_visits (project_id, place);
GRANT SELECT ON project_visits TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, on_day, next_on, seen) ON project_visits TO mawa_app;
GRANT UPDATE (seen) ON project_visits TO mawa_gate;


-- At how many months after the start a business is reviewed, with the days of its window; the set in force on
-- the day of the start holds. Reference data.
CREATE TABLE project_marks (
  valid_from date,
  months smallint CHECK (months BETWEEN 1 AND 60),
  days_before smallint NOT NULL CHECK (days_before BETWEEN 0 AND 90),
  days_after smallint NOT NULL CHECK (days_after BETWEEN 0 AND 90),
  source text NOT NULL,
  -- Taken back before its day: never in force (setting_is_decided).
  cancelled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (valid_from, months)
);
GRANT SELECT ON project_marks TO mawa_app, mawa_figures, mawa_gate;


-- A review of a business: alive or not and why; of one that is alive, turnover and expenses of the month
-- before in dirhams, and jobs. Reached once a mark.
CREATE TABLE project_reviews (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  months smallint NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  outcome text NOT NULL CHECK (outcome IN ('alive', 'not_alive', 'not_reached')),
  why text
    CHECK (why IN ('no_customers', 'costs', 'dispute', 'health', 'family', 'place_lost', 'found_work',
      'moved', 'unsafe', 'not_told')),
  turnover numeric(12,2) CHECK (turnover >= 0),
  expenses numeric(12,2) CHECK (expenses >= 0),
  jobs smallint CHECK (jobs BETWEEN 0 AND 500),
  jobs_women smallint CHECK (jobs_women >= 0),
  jobs_programme smallint CHECK (jobs_programme >= 0),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_reviews_say_why CHECK ((outcome = 'not_alive') = (why IS NOT NULL)),
  CONSTRAINT project_reviews_are_complete
    CHECK (CASE outcome
          WHEN 'alive' THEN num_nulls(turnover, expenses, jobs, jobs_women, jobs_programme) = 0
          ELSE num_nonnulls(turnover, expenses, jobs, jobs_women, jobs_programme) = 0
        END),
  CONSTRAINT project_reviews_count_within CHECK (jobs_women <= jobs AND jobs_programme <= jobs)
);
CREATE UNIQUE INDEX project_reviews_once ON project_reviews (project_id, months)
  WHERE outcome <> 'not_reached';
CREATE INDEX project_reviews_by_project ON project_reviews (project_id, place);
GRANT SELECT ON project_reviews TO mawa_app, mawa_gate;
GRANT INSERT (id, project_id, months, on_day, outcome, why, turnover, expenses, jobs, jobs_women,
  jobs_programme, note) ON project_reviews TO mawa_app;
GRANT SELECT (project_id, months, on_day, outcome, jobs, jobs_women, jobs_programme, place) ON
  project_reviews TO mawa_figures;
GRANT UPDATE (note) ON project_reviews TO mawa_gate;

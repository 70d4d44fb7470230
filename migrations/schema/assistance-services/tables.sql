-- One row is one kind of service: unit, names, and the budget line that pays it. Retired by `active`, never
-- deleted.
CREATE TABLE service_types (
  code text PRIMARY KEY,
  category text NOT NULL,
  name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  unit text NOT NULL CHECK (unit IN ('session', 'item', 'hour', 'day', 'trip')),
  line_id uuid REFERENCES budget_lines (id),
  active boolean NOT NULL DEFAULT true
);
GRANT SELECT ON service_types TO mawa_app;
GRANT SELECT ON service_types TO mawa_figures;
-- cost_allocations stands in grant-budgeting, whose tables come before service_types.
ALTER TABLE cost_allocations ADD CONSTRAINT cost_allocations_type_code_fkey
  FOREIGN KEY (type_code) REFERENCES service_types (code);
GRANT UPDATE (line_id, active) ON service_types TO mawa_app;


-- One row is one service given to one person on one day, with what it cost. Cancelled, never deleted.
-- `note_sealed` is sealed with the key of the case.
CREATE TABLE services (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  type_code text NOT NULL REFERENCES service_types (code),
  given_on date NOT NULL,
  -- In units of the service type.
  quantity numeric(8,2) NOT NULL DEFAULT 1 CHECK (quantity > 0 AND quantity <= 10000),
  provider_id uuid REFERENCES organisations (id),
  cost_amount numeric(12,2) CHECK (cost_amount > 0),
  cost_currency char(3),
  note_sealed bytea,
  recorded_at timestamptz NOT NULL DEFAULT mawa_now(),
  recorded_by uuid NOT NULL REFERENCES users (id),
  cancelled_at timestamptz,
  cancelled_by uuid REFERENCES users (id),
  cancel_reason text CHECK (length(cancel_reason) <= 200),
  -- The number of the paper for the cost; nothing that looks like a case number.
  receipt text,
  -- Of a part of a shared bill: the sum of the parts before this one, so that conversions add up.
  bill_before numeric(12,2) CHECK (bill_before >= 0),
  CHECK ((cost_amount IS NULL) = (cost_currency IS NULL)),
  CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL)),
  CONSTRAINT services_receipt_of_a_cost
    CHECK (receipt IS NULL
        OR (cost_amount IS NOT NULL
            AND length(receipt) <= 60
            AND receipt = btrim(receipt)
            AND receipt <> ''
            AND receipt !~ '[[:cntrl:]]'
            AND receipt !~* '(^|[^[:alnum:]])M-[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]($|[^[:alnum:]])')),
  CONSTRAINT services_part_of_a_bill CHECK (bill_before IS NULL OR cost_amount IS NOT NULL)
);
CREATE INDEX services_by_case ON services (case_id, given_on);
CREATE INDEX services_by_day ON services (given_on);
CREATE INDEX services_by_receipt ON services (
  upper(regexp_replace(receipt, '[^[:alnum:]]'::text, ''::text, 'g'::text)))
  WHERE receipt IS NOT NULL;
GRANT SELECT, INSERT ON services TO mawa_app;
GRANT SELECT (id, case_id, type_code, given_on, quantity, provider_id, cost_amount, cost_currency,
  cancelled_at, bill_before) ON services TO mawa_figures;
GRANT SELECT (id, case_id, type_code, given_on, cost_amount, cost_currency, cancelled_at) ON services TO
  mawa_gate;
GRANT SELECT (case_id, given_on, provider_id, cancelled_at, receipt) ON services TO mawa_blind;
GRANT SELECT (receipt) ON services TO mawa_gate;
GRANT UPDATE (cancelled_at, cancelled_by, cancel_reason) ON services TO mawa_app;


-- One row is one service to come, answered once: given (service_id), missed or cancelled. Up to 52 make a
-- series.
CREATE TABLE service_appointments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  type_code text NOT NULL REFERENCES service_types (code),
  due_on date NOT NULL CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
  due_at time(0) without time zone,
  quantity numeric(8,2) NOT NULL DEFAULT 1 CHECK (quantity > 0 AND quantity <= 10000),
  provider_id uuid REFERENCES organisations (id),
  series_id uuid,
  series_place smallint CHECK (series_place BETWEEN 1 AND 52),
  -- The missed appointment that this one is the other day of.
  replaces uuid REFERENCES service_appointments (id),
  note_sealed bytea,
  planned_by uuid NOT NULL REFERENCES users (id),
  planned_at timestamptz NOT NULL DEFAULT mawa_now(),
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'given', 'missed', 'cancelled')),
  service_id uuid UNIQUE REFERENCES services (id),
  reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
  -- Version of the list missed_service_reasons that `reason` comes from.
  list_version integer CHECK (list_version > 0),
  answered_by uuid REFERENCES users (id),
  answered_at timestamptz,
  UNIQUE (series_id, series_place),
  CONSTRAINT service_appointments_in_a_series CHECK ((series_id IS NULL) = (series_place IS NULL)),
  CONSTRAINT service_appointments_given_has_its_service
    CHECK ((state = 'given') = (service_id IS NOT NULL)),
  CONSTRAINT service_appointments_missed_says_why
    CHECK ((state = 'missed') = (list_version IS NOT NULL)
        AND (state IN ('missed', 'cancelled')) = (reason IS NOT NULL)),
  CONSTRAINT service_appointments_answered_by_somebody
    CHECK (num_nonnulls(answered_at, answered_by) = (CASE state WHEN 'planned' THEN 0 ELSE 2 END)),
  CONSTRAINT service_appointments_not_in_place_of_itself CHECK (replaces <> id)
);
CREATE INDEX service_appointments_by_case ON service_appointments (case_id, due_on);
CREATE INDEX service_appointments_waiting ON service_appointments (due_on) WHERE state = 'planned';
CREATE UNIQUE INDEX service_appointments_one_other_day ON service_appointments (replaces)
  WHERE state <> 'cancelled';
GRANT SELECT, INSERT ON service_appointments TO mawa_app;
GRANT SELECT ON service_appointments TO mawa_gate;
GRANT UPDATE (note_sealed, state, service_id, reason, list_version, answered_by, answered_at) ON
  service_appointments TO mawa_gate;
GRANT UPDATE (state, service_id, reason, list_version, answered_by, answered_at) ON service_appointments TO
  mawa_app;


-- One row is one change of one appointment; written by a trigger, never changed.
CREATE TABLE service_appointment_changes (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  appointment_id uuid NOT NULL REFERENCES service_appointments (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  reason text,
  service_id uuid REFERENCES services (id),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX service_appointment_changes_by_appointment ON service_appointment_changes (appointment_id, id);
CREATE INDEX service_appointment_changes_by_case ON service_appointment_changes (case_id);
GRANT SELECT, INSERT ON service_appointment_changes TO mawa_app;
GRANT INSERT ON service_appointment_changes TO mawa_gate;


-- One row is one service for several people at once, with the cost of the whole; service_attendance names the
-- people. Never changed but for its cancelling.
CREATE TABLE service_sessions (
  id uuid PRIMARY KEY,
  type_code text NOT NULL REFERENCES service_types (code),
  held_on date NOT NULL,
  quantity numeric(8,2) NOT NULL CHECK (quantity > 0 AND quantity <= 10000),
  provider_id uuid REFERENCES organisations (id),
  cost_amount numeric(12,2) CHECK (cost_amount > 0),
  cost_currency char(3),
  receipt text,
  present smallint NOT NULL CHECK (present BETWEEN 0 AND 200),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  cancelled_at timestamptz,
  cancelled_by uuid REFERENCES users (id),
  cancel_reason text CHECK (cancel_reason ~ '^[a-z_]{3,40}$'),
  CHECK ((cost_amount IS NULL) = (cost_currency IS NULL)),
  CHECK (num_nonnulls(cancelled_at, cancelled_by, cancel_reason) IN (0, 3)),
  CONSTRAINT service_sessions_cost_falls_on_somebody CHECK (cost_amount IS NULL OR present > 0)
);
CREATE INDEX service_sessions_by_day ON service_sessions (held_on DESC, id);
GRANT SELECT, INSERT ON service_sessions TO mawa_app;
GRANT SELECT ON service_sessions TO mawa_gate;
GRANT UPDATE (cancelled_at, cancelled_by, cancel_reason) ON service_sessions TO mawa_app;


-- One row is one person asked to one session; who was present has a service that bears a part of the cost.
CREATE TABLE service_attendance (
  session_id uuid REFERENCES service_sessions (id),
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  attendance text NOT NULL CHECK (attendance IN ('present', 'absent', 'excused')),
  service_id uuid UNIQUE REFERENCES services (id),
  PRIMARY KEY (session_id, case_id),
  CONSTRAINT service_attendance_present_was_served
    CHECK ((attendance = 'present') = (service_id IS NOT NULL))
);
CREATE INDEX service_attendance_by_case ON service_attendance (case_id);
GRANT SELECT, INSERT ON service_attendance TO mawa_app;
GRANT SELECT ON service_attendance TO mawa_gate;


-- One row is how one person found one service, from 1 to 5; null: did not want to say. Asked once.
CREATE TABLE service_ratings (
  service_id uuid PRIMARY KEY REFERENCES services (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  rating smallint CHECK (rating BETWEEN 1 AND 5),
  asked_by uuid NOT NULL REFERENCES users (id),
  asked_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX service_ratings_by_case ON service_ratings (case_id);
GRANT SELECT, INSERT ON service_ratings TO mawa_app;
GRANT SELECT (service_id, case_id, rating, asked_at) ON service_ratings TO mawa_figures;

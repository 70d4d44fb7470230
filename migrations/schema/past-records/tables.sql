-- Tables of the module past-records: what was done for people before Mawa, brought in from files.

-- One row is a service, a referral, a training or a follow-up of before Mawa, brought in from a file. It is charged
-- to nothing and is in no figure but those that name what was brought in. Deleted only when its import is undone.
CREATE TABLE past_records (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  kind text NOT NULL CHECK (kind IN ('service', 'referral', 'training', 'follow_up')),
  -- What it was: a service_types.code, a code of the list referral_services or isced_fields in the version
  -- list_version, or what the follow-up was about (return, work, care).
  what text NOT NULL CHECK (what ~ '^[0-9a-z_]{1,40}$'),
  list_version integer CHECK (list_version > 0),
  service_type text GENERATED ALWAYS AS (CASE WHEN kind = 'service' THEN what END) STORED
    REFERENCES service_types (code),
  -- From the first day to the last; a service and a follow-up have one day.
  days daterange NOT NULL,
  -- Who gave the service or the training; to whom the person was referred.
  organisation_id uuid REFERENCES organisations (id),
  outcome text CHECK (outcome ~ '^[a-z_]{3,40}$'),
  -- Of a service in units of its type; of a training the days attended.
  quantity integer CHECK (quantity BETWEEN 0 AND 10000),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT past_records_have_days
    CHECK (NOT isempty(days) AND lower(days) >= '2000-01-01' AND upper(days) IS NOT NULL),
  -- Over when it was brought in; the programme's day may be a day ahead of the one in UTC.
  CONSTRAINT past_records_are_over CHECK (upper(days) <= (at AT TIME ZONE 'UTC')::date + 2),
  CONSTRAINT past_records_of_their_kind
    CHECK (CASE kind
          WHEN 'service' THEN
            list_version IS NULL AND outcome IS NULL AND quantity >= 1 AND quantity IS NOT NULL
              AND upper(days) = lower(days) + 1
          WHEN 'referral' THEN
            list_version IS NOT NULL AND organisation_id IS NOT NULL AND quantity IS NULL
              AND (outcome IS NULL OR outcome IN ('completed', 'declined', 'not_reached', 'stopped'))
          WHEN 'training' THEN
            list_version IS NOT NULL
              AND (outcome IS NULL OR outcome IN ('completed', 'certified', 'dropped_out'))
          ELSE
            list_version IS NULL AND organisation_id IS NULL AND quantity IS NULL
              AND what IN ('return', 'work', 'care')
              AND outcome IS NOT NULL AND outcome IN ('reached', 'not_reached', 'refused', 'unsafe')
              AND upper(days) = lower(days) + 1
        END),
  CONSTRAINT past_records_once
    EXCLUDE USING gist (case_id WITH =, kind WITH =, what WITH =,
      (coalesce(organisation_id, '00000000-0000-0000-0000-000000000000'::uuid)) WITH =, days WITH &&)
);
CREATE INDEX past_records_by_day ON past_records (kind, lower(days));
GRANT SELECT, INSERT, DELETE ON past_records TO mawa_app;
GRANT SELECT ON past_records TO mawa_gate;
GRANT SELECT (id, case_id, kind, what, days, organisation_id, outcome) ON past_records TO mawa_figures;

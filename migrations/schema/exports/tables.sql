-- The register of exported lists: which list was taken out, for whom and why, and how many lines. Written
-- before the first byte, and how it ended afterwards; contents and names are not kept.
CREATE TABLE exports (
  id uuid PRIMARY KEY,
  list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
  -- `figures` hold nobody, a `case_list` holds people as coded facts.
  class text NOT NULL CHECK (class IN ('figures', 'case_list')),
  format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
  -- Whether cells hold words or codes.
  words text NOT NULL CHECK (words IN ('labels', 'codes')),
  language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  -- Filters of the list that were set.
  filters text[] NOT NULL DEFAULT '{}',
  recipient text NOT NULL CHECK (recipient IN ('office', 'organisation', 'research')),
  recipient_id uuid REFERENCES organisations (id),
  why text CHECK (why ~ '^[a-z_]{3,40}$'),
  -- Known before the first byte; NULL of a long list, which is read once, while it is handed over.
  lines integer CHECK (lines > 0),
  -- How many people were left out since they had not agreed: few, or about so many (a multiple of 5).
  left_out_few boolean NOT NULL DEFAULT false,
  left_out_about integer NOT NULL DEFAULT 0 CHECK (left_out_about >= 0 AND (left_out_about % 5) = 0),
  taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  taken_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- How many lines were handed over, and whether to the end of the list; NULL while it is under way, and for
  -- ever where the process stopped before it ended.
  handed_over integer CHECK (handed_over >= 0),
  whole boolean,
  CONSTRAINT exports_end_at_once CHECK ((handed_over IS NULL) = (whole IS NULL)),
  CONSTRAINT exports_hand_over_no_more_than_they_have
    CHECK (CASE WHEN whole THEN handed_over = lines ELSE handed_over <= lines END),
  CONSTRAINT exports_to_an_organisation CHECK ((recipient = 'organisation') = (recipient_id IS NOT NULL)),
  CONSTRAINT exports_of_people_say_why CHECK (class = 'figures' OR why IS NOT NULL),
  CONSTRAINT exports_few_or_about CHECK (NOT (left_out_few) OR left_out_about = 0)
);
CREATE INDEX exports_by_time ON exports (taken_at DESC, id DESC);
GRANT SELECT, INSERT ON exports TO mawa_app;
GRANT SELECT ON exports TO mawa_gate;
GRANT UPDATE (handed_over, whole) ON exports TO mawa_app;

-- One row is one published data standard (HTCDS, CTDC). Reference data.
CREATE TABLE standards (
  name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{1,30}$'),
  title text NOT NULL,
  edition text NOT NULL,
  source text NOT NULL,
  licence text NOT NULL
);
GRANT SELECT ON standards TO mawa_app;


-- One row is one field of one standard. Reference data.
CREATE TABLE standard_fields (
  standard text REFERENCES standards (name),
  field text,
  position smallint NOT NULL,
  PRIMARY KEY (standard, field)
);
GRANT SELECT ON standard_fields TO mawa_app;


-- One row is one value that a standard gives for one field. Reference data.
CREATE TABLE standard_values (
  standard text,
  field text,
  value text,
  label text NOT NULL,
  position smallint NOT NULL,
  PRIMARY KEY (standard, field, value),
  FOREIGN KEY (standard, field) REFERENCES standard_fields (standard, field)
);
GRANT SELECT ON standard_values TO mawa_app;


-- One row is one list whose versions are edited in Mawa; owner_role (and owner_kind, a kind of organisation)
-- says who writes it; where first_tier names another list, the codes of its first tier are codes of that one
-- (trigger).
CREATE TABLE lists (
  name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z_]{2,40}$'),
  owner_role text NOT NULL,
  owner_kind text CHECK (owner_kind IN ('agency', 'commission', 'partner', 'donor')),
  compared boolean NOT NULL,
  position smallint NOT NULL,
  first_tier text REFERENCES lists (name)
);
GRANT SELECT ON lists TO mawa_app;


-- To which fields of which standards one list answers.
CREATE TABLE list_standards (
  list text REFERENCES lists (name),
  standard text,
  field text,
  PRIMARY KEY (list, standard, field),
  FOREIGN KEY (standard, field) REFERENCES standard_fields (standard, field)
);
GRANT SELECT ON list_standards TO mawa_app;


-- One row is one version of one list: drafted by one person, approved by another who wrote nothing of it, in
-- force from holds_from on, then never changed. The highest approved version whose day has come counts.
CREATE TABLE list_versions (
  list text REFERENCES lists (name),
  version integer CHECK (version BETWEEN 1 AND 9999),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'dropped')),
  -- Rises with each saving of the draft.
  revision integer NOT NULL DEFAULT 1,
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 600),
  licence text NOT NULL CHECK (length(licence) BETWEEN 3 AND 300),
  note text CHECK (length(note) BETWEEN 3 AND 1000),
  holds_from date CHECK (holds_from BETWEEN '2000-01-01' AND '2100-01-01'),
  drafted_by uuid NOT NULL REFERENCES users (id),
  drafted_at timestamptz NOT NULL DEFAULT mawa_now(),
  approved_by uuid REFERENCES users (id),
  approved_at timestamptz,
  -- Since when the draft has a note: then it is ready for a second person. Written by a trigger.
  ready_at timestamptz,
  PRIMARY KEY (list, version),
  CONSTRAINT list_versions_second_person CHECK (approved_by <> drafted_by),
  CONSTRAINT list_versions_approved_whole
    CHECK (CASE state
          WHEN 'approved' THEN
            approved_by IS NOT NULL
            AND approved_at IS NOT NULL
            AND holds_from IS NOT NULL
            AND note IS NOT NULL
          ELSE approved_by IS NULL AND approved_at IS NULL
        END)
);
CREATE UNIQUE INDEX list_versions_one_draft ON list_versions (list) WHERE state = 'draft';
GRANT SELECT, INSERT ON list_versions TO mawa_app;
GRANT SELECT ON list_versions TO mawa_gate;
GRANT UPDATE (state, revision, source, licence, note, holds_from, approved_by, approved_at) ON list_versions
  TO mawa_app;


-- Everybody who wrote in one version; none of them approves it.
CREATE TABLE list_writers (
  list text,
  version integer,
  user_id uuid REFERENCES users (id),
  PRIMARY KEY (list, version, user_id),
  FOREIGN KEY (list, version) REFERENCES list_versions (list, version)
);
GRANT SELECT, INSERT ON list_writers TO mawa_app;


-- One row is one code of one version of a list, in three languages. A code is never taken out of later
-- versions, only retired.
CREATE TABLE list_items (
  list text,
  version integer,
  code text CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9_]{0,59}$'),
  position smallint NOT NULL CHECK ("position" > 0),
  parent text,
  fr text NOT NULL CHECK (fr = btrim(fr) AND length(fr) BETWEEN 1 AND 200),
  ar text NOT NULL CHECK (ar = btrim(ar) AND length(ar) BETWEEN 1 AND 200),
  en text NOT NULL CHECK (en = btrim(en) AND length(en) BETWEEN 1 AND 200),
  retired boolean NOT NULL DEFAULT false,
  PRIMARY KEY (list, version, code),
  CONSTRAINT list_items_in_order UNIQUE (list, version, "position") DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (list, version) REFERENCES list_versions (list, version),
  CONSTRAINT list_items_parent
    FOREIGN KEY (list, version, parent)
      REFERENCES list_items (list, version, code) DEFERRABLE INITIALLY DEFERRED,
  CHECK (parent <> code),
  -- For records that keep a code and what it belongs to.
  CONSTRAINT list_items_under_their_parent UNIQUE (list, version, code, parent),
  -- These four say what an answer is and are no codes.
  CONSTRAINT list_items_code_is_free CHECK (code NOT IN ('not_known', 'declined', 'not_asked', 'none'))
);
CREATE UNIQUE INDEX list_items_fr_once ON list_items (list, version, lower(fr)) WHERE NOT (retired);
CREATE UNIQUE INDEX list_items_ar_once ON list_items (list, version, ar) WHERE NOT (retired);
CREATE UNIQUE INDEX list_items_en_once ON list_items (list, version, lower(en)) WHERE NOT (retired);
GRANT SELECT, INSERT, DELETE ON list_items TO mawa_app;
GRANT SELECT ON list_items TO mawa_figures, mawa_gate;
GRANT UPDATE (position, parent, fr, ar, en, retired) ON list_items TO mawa_app;


-- What one standard calls one code of one version; one row without field and value says that it has no
-- equivalent.
CREATE TABLE list_crosswalk (
  list text NOT NULL,
  version integer NOT NULL,
  code text NOT NULL,
  standard text NOT NULL REFERENCES standards (name),
  field text,
  value text,
  CONSTRAINT list_crosswalk_once UNIQUE NULLS NOT DISTINCT (list, version, code, standard, field, value),
  FOREIGN KEY (list, version, code) REFERENCES list_items (list, version, code) ON DELETE CASCADE,
  FOREIGN KEY (standard, field, value) REFERENCES standard_values (standard, field, value),
  CONSTRAINT list_crosswalk_none_stands_alone
    EXCLUDE USING gist (list WITH =, version WITH =, code WITH =, standard WITH =,
      (CASE WHEN (field IS NULL) THEN 'none'::text ELSE 'some'::text END) WITH <>),
  CHECK ((field IS NULL) = (value IS NULL))
);
GRANT SELECT, INSERT, DELETE ON list_crosswalk TO mawa_app;

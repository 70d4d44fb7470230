-- Reports to donors and others: docs/reports.md, docs/distribution.md, docs/public-page.md. Whoever makes reports
-- = programme officer, finance officer, auditor (function mawa_makes_reports).


-- ==== Definitions ====

-- An edition of what a kind of report is made of, put in force by a programme officer or delivered as
-- reference data; never changed. Columns below are read from `body`.
CREATE TABLE report_definitions (
  kind text CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
  -- Year, month and edition, `2026-03/2`.
  version text CHECK (version ~ '^20[0-9]{2}-[01][0-9]/[0-9]{1,3}$'),
  edition smallint NOT NULL CHECK (edition BETWEEN 1 AND 999),
  body jsonb NOT NULL CHECK (jsonb_typeof(body -> 'sections') = 'array'),
  title jsonb GENERATED ALWAYS AS (body -> 'title') STORED,
  -- Length of the period of a report of this kind.
  every text GENERATED ALWAYS AS (body ->> 'every') STORED
    CHECK (every IN ('month', 'quarter', 'half_year', 'year', 'grant')),
  -- For which readers small counts are protected.
  audience text GENERATED ALWAYS AS (body ->> 'audience') STORED
    CHECK (audience IN ('donor', 'commission', 'partner', 'inside', 'public')),
  -- Deadline: days after the end of the period, or a day of the year.
  due jsonb GENERATED ALWAYS AS (body -> 'due') STORED CHECK (due ? 'days' OR due ? 'day'),
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  -- How far the source was checked; `own` = the programme's own definition.
  verified text NOT NULL CHECK (verified IN ('verified', 'partly', 'unverified', 'own')),
  by uuid DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (kind, version),
  CONSTRAINT report_definitions_editions UNIQUE (kind, edition),
  CONSTRAINT report_definitions_name_themselves CHECK ((body ->> 'kind') = kind),
  CONSTRAINT report_definitions_in_three_languages CHECK (title ?& ARRAY['fr', 'ar', 'en'])
);
GRANT SELECT ON report_definitions TO mawa_app;
GRANT INSERT (kind, version, edition, body, source, verified) ON report_definitions TO mawa_app;


-- The one draft of a kind of report, changed in place; revision detects a concurrent change. Deleted when
-- it becomes an edition.
CREATE TABLE report_definition_drafts (
  kind text CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
  body jsonb NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  copied_from text CHECK (copied_from ~ '^[a-z][a-z0-9-]{2,39}$'),
  revision integer NOT NULL DEFAULT 1,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT report_definition_drafts_one PRIMARY KEY (kind),
  CONSTRAINT report_definition_drafts_name_themselves CHECK ((body ->> 'kind') = kind)
);
GRANT SELECT, DELETE ON report_definition_drafts TO mawa_app;
GRANT INSERT (kind, body, source, copied_from), UPDATE (body, source, revision, by, at) ON
  report_definition_drafts TO mawa_app;


-- Which kinds of organisations may read a report whose counts were protected for an audience. Reference data.
CREATE TABLE report_audiences (
  audience text,
  organisation_kind text CHECK (organisation_kind IN ('agency', 'commission', 'partner', 'donor')),
  PRIMARY KEY (audience, organisation_kind)
);
GRANT SELECT ON report_audiences TO mawa_app, mawa_gate;


-- ==== From draft to frozen ====

-- A report of a kind on a period [period_from, period_until) of a grant, once while it is not superseded.
-- Drafted, written, approved and frozen; afterwards only superseded.
CREATE TABLE reports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  grant_id uuid NOT NULL REFERENCES grants (id),
  period_from date NOT NULL,
  period_until date NOT NULL,
  -- The organisation that receives it; subject_id the one that it is about, where it is about one.
  audience_id uuid REFERENCES organisations (id),
  state text NOT NULL DEFAULT 'drafting' CHECK (state IN ('drafting', 'drafted', 'frozen', 'superseded')),
  definition_version text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  created_by uuid NOT NULL REFERENCES users (id),
  subject_id uuid REFERENCES organisations (id),
  -- Of those of its definition, the ones in which it is written and rendered: chosen when it was prepared.
  languages text[] NOT NULL DEFAULT '{fr,ar,en}'
    CHECK (cardinality(languages) > 0 AND languages <@ ARRAY['fr', 'ar', 'en']),
  CONSTRAINT reports_by_an_edition
    FOREIGN KEY (kind, definition_version) REFERENCES report_definitions (kind, version),
  CHECK (period_until > period_from)
);
CREATE UNIQUE INDEX reports_once
  ON reports (kind, grant_id, period_from, period_until,
    COALESCE(subject_id, '00000000-0000-0000-0000-000000000000'::uuid))
  WHERE state <> 'superseded';
GRANT SELECT, INSERT ON reports TO mawa_app;
GRANT SELECT ON reports TO mawa_gate;
GRANT UPDATE (state) ON reports TO mawa_app;


-- A change of state of a report, with who made it and, where it was set aside, why.
CREATE TABLE report_states (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  report_id uuid NOT NULL REFERENCES reports (id),
  to_state text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  reason text
);
GRANT SELECT, INSERT ON report_states TO mawa_app;


-- A version of a text of a report in one language; the last counts. No person is named: texts are scanned
-- before freezing.
CREATE TABLE report_narratives (
  report_id uuid REFERENCES reports (id),
  section text CHECK (section ~ '^[a-z][a-z0-9-]{0,39}$'),
  language text CHECK (language IN ('fr', 'ar', 'en')),
  text text NOT NULL CHECK (length(text) <= 20000),
  version integer DEFAULT 1,
  written_at timestamptz NOT NULL DEFAULT mawa_now(),
  written_by uuid NOT NULL REFERENCES users (id),
  PRIMARY KEY (report_id, section, language, version)
);
GRANT SELECT, INSERT ON report_narratives TO mawa_app;


-- A version of a report's figures: before suppression of small counts, sealed under the report's own key, and
-- after it as JSON in each language (`published`).
CREATE TABLE report_documents (
  report_id uuid REFERENCES reports (id),
  version integer,
  computed_at timestamptz NOT NULL DEFAULT mawa_now(),
  insider_sealed bytea NOT NULL,
  published jsonb NOT NULL,
  published_sha256 text NOT NULL,
  -- Versions of definition, lists, templates, renderers and thresholds with which it was made.
  versions jsonb NOT NULL,
  -- Ids of the rows behind each figure, sealed under the same key.
  sources_sealed bytea,
  PRIMARY KEY (report_id, version)
);
GRANT SELECT, INSERT ON report_documents TO mawa_app;
GRANT SELECT (report_id, version, published, published_sha256) ON report_documents TO mawa_gate;


-- A rendered file of a version, with its SHA-256.
CREATE TABLE report_files (
  report_id uuid,
  version integer,
  format text CHECK (format IN ('html', 'pdf', 'xlsx', 'docx', 'csv', 'json')),
  language text CHECK (language IN ('fr', 'ar', 'en')),
  sha256 text NOT NULL,
  bytes bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (report_id, version, format, language),
  FOREIGN KEY (report_id, version) REFERENCES report_documents (report_id, version)
);
GRANT SELECT, INSERT ON report_files TO mawa_app;
GRANT SELECT ON report_files TO mawa_gate;


-- A remark on a text, for its authors; never in the report.
CREATE TABLE report_comments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report_id uuid NOT NULL REFERENCES reports (id),
  section text NOT NULL CHECK (section ~ '^[a-z][a-z0-9-]{0,39}$'),
  language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX report_comments_of ON report_comments (report_id, at);
GRANT SELECT ON report_comments TO mawa_app;
GRANT INSERT (report_id, section, language, text) ON report_comments TO mawa_app;


-- That a remark was dealt with, once.
CREATE TABLE report_comments_settled (
  comment_id uuid REFERENCES report_comments (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT report_comments_settled_once PRIMARY KEY (comment_id)
);
GRANT SELECT ON report_comments_settled TO mawa_app;
GRANT INSERT (comment_id) ON report_comments_settled TO mawa_app;


-- Why a report was approved although its sums may still change; of a version the last row counts. The comment
-- of the table says it for tools.
CREATE TABLE report_approval_reasons (
  report_id uuid REFERENCES reports (id),
  version integer CHECK (version > 0),
  place bigint GENERATED ALWAYS AS IDENTITY,
  reason text NOT NULL CHECK (reason IN ('ledger_open', 'late_entries', 'correction', 'other')),
  note text CHECK (length(note) BETWEEN 3 AND 500),
  note_language text CHECK (note_language IN ('fr', 'ar', 'en')),
  ledger_open boolean NOT NULL,
  differences jsonb NOT NULL CHECK (jsonb_typeof(differences) = 'array'),
  given_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  given_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (report_id, version, place),
  CONSTRAINT approval_note_has_a_language CHECK ((note IS NULL) = (note_language IS NULL)),
  CONSTRAINT other_reason_is_written CHECK (reason <> 'other' OR note IS NOT NULL),
  CONSTRAINT approval_reason_has_a_cause CHECK (ledger_open OR jsonb_array_length(differences) > 0)
);
GRANT SELECT, INSERT ON report_approval_reasons TO mawa_app;
COMMENT ON TABLE report_approval_reasons IS
  'Why a report was approved although its ledger was open or a frozen report of its period said another '
  'sum; printed in it. Never changed; of a version the last counts.';


-- The result of making a frozen report again: whether document and files were the same, and what moved.
CREATE TABLE report_reproductions (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL,
  version integer NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  document_same boolean NOT NULL,
  files_same smallint NOT NULL CHECK (files_same >= 0),
  files_kept smallint NOT NULL,
  files_differ jsonb NOT NULL CHECK (jsonb_typeof(files_differ) = 'array'),
  editions_moved jsonb NOT NULL CHECK (jsonb_typeof(editions_moved) = 'array'),
  figures_moved smallint NOT NULL CHECK (figures_moved >= 0),
  -- How many people behind its figures were erased since.
  erased_since integer NOT NULL CHECK (erased_since >= 0),
  differences_sealed bytea NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (report_id, version) REFERENCES report_documents (report_id, version),
  CHECK (files_kept >= files_same),
  CHECK (jsonb_array_length(files_differ) = (files_kept - files_same))
);
CREATE INDEX report_reproductions_by_report ON report_reproductions (report_id, place DESC);
GRANT SELECT, INSERT ON report_reproductions TO mawa_app;


-- That a report was announced as due, once; its task names this row.
CREATE TABLE report_reminders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  grant_id uuid NOT NULL REFERENCES grants (id),
  period_from date NOT NULL,
  period_until date NOT NULL,
  subject_id uuid REFERENCES organisations (id),
  due_on date NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT report_reminders_once
    UNIQUE NULLS NOT DISTINCT (kind, grant_id, period_from, period_until, subject_id),
  CHECK (period_until > period_from)
);
GRANT SELECT ON report_reminders TO mawa_app, mawa_gate;
GRANT INSERT (kind, grant_id, period_from, period_until, subject_id, due_on) ON report_reminders TO mawa_app;


-- From which period on the reports of a kind are due for a grant that says nothing of it itself
-- (grant_report_calendar); the last row counts. Null: from the first
-- period in which Mawa keeps data of the programme, as where there is no row.
CREATE TABLE report_first_periods (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
  grant_id uuid NOT NULL REFERENCES grants (id),
  -- First day of that period.
  first_from date,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX report_first_periods_last ON report_first_periods (kind, grant_id, id DESC);
GRANT SELECT ON report_first_periods TO mawa_app, mawa_gate;
GRANT INSERT (kind, grant_id, first_from) ON report_first_periods TO mawa_app;


-- What was decided on a report that is due: sent outside Mawa, not due, or due again. The last version counts;
-- the two kinds take turns (trigger). No person is named in its texts.
CREATE TABLE report_dispositions (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
  grant_id uuid NOT NULL REFERENCES grants (id),
  period_from date NOT NULL,
  period_until date NOT NULL,
  subject_id uuid REFERENCES organisations (id),
  -- Counted by trigger; two at once take the same one, and the second is refused.
  version integer NOT NULL,
  disposition text NOT NULL CHECK (disposition IN ('sent_outside', 'not_due', 'due_again')),
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
  -- Of a report sent outside Mawa: when, to whom, under which reference.
  sent_on date,
  sent_to text CHECK (length(sent_to) BETWEEN 2 AND 200),
  reference text CHECK (length(reference) BETWEEN 1 AND 100),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT report_dispositions_in_turn
    UNIQUE NULLS NOT DISTINCT (kind, grant_id, period_from, period_until, subject_id, version),
  CONSTRAINT report_dispositions_say_where_sent
    CHECK ((disposition = 'sent_outside') = (sent_on IS NOT NULL AND sent_to IS NOT NULL)
        AND (disposition = 'sent_outside' OR (sent_on IS NULL AND sent_to IS NULL AND reference IS NULL))),
  CHECK (period_until > period_from)
);
GRANT SELECT ON report_dispositions TO mawa_app, mawa_gate;
GRANT INSERT (kind, grant_id, period_from, period_until, subject_id, disposition, reason, sent_on, sent_to,
  reference) ON report_dispositions TO mawa_app;


-- ==== To whom it is handed out ====

-- That a report is published to an organisation; live until withdrawn. `about` (title and period in each
-- language) is filled in by trigger.
CREATE TABLE report_publications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report_id uuid NOT NULL REFERENCES reports (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  about jsonb NOT NULL,
  note text CHECK (length(note) BETWEEN 1 AND 500),
  live boolean NOT NULL DEFAULT true,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (id, report_id)
);
CREATE UNIQUE INDEX report_publications_once ON report_publications (report_id, organisation_id)
  WHERE live;
CREATE INDEX report_publications_of ON report_publications (organisation_id) WHERE live;
GRANT SELECT ON report_publications TO mawa_app, mawa_gate;
GRANT INSERT (id, report_id, organisation_id, note) ON report_publications TO mawa_app;
GRANT UPDATE (live) ON report_publications TO mawa_gate;


-- The withdrawal of a publication, once, with its reason.
CREATE TABLE report_withdrawals (
  publication_id uuid REFERENCES report_publications (id),
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT report_withdrawals_once PRIMARY KEY (publication_id)
);
GRANT SELECT ON report_withdrawals TO mawa_app;
GRANT INSERT (publication_id, reason) ON report_withdrawals TO mawa_app;


-- That a superseded report was replaced by another of the same kind, grant and period. Written by trigger.
CREATE TABLE report_replacements (
  old_id uuid PRIMARY KEY REFERENCES reports (id),
  new_id uuid NOT NULL UNIQUE REFERENCES reports (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CHECK (old_id <> new_id)
);
GRANT SELECT ON report_replacements TO mawa_app;
GRANT SELECT, INSERT ON report_replacements TO mawa_gate;


-- A link for one named reader of an organisation to which the report is published. Only a keyed digest of its
-- number is kept, readable by mawa_gate alone.
CREATE TABLE report_links (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 2 AND 120),
  formats text[] NOT NULL CHECK (cardinality(formats) BETWEEN 1 AND 8),
  languages text[] NOT NULL
    CHECK (cardinality(languages) >= 1
      AND cardinality(languages) <= 3
      AND languages <@ ARRAY['fr', 'ar', 'en']),
  digest bytea NOT NULL,
  -- Opened at most so often, counted by open_report_link.
  most_openings smallint NOT NULL CHECK (most_openings BETWEEN 1 AND 50),
  opened smallint NOT NULL DEFAULT 0,
  last_opened_at timestamptz,
  expires_at timestamptz NOT NULL,
  -- An encrypted archive in place of single files; its password is kept nowhere.
  archive bytea,
  archive_sha256 text,
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  CONSTRAINT report_links_one_number UNIQUE (digest),
  FOREIGN KEY (publication_id, report_id) REFERENCES report_publications (id, report_id),
  CHECK ((archive IS NULL) = (archive_sha256 IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT report_links_end_ahead CHECK (expires_at > made_at),
  CONSTRAINT report_links_open_so_often CHECK (opened <= most_openings)
);
CREATE INDEX report_links_by_report ON report_links (report_id, made_at);
GRANT SELECT ON report_links TO mawa_gate;
GRANT SELECT (id, report_id, publication_id, recipient, formats, languages, most_openings, opened,
  last_opened_at, expires_at, archive, archive_sha256, made_by, made_at, ended_at, ended_by), INSERT (id,
  report_id, publication_id, recipient, formats, languages, digest, most_openings, expires_at, archive,
  archive_sha256), UPDATE (ended_at, ended_by) ON report_links TO mawa_app;
GRANT UPDATE (opened, last_opened_at) ON report_links TO mawa_gate;


-- An opening of a link: files may be taken for an hour.
CREATE TABLE report_link_openings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  link_id uuid NOT NULL REFERENCES report_links (id),
  nth smallint NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (link_id, nth)
);
GRANT SELECT ON report_link_openings TO mawa_app;
GRANT SELECT, INSERT ON report_link_openings TO mawa_gate;


-- A file that was taken: by an account or by an opening of a link, in the reader's name (marked) or not.
-- Written in the transaction that lets the file go.
CREATE TABLE report_downloads (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY,
  report_id uuid NOT NULL REFERENCES reports (id),
  version integer NOT NULL,
  format text NOT NULL CHECK (format ~ '^[a-z]{3,5}$'),
  language text CHECK (language IN ('fr', 'ar', 'en')),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  marked boolean NOT NULL,
  user_id uuid DEFAULT mawa_actor() REFERENCES users (id),
  link_id uuid REFERENCES report_links (id),
  opening_id uuid REFERENCES report_link_openings (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CHECK (opening_id IS NULL OR link_id IS NOT NULL),
  CHECK ((language IS NULL) = (format = 'zip')),
  CONSTRAINT report_downloads_by_somebody CHECK ((user_id IS NULL) = (opening_id IS NOT NULL))
);
CREATE INDEX report_downloads_by_report ON report_downloads (report_id, place);
CREATE INDEX report_downloads_by_opening ON report_downloads (opening_id);
GRANT SELECT ON report_downloads TO mawa_app;
GRANT SELECT, INSERT ON report_downloads TO mawa_gate;
GRANT INSERT (report_id, version, format, language, sha256, marked, link_id) ON report_downloads TO mawa_app;


-- ==== For everybody ====

-- A report that is released on the public page, under its neutral name (slug); live until withdrawn or
-- superseded. slug and about are filled in by trigger.
CREATE TABLE public_releases (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report_id uuid NOT NULL REFERENCES reports (id),
  slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{2,79}$'),
  about jsonb NOT NULL,
  note text CHECK (length(note) BETWEEN 1 AND 500),
  live boolean NOT NULL DEFAULT true,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE UNIQUE INDEX public_releases_once ON public_releases (report_id) WHERE live;
CREATE UNIQUE INDEX public_releases_one_address ON public_releases (slug) WHERE live;
GRANT SELECT ON public_releases TO mawa_app, mawa_gate;
GRANT INSERT (report_id, note) ON public_releases TO mawa_app;
GRANT UPDATE (live) ON public_releases TO mawa_gate;


-- The withdrawal of a public release, once, with its reason.
CREATE TABLE public_withdrawals (
  release_id uuid REFERENCES public_releases (id),
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT public_withdrawals_once PRIMARY KEY (release_id)
);
GRANT SELECT ON public_withdrawals TO mawa_app;
GRANT INSERT (release_id, reason) ON public_withdrawals TO mawa_app;


-- The tables of statistics of a quarter as released to an audience. The release ledger (disclosure) reads
-- them, so that later releases do not reveal small counts.
CREATE TABLE statistics_releases (
  id uuid PRIMARY KEY,
  audience text NOT NULL,
  quarter date NOT NULL,
  documents jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  first_year smallint NOT NULL CHECK (first_year BETWEEN 2000 AND 2100),
  last_year smallint NOT NULL CHECK (last_year BETWEEN 2000 AND 2100),
  all_years boolean NOT NULL,
  released_by uuid REFERENCES users (id),
  CONSTRAINT statistics_released_once UNIQUE (audience, first_year, last_year, all_years, quarter),
  CONSTRAINT statistics_releases_audience_check CHECK (audience IN ('donor', 'commission', 'partner')),
  CONSTRAINT statistics_releases_quarter_check CHECK (date_trunc('quarter', quarter::timestamp) = quarter),
  CONSTRAINT statistics_releases_documents_check CHECK (documents ?& ARRAY['fr', 'ar', 'en']),
  CONSTRAINT statistics_releases_in_order CHECK (first_year <= last_year)
);
GRANT SELECT ON statistics_releases TO mawa_app;
GRANT INSERT (id, audience, quarter, documents, first_year, last_year, all_years, released_by) ON
  statistics_releases TO mawa_app;
COMMENT ON TABLE statistics_releases IS
  'Tables of the statistics as released to an audience: years that belong together, '
  'or all closed years (all_years)';


-- ==== Dashboard ====

-- The figures of the dashboard for one grant and period as they were counted last: one row, replaced by later
-- counts. They are counted anew where another version of Mawa made them.
CREATE TABLE dashboard_figures (
  grant_id uuid NOT NULL REFERENCES grants (id),
  period_from date NOT NULL,
  period_until date NOT NULL,
  counted_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- As in package.json.
  made_by text NOT NULL CHECK (length(made_by) BETWEEN 1 AND 40),
  figures jsonb NOT NULL CHECK (jsonb_typeof(figures) = 'object'),
  PRIMARY KEY (grant_id, period_from, period_until),
  CONSTRAINT dashboard_figures_of_a_period CHECK (period_from < period_until)
);
GRANT SELECT, INSERT, UPDATE ON dashboard_figures TO mawa_app;

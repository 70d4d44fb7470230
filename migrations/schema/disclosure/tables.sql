-- The release ledger: one row is one release of figures to one audience (a report version, open data, a
-- quarter of statistics, an analysis), with the figures themselves sealed, so that a later release is planned
-- against what readers know already. Added, never changed.
CREATE TABLE release_ledger (
  -- A report's version, where source is report; id is then the report's own id.
  report_id uuid,
  version integer,
  audience text NOT NULL,
  period_from date NOT NULL,
  period_until date NOT NULL,
  -- Begin of the period before, which the release compares with.
  before_from date NOT NULL,
  -- The organisation that the figures are about, null for the programme.
  subject_id uuid,
  figures_sealed bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Order of the releases.
  place bigint GENERATED ALWAYS AS IDENTITY,
  id uuid PRIMARY KEY,
  source text NOT NULL CHECK (source IN ('report', 'open_data', 'statistics', 'analysis')),
  CONSTRAINT release_ledger_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES organisations (id),
  CONSTRAINT release_ledger_report_id_version_fkey
    FOREIGN KEY (report_id, version) REFERENCES report_documents (report_id, version),
  CONSTRAINT release_ledger_audience_check CHECK (audience IN ('donor', 'commission', 'partner', 'public')),
  CONSTRAINT release_ledger_in_order CHECK (before_from < period_from AND period_from < period_until),
  CONSTRAINT release_ledger_of_a_report
    CHECK (CASE source
          WHEN 'report' THEN report_id IS NOT NULL AND report_id = id AND version IS NOT NULL
          ELSE report_id IS NULL AND version IS NULL
        END)
);
CREATE INDEX release_ledger_period ON release_ledger (before_from, period_until);
GRANT SELECT ON release_ledger TO mawa_app;
GRANT INSERT (report_id, version, audience, period_from, period_until, before_from, subject_id, figures_sealed,
  id, source) ON release_ledger TO mawa_app;
ALTER TABLE statistics_releases ADD CONSTRAINT statistics_releases_id_fkey
  FOREIGN KEY (id) REFERENCES release_ledger (id);

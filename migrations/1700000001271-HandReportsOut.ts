import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTIONS = [
  'report_link_opens()',
  'open_report_link()',
  'linked_report(uuid)',
  'linked_report_file(uuid, text, text)',
  'note_linked_download(uuid, integer, text, text, text, boolean)',
] as const;
const CALLED = FUNCTIONS.slice(1);
const MAKES = '(SELECT mawa_makes_reports())';
const PUBLISHES = `(SELECT mawa_has_role('programme_officer'))`;

/** Neither revoked nor run out, and the report still stands published to whom it was handed. */
const OPENS = `l.digest = mawa_link() AND l.ended_at IS NULL AND l.expires_at > mawa_now() AND p.live AND r.state = 'frozen'`;
/** The newest files are the frozen ones. */
const NEWEST = '(SELECT max(version) FROM report_files x WHERE x.report_id = f.report_id)';

/**
 * A report handed to one named reader outside, by a link that ends, and the register of what was taken: one
 * row for each file, written in the transaction that lets it go.
 */
export class HandReportsOut1700000001271 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('report_link_days', '2020-01-01Z', '14', 'programme rule: how many days a link to a report opens, where nobody says otherwise'),
        ('report_link_days_most', '2020-01-01Z', '90', 'programme rule: how many days a link to a report may open'),
        ('report_link_openings', '2020-01-01Z', '5', 'programme rule: how often a link to a report opens, where nobody says otherwise');

      CREATE TABLE report_links (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL,
        -- To whom: a link dies with the publication.
        publication_id uuid NOT NULL,
        recipient text NOT NULL CHECK (length(recipient) BETWEEN 2 AND 120),
        formats text[] NOT NULL CHECK (cardinality(formats) BETWEEN 1 AND 8),
        languages text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 3 AND languages <@ ARRAY['fr', 'ar', 'en']),
        digest bytea NOT NULL CONSTRAINT report_links_one_number UNIQUE,
        most_openings smallint NOT NULL CHECK (most_openings BETWEEN 1 AND 50),
        opened smallint NOT NULL DEFAULT 0,
        last_opened_at timestamptz,
        expires_at timestamptz NOT NULL,
        -- The files under a password, which is kept nowhere.
        archive bytea,
        archive_sha256 text,
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        FOREIGN KEY (publication_id, report_id) REFERENCES report_publications (id, report_id),
        CONSTRAINT report_links_end_ahead CHECK (expires_at > made_at),
        CONSTRAINT report_links_open_so_often CHECK (opened <= most_openings),
        CHECK ((archive IS NULL) = (archive_sha256 IS NULL)),
        CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE INDEX report_links_by_report ON report_links (report_id, made_at);

      CREATE TABLE report_link_openings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        link_id uuid NOT NULL REFERENCES report_links (id),
        nth smallint NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        UNIQUE (link_id, nth)
      );

      -- Who took which file, when, and with which digest. Rows are added, and nothing else.
      CREATE TABLE report_downloads (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        report_id uuid NOT NULL REFERENCES reports (id),
        version integer NOT NULL,
        format text NOT NULL CHECK (format ~ '^[a-z]{3,5}$'),
        language text CHECK (language IN ('fr', 'ar', 'en')),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        -- Bears the name of whom it was handed to.
        marked boolean NOT NULL,
        user_id uuid DEFAULT mawa_actor() REFERENCES users (id),
        link_id uuid REFERENCES report_links (id),
        opening_id uuid REFERENCES report_link_openings (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT report_downloads_by_somebody CHECK ((user_id IS NULL) = (opening_id IS NOT NULL)),
        CHECK (opening_id IS NULL OR link_id IS NOT NULL),
        CHECK ((language IS NULL) = (format = 'zip'))
      );
      CREATE INDEX report_downloads_by_report ON report_downloads (report_id, place);
      CREATE INDEX report_downloads_by_opening ON report_downloads (opening_id);

      ${['report_links', 'report_link_openings', 'report_downloads']
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (${MAKES});
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);`,
        )
        .join('')}
      CREATE POLICY report_links_made ON report_links FOR INSERT TO mawa_app WITH CHECK (${PUBLISHES} AND made_by = (SELECT mawa_actor()));
      CREATE POLICY report_links_ended ON report_links FOR UPDATE TO mawa_app USING (${PUBLISHES}) WITH CHECK (${PUBLISHES});
      -- One's own taking, of a report that one sees.
      CREATE POLICY report_downloads_noted ON report_downloads FOR INSERT TO mawa_app
        WITH CHECK (user_id = (SELECT mawa_actor()) AND EXISTS (SELECT 1 FROM reports r WHERE r.id = report_id));
      CREATE POLICY report_files_at_the_gate ON report_files FOR SELECT TO mawa_gate USING (true);

      GRANT SELECT (id, report_id, publication_id, recipient, formats, languages, most_openings, opened, last_opened_at, expires_at,
        archive, archive_sha256, made_by, made_at, ended_at, ended_by) ON report_links TO mawa_app;
      GRANT INSERT (id, report_id, publication_id, recipient, formats, languages, digest, most_openings, expires_at, archive, archive_sha256)
        ON report_links TO mawa_app;
      GRANT UPDATE (ended_at, ended_by) ON report_links TO mawa_app;
      GRANT SELECT ON report_link_openings, report_downloads TO mawa_app;
      GRANT INSERT (report_id, version, format, language, sha256, marked, link_id) ON report_downloads TO mawa_app;
      GRANT SELECT, UPDATE (opened, last_opened_at) ON report_links TO mawa_gate;
      GRANT SELECT, INSERT ON report_link_openings, report_downloads TO mawa_gate;
      GRANT SELECT ON report_files TO mawa_gate;

      -- Only to whom it is published, and never longer than may be.
      CREATE FUNCTION report_link_opens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM report_publications p JOIN reports r ON r.id = p.report_id
             WHERE p.id = NEW.publication_id AND p.report_id = NEW.report_id AND p.live AND r.state = 'frozen') THEN
          RAISE EXCEPTION 'not published to them' USING ERRCODE = '23514', CONSTRAINT = 'report_links_published';
        END IF;
        IF NEW.expires_at > mawa_now() + make_interval(days => mawa_setting('report_link_days_most')::int) THEN
          RAISE EXCEPTION 'a link ends sooner' USING ERRCODE = '23514', CONSTRAINT = 'report_links_end_in_time';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER report_links_open BEFORE INSERT ON report_links FOR EACH ROW EXECUTE FUNCTION report_link_opens();

      -- Whoever holds the number, in this transaction: title, period, end and files, and nothing else.
      CREATE FUNCTION open_report_link() RETURNS TABLE (link_id uuid, report_id uuid, opening_id uuid, about jsonb, expires_at timestamptz,
          formats text[], languages text[], locked boolean)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      #variable_conflict use_column
      DECLARE v report_links; v_opening uuid;
      BEGIN
        UPDATE report_links k SET opened = k.opened + 1, last_opened_at = mawa_now()
         WHERE k.opened < k.most_openings
           AND k.id = (SELECT l.id FROM report_links l JOIN report_publications p ON p.id = l.publication_id JOIN reports r ON r.id = l.report_id
                        WHERE ${OPENS})
        RETURNING k.* INTO v;
        IF v.id IS NULL THEN RETURN; END IF;
        INSERT INTO report_link_openings (link_id, nth) VALUES (v.id, v.opened) RETURNING id INTO v_opening;
        RETURN QUERY SELECT v.id, v.report_id, v_opening, p.about, v.expires_at, v.formats, v.languages, v.archive IS NOT NULL
          FROM report_publications p WHERE p.id = v.publication_id;
      END $$;

      -- What was opened stays open for an hour, for forty files at most.
      CREATE FUNCTION linked_report(p_opening uuid) RETURNS TABLE (link_id uuid, report_id uuid, recipient text, organisation text,
          made_at timestamptz, formats text[], languages text[], locked boolean)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT l.id, l.report_id, l.recipient, g.name, l.made_at, l.formats, l.languages, l.archive IS NOT NULL
          FROM report_links l
          JOIN report_publications p ON p.id = l.publication_id
          JOIN reports r ON r.id = l.report_id
          JOIN organisations g ON g.id = p.organisation_id
          JOIN report_link_openings o ON o.link_id = l.id
         WHERE ${OPENS} AND o.id = p_opening AND o.at > mawa_now() - interval '1 hour'
           AND (SELECT count(*) FROM report_downloads d WHERE d.opening_id = o.id) < 40 $$;

      CREATE FUNCTION linked_report_file(p_opening uuid, p_format text, p_language text)
        RETURNS TABLE (version integer, bytes bytea, published jsonb)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT f.version, f.bytes, d.published -> p_language
          FROM linked_report(p_opening) k
          JOIN report_files f ON f.report_id = k.report_id AND f.version = ${NEWEST}
          JOIN report_documents d ON d.report_id = f.report_id AND d.version = f.version
         WHERE NOT k.locked AND f.format = p_format AND f.language = p_language AND p_format = ANY (k.formats) AND p_language = ANY (k.languages)
        UNION ALL
        SELECT (SELECT max(x.version) FROM report_files x WHERE x.report_id = k.report_id), l.archive, NULL
          FROM linked_report(p_opening) k JOIN report_links l ON l.id = k.link_id
         WHERE k.locked AND p_format = 'zip' $$;

      CREATE FUNCTION note_linked_download(p_opening uuid, p_version integer, p_format text, p_language text, p_sha256 text, p_marked boolean)
        RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO report_downloads (report_id, version, format, language, sha256, marked, user_id, link_id, opening_id)
        SELECT k.report_id, p_version, p_format, p_language, p_sha256, p_marked, NULL, k.link_id, p_opening FROM linked_report(p_opening) k
        RETURNING report_id $$;

      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;`,
      ).join('')}
      GRANT EXECUTE ON FUNCTION ${CALLED.join(', ')} TO mawa_app, mawa_gate;
      ${FUNCTIONS.map(
        (one) => `
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION ${CALLED.join(', ')};
      DROP POLICY report_files_at_the_gate ON report_files;
      REVOKE ALL ON report_files FROM mawa_gate;
      DROP TABLE report_downloads, report_link_openings, report_links;
      DROP FUNCTION report_link_opens();
      DELETE FROM settings WHERE key LIKE 'report_link_%';
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEGINS = ['public_release_begins()', 'public_release_ends()', 'public_release_is_replaced()'];
const READ = [
  'public_releases_now()',
  'public_release_document(text, text)',
  'public_release_file(text, text, text)',
  'public_release_was(text)',
];
const FUNCTIONS = [...BEGINS, ...READ];
const WRITTEN = `"by" uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()`;

/** The document of a release in force, and the files that were frozen with it. */
const NOW = `public_releases p
          JOIN reports r ON r.id = p.report_id AND r.state = 'frozen'
          JOIN LATERAL (SELECT d.version, d.published, d.published_sha256 FROM report_documents d
                         WHERE d.report_id = p.report_id ORDER BY d.version DESC LIMIT 1) d ON true`;

/**
 * What the programme tells the public is an act on a frozen report that was protected for the public, and for
 * nobody else. The open page reads through functions of the gate that know releases in force alone: no table is
 * open to whoever is not signed in, and nothing here knows a person.
 */
export class ReleaseToThePublic1700000001282 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE public_releases (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        report_id uuid NOT NULL REFERENCES reports (id),
        -- The neutral name of its files; it stands in the address.
        slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{2,79}$'),
        -- Title and period in each language, as the document says them.
        about jsonb NOT NULL,
        note text CHECK (length(note) BETWEEN 1 AND 500),
        -- Moved by a withdrawal or by its report being replaced, alone.
        live boolean NOT NULL DEFAULT true,
        ${WRITTEN}
      );
      CREATE UNIQUE INDEX public_releases_once ON public_releases (report_id) WHERE live;
      CREATE UNIQUE INDEX public_releases_one_address ON public_releases (slug) WHERE live;
      CREATE TABLE public_withdrawals (
        release_id uuid CONSTRAINT public_withdrawals_once PRIMARY KEY REFERENCES public_releases (id),
        reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
        ${WRITTEN}
      );

      ${['public_releases', 'public_withdrawals']
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
      CREATE POLICY ${table}_made ON ${table} FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_has_role('programme_officer')));`,
        )
        .join('')}
      CREATE POLICY public_releases_at_the_gate ON public_releases TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON public_releases, public_withdrawals TO mawa_app;
      GRANT INSERT (report_id, note) ON public_releases TO mawa_app;
      GRANT INSERT (release_id, reason) ON public_withdrawals TO mawa_app;
      GRANT SELECT, UPDATE (live) ON public_releases TO mawa_gate;
      GRANT SELECT (published_sha256) ON report_documents TO mawa_gate;

      CREATE FUNCTION public_release_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_published jsonb;
      BEGIN
        IF (SELECT state FROM reports WHERE id = NEW.report_id) IS DISTINCT FROM 'frozen' THEN
          RAISE EXCEPTION 'only a frozen report is released' USING ERRCODE = '23514', CONSTRAINT = 'public_releases_frozen';
        END IF;
        SELECT published INTO v_published FROM report_documents WHERE report_id = NEW.report_id ORDER BY version DESC LIMIT 1;
        IF EXISTS (SELECT 1 FROM jsonb_each(v_published) AS l (code, body) WHERE l.body #>> '{disclosure,audience}' IS DISTINCT FROM 'public') THEN
          RAISE EXCEPTION 'its figures were protected for other readers' USING ERRCODE = '23514', CONSTRAINT = 'public_releases_for_all';
        END IF;
        NEW.slug := (SELECT l.body #>> '{meta,key}' FROM jsonb_each(v_published) AS l (code, body) ORDER BY l.code LIMIT 1);
        NEW.about := (SELECT jsonb_object_agg(l.code, jsonb_build_object('title', l.body #>> '{meta,title}', 'period', l.body #>> '{meta,period,label}'))
                        FROM jsonb_each(v_published) AS l (code, body));
        NEW.live := true;
        RETURN NEW;
      END $$;
      CREATE FUNCTION public_release_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE public_releases SET live = false WHERE id = NEW.release_id;
        RETURN NULL;
      END $$;
      -- Beside the one that replaces it, it would tell what changed: perhaps one person.
      CREATE FUNCTION public_release_is_replaced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE public_releases SET live = false WHERE report_id = NEW.id AND live;
        RETURN NULL;
      END $$;
      CREATE TRIGGER public_releases_begin BEFORE INSERT ON public_releases
        FOR EACH ROW EXECUTE FUNCTION public_release_begins();
      CREATE TRIGGER public_withdrawals_end AFTER INSERT ON public_withdrawals
        FOR EACH ROW EXECUTE FUNCTION public_release_ends();
      CREATE TRIGGER reports_leave_the_public AFTER UPDATE OF state ON reports
        FOR EACH ROW WHEN (NEW.state = 'superseded') EXECUTE FUNCTION public_release_is_replaced();

      -- Every release in force, the newest period first, with the digest of its document and its files.
      CREATE FUNCTION public_releases_now() RETURNS TABLE (slug text, sha256 text, at timestamptz, about jsonb, files jsonb)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT p.slug, d.published_sha256, p.at, p.about,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('format', f.format, 'language', f.language, 'size', length(f.bytes), 'sha256', f.sha256)
                         ORDER BY f.format, f.language), '[]')
                  FROM report_files f WHERE f.report_id = p.report_id AND f.version = d.version)
          FROM ${NOW}
         WHERE p.live ORDER BY r.period_until DESC, r.period_from, p.slug LIMIT 60 $$;
      CREATE FUNCTION public_release_document(p_slug text, p_language text) RETURNS TABLE (document jsonb)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT d.published -> p_language FROM ${NOW} WHERE p.live AND p.slug = p_slug AND d.published ? p_language $$;
      CREATE FUNCTION public_release_file(p_slug text, p_format text, p_language text) RETURNS TABLE (bytes bytea, sha256 text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT f.bytes, f.sha256 FROM ${NOW}
          JOIN report_files f ON f.report_id = p.report_id AND f.version = d.version AND f.format = p_format AND f.language = p_language
         WHERE p.live AND p.slug = p_slug $$;
      -- Something was there, and is not any more.
      CREATE FUNCTION public_release_was(p_slug text) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM public_releases p WHERE p.slug = p_slug AND NOT p.live) $$;

      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;`,
      ).join('')}
      GRANT EXECUTE ON FUNCTION ${READ.join(', ')} TO mawa_app;
      ${FUNCTIONS.map(
        (one) => `
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER reports_leave_the_public ON reports;
      DROP FUNCTION ${READ.join(', ')};
      REVOKE SELECT (published_sha256) ON report_documents FROM mawa_gate;
      DROP TABLE public_withdrawals, public_releases;
      DROP FUNCTION ${BEGINS.join(', ')};
    `);
  }
}

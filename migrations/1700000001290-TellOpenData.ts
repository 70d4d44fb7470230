import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IATI_ACTIVITY, POPULATIONS, REFERENCES } from './data/open-data-1';

const WRITTEN = `source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
        verified boolean NOT NULL DEFAULT false,
        -- Null: delivered with the programme.
        by uuid DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const READS = '(SELECT mawa_makes_reports())';
const MAKES = `(SELECT mawa_has_role('programme_officer'))`;
const TABLES = [
  ...(['open_data_references', 'open_data_populations', 'open_data_told'] as const),
  ...(['open_data_sets', 'open_data_files'] as const),
] as const;

/**
 * Files for everybody: by whom organisations are known in IATI, how many people live in the country, what was told of
 * a quarter or a year and stays as it was told, and the sets of files made of it. Nothing here is of one person.
 */
export class TellOpenData1700000001290 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The last row of an organisation counts.
      CREATE TABLE open_data_references (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9_-]{1,19}$'),
        ref text NOT NULL CONSTRAINT open_data_reference_is_an_identifier CHECK (ref ~ '^[A-Z]{2,3}-[A-Za-z0-9][A-Za-z0-9._:-]{1,60}$'),
        type smallint NOT NULL CONSTRAINT open_data_reference_type CHECK (type IN (10, 11, 15, 21, 22, 23, 24, 30, 40, 60, 70, 71, 72, 73, 80, 90)),
        channel text CHECK (channel ~ '^[0-9]{5}$'),
        ${WRITTEN}
      );
      CREATE INDEX open_data_references_of ON open_data_references (code, place);

      -- The last row of a year, sex and age counts.
      CREATE TABLE open_data_populations (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        year smallint NOT NULL CHECK (year BETWEEN 2000 AND 2100),
        sex text NOT NULL CHECK (sex IN ('all', 'female', 'male')),
        age text NOT NULL CHECK (age IN ('all', '0-17', '18+')),
        people integer NOT NULL CONSTRAINT open_data_population_is_of_a_country CHECK (people BETWEEN 100000 AND 200000000),
        ${WRITTEN}
      );
      CREATE INDEX open_data_populations_of ON open_data_populations (year, sex, age, place);

      -- What is hidden is not in it. Told once: what was corrected since would tell, by difference, of the few it is about.
      CREATE TABLE open_data_told (
        grant_id uuid NOT NULL REFERENCES grants (id),
        every text NOT NULL CHECK (every IN ('quarter', 'year')),
        from_day date NOT NULL CHECK (date_trunc(every, from_day::timestamp) = from_day),
        threshold smallint NOT NULL CONSTRAINT open_data_hides_few CHECK (threshold >= 11),
        documents jsonb NOT NULL CHECK (documents ?& ARRAY['fr', 'ar', 'en']),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (grant_id, every, from_day)
      );

      CREATE TABLE open_data_sets (
        id uuid PRIMARY KEY,
        grant_id uuid NOT NULL REFERENCES grants (id),
        from_day date NOT NULL CHECK (date_trunc('quarter', from_day::timestamp) = from_day),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY,
        -- A quarter that goes on would be told twice.
        CONSTRAINT open_data_quarter_is_over CHECK (from_day + interval '3 months' <= mawa_day(at))
      );
      CREATE INDEX open_data_sets_of ON open_data_sets (place);
      CREATE TABLE open_data_files (
        id uuid PRIMARY KEY,
        set_id uuid NOT NULL REFERENCES open_data_sets (id),
        kind text NOT NULL CHECK (kind IN ('iati', 'figures', 'ctdc', 'sdg', 'dictionary')),
        name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9.-]{3,79}$'),
        -- Null: every language is in it.
        language text CHECK (language IN ('fr', 'ar', 'en')),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
        media_type text NOT NULL CHECK (media_type IN ('application/xml', 'text/csv', 'application/json')),
        bytes bytea NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        place smallint NOT NULL,
        CONSTRAINT open_data_files_one_name UNIQUE (set_id, name)
      );

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('threshold_open', '2020-01-01Z', '11', 'programme rule: what is for everybody (public page, IATI, HXL); CTDC hides sets of fewer than 11');
    `);
    await queryRunner.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('iati_activity', '2020-01-01Z', $1, $2)`,
      [
        JSON.stringify(IATI_ACTIVITY),
        'sector 15190 and the SDG targets as their lists word them; marker, flow, finance, aid and tied status to be confirmed with the donor',
      ],
    );
    for (const { code, ref, type, channel, verified, source } of REFERENCES) {
      await queryRunner.query(
        `INSERT INTO open_data_references (code, ref, type, channel, verified, source, by, at)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, '2020-01-01Z')`,
        [code, ref, type, channel, verified, source],
      );
    }
    for (const { year, sex, age, people, verified, source } of POPULATIONS) {
      await queryRunner.query(
        `INSERT INTO open_data_populations (year, sex, age, people, verified, source, by, at)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, '2020-01-01Z')`,
        [year, sex, age, people, verified, source],
      );
    }
    for (const table of TABLES) {
      const owned =
        table === 'open_data_files'
          ? `EXISTS (SELECT 1 FROM open_data_sets s WHERE s.id = set_id AND s."by" = mawa_actor())`
          : `"by" = mawa_actor()`;
      await queryRunner.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (${READS});
        CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${owned} AND ${MAKES});
        -- Foreign keys look with the eyes of the owner.
        CREATE POLICY ${table}_for_constraints ON ${table} FOR SELECT TO mawa_owner USING (true);
        GRANT SELECT ON ${table} TO mawa_app;
      `);
    }
    await queryRunner.query(`
      GRANT INSERT (code, ref, type, channel, source, verified) ON open_data_references TO mawa_app;
      GRANT INSERT (year, sex, age, people, source, verified) ON open_data_populations TO mawa_app;
      GRANT INSERT (grant_id, every, from_day, threshold, documents) ON open_data_told TO mawa_app;
      GRANT INSERT (id, grant_id, from_day) ON open_data_sets TO mawa_app;
      GRANT INSERT (id, set_id, kind, name, language, title, media_type, bytes, sha256, place) ON open_data_files TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE ${[...TABLES].reverse().join(', ')};
      DELETE FROM settings WHERE key IN ('threshold_open', 'iati_activity');
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_4 } from './data/lists-4';
import { dropLists, seedLists } from './data/seed-lists';

/**
 * What is known of a partner before somebody is sent there: of which kind it is, in which language it
 * reads, and how many places it has for what, as dated rows that are never changed.
 */
export class KnowPartners1700000000910 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE organisations ADD COLUMN partner_type text CONSTRAINT organisations_partner_type_check
        CHECK (partner_type IN ('association', 'health', 'social', 'legal', 'training', 'employer', 'authority', 'abroad', 'other'));
      ALTER TABLE organisations ADD COLUMN region text CONSTRAINT organisations_region_check CHECK (region ~ '^[0-9]{2}$');
      ALTER TABLE organisations ADD COLUMN language text NOT NULL DEFAULT 'fr'
        CONSTRAINT organisations_language_check CHECK (language IN ('fr', 'ar', 'en'));
      -- Through whom everything of a country goes: one in each.
      ALTER TABLE organisations ADD COLUMN single_contact boolean NOT NULL DEFAULT false;
      CREATE UNIQUE INDEX organisations_one_contact_a_country ON organisations (country) WHERE single_contact AND active;

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('partner_places_days', '2020-01-01Z', '30', 'programme rule: how long what a partner said of its places counts');

      CREATE TABLE partner_places (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        -- Null: people are taken, and nobody counts.
        places integer CHECK (places BETWEEN 0 AND 1000),
        waiting_days integer CHECK (waiting_days BETWEEN 0 AND 730),
        how text NOT NULL CHECK (how IN ('phone', 'visit', 'message', 'account')),
        -- By referrals since; the last place is given once, whoever asks at the same moment.
        taken integer NOT NULL DEFAULT 0,
        noted_at timestamptz NOT NULL DEFAULT mawa_now(),
        noted_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        CONSTRAINT partner_places_are_given_once CHECK (taken >= 0 AND (places IS NULL OR taken <= places))
      );
      CREATE INDEX partner_places_latest ON partner_places (organisation_id, service, place DESC);
      ALTER TABLE partner_places ENABLE ROW LEVEL SECURITY;
      ALTER TABLE partner_places FORCE ROW LEVEL SECURITY;
      -- A partner's account sees and tells its own; whose people took a place stands nowhere here.
      CREATE POLICY partner_places_read ON partner_places FOR SELECT TO mawa_app
        USING (NOT (SELECT mawa_has_role('partner_viewer')) OR organisation_id = (SELECT mawa_partner_organisation()));
      CREATE POLICY partner_places_add ON partner_places FOR INSERT TO mawa_app WITH CHECK (
        noted_by = (SELECT mawa_actor()) AND taken = 0
        AND CASE WHEN how = 'account' THEN organisation_id = (SELECT mawa_partner_organisation())
            ELSE (SELECT mawa_has_role('shelter_manager', 'reintegration_officer', 'case_supervisor')) END);
      CREATE POLICY partner_places_at_the_gate ON partner_places TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON partner_places TO mawa_app;
      GRANT SELECT, UPDATE (taken) ON partner_places TO mawa_gate;

      -- What counts today: the last word of each partner on each kind of help.
      CREATE VIEW partner_places_now WITH (security_invoker = true) AS
        SELECT DISTINCT ON (p.organisation_id, p.service) p.*, p.places - p.taken AS free,
               p.noted_at > mawa_now() - make_interval(days => mawa_setting('partner_places_days')::int) AS fresh
          FROM partner_places p ORDER BY p.organisation_id, p.service, p.place DESC;
      GRANT SELECT ON partner_places_now TO mawa_app;
    `);
    await seedLists(queryRunner, LISTS_4, 70);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(
      queryRunner,
      LISTS_4.map(({ name }) => name),
    );
    await queryRunner.query(`
      DROP VIEW partner_places_now;
      DROP TABLE partner_places;
      DELETE FROM settings WHERE key = 'partner_places_days';
      DROP INDEX organisations_one_contact_a_country;
      ALTER TABLE organisations DROP COLUMN partner_type, DROP COLUMN region, DROP COLUMN language, DROP COLUMN single_contact;
    `);
  }
}

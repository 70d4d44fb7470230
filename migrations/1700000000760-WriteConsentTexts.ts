import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_TEXTS } from './data/consent-texts-1';

/**
 * What is read aloud before somebody decides: a text per purpose and language, in versions, proposed
 * by one person and approved by another. An old consent keeps the version that it was given under.
 */
export class WriteConsentTexts1700000000760 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE consent_texts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        purpose text NOT NULL CHECK (purpose IN ('shelter', 'assistance', 'sharing', 'statistics', 'contact')),
        language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
        version integer NOT NULL CHECK (version > 0),
        body text NOT NULL CHECK (length(body) BETWEEN 20 AND 8000),
        source text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
        proposed_by uuid NOT NULL REFERENCES users (id),
        proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
        approved_by uuid REFERENCES users (id),
        valid_from timestamptz,
        CONSTRAINT consent_texts_version_once UNIQUE (purpose, language, version),
        CONSTRAINT consent_texts_by_purpose UNIQUE (id, purpose),
        CONSTRAINT consent_texts_second_person CHECK (approved_by <> proposed_by),
        CONSTRAINT consent_texts_count_once_approved CHECK ((approved_by IS NULL) = (valid_from IS NULL))
      );
    `);
    for (const [purpose, language, body] of FIRST_TEXTS) {
      await queryRunner.query(
        `INSERT INTO consent_texts (purpose, language, version, body, source, proposed_by, proposed_at, approved_by, valid_from)
         VALUES ($1, $2, 1, $3, 'first edition, on the seven points of the HTCDS guidance on consent',
           '00000000-0000-4000-8000-000000000004', '2020-01-01Z', '00000000-0000-4000-8000-000000000003', '2020-01-01Z')`,
        [purpose, language, body],
      );
    }
    await queryRunner.query(`
      ALTER TABLE consent_texts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE consent_texts FORCE ROW LEVEL SECURITY;
      CREATE POLICY consent_texts_read ON consent_texts FOR SELECT TO mawa_app USING (true);
      CREATE POLICY consent_texts_proposed ON consent_texts FOR INSERT TO mawa_app
        WITH CHECK (proposed_by = mawa_actor() AND approved_by IS NULL
          AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
      -- Approved once; from then on nothing of it changes.
      CREATE POLICY consent_texts_approved ON consent_texts FOR UPDATE TO mawa_app
        USING (approved_by IS NULL AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')))
        WITH CHECK (approved_by = mawa_actor());
      GRANT SELECT, INSERT, UPDATE (approved_by, valid_from) ON consent_texts TO mawa_app;

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('consent_purposes', '2020-01-01Z', '{
           "shelter":    {"months": 12, "points": ["purpose_told", "use_told", "withdrawal_told"]},
           "assistance": {"months": 12, "points": ["interview", "purpose_told", "use_told", "withdrawal_told"]},
           "sharing":    {"months": 6,  "points": ["purpose_told", "use_told", "access_told", "storage_told", "withdrawal_told"]},
           "statistics": {"months": 24, "points": ["purpose_told", "use_told", "research_told", "withdrawal_told"]},
           "contact":    {"months": 12, "points": ["purpose_told", "withdrawal_told"]}}',
         'programme rule: how long a consent counts, and which of the seven points of HTCDS must be answered yes'),
        ('consent_remind_days', '2020-01-01Z', '30', 'programme rule'),
        ('consent_assent_from_age', '2020-01-01Z', '7', 'programme rule: from this age a child is always asked'),
        ('tell_partner_hours', '2020-01-01Z', '24', 'programme rule: partners without an account are told by phone');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM settings WHERE key IN ('consent_purposes', 'consent_remind_days', 'consent_assent_from_age', 'tell_partner_hours');
      DROP TABLE consent_texts;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { partTable } from './support';

/**
 * Cases as HTCDS writes them: what another organisation sent and Mawa has no place for, word for word under
 * the person's key, and the files that were made for whom, for what and until when. Whose facts a file tells
 * stands in the shares, which a withdrawal closes.
 */
export class KeepHtcds1700000000938 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('htcds_least_people', '2020-01-01Z', '5', 'programme rule: a list of coded facts of fewer people is not made'),
        ('htcds_longest_days', '2020-01-01Z', '90', 'programme rule: how long a file of cases may be kept by whoever received it');

      CREATE TABLE htcds_kept (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        part text NOT NULL CHECK (part IN ('facts', 'identity', 'contact', 'story', 'care')),
        edition text NOT NULL DEFAULT '2.0',
        said_sealed bytea NOT NULL,
        received_at timestamptz NOT NULL DEFAULT mawa_now(),
        received_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        CONSTRAINT htcds_kept_once UNIQUE (case_id, part)
      );
      ${partTable('htcds_kept')}
      CREATE POLICY htcds_kept_erased_by_the_gate ON htcds_kept TO mawa_gate USING (true);
      CREATE TRIGGER htcds_kept_takes_no_more BEFORE INSERT ON htcds_kept FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT SELECT, INSERT ON htcds_kept TO mawa_app;
      GRANT SELECT (case_id), DELETE ON htcds_kept TO mawa_gate;
      CREATE FUNCTION htcds_kept_is_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM htcds_kept WHERE case_id IN (OLD.id, NEW.id);
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION htcds_kept_is_erased() FROM PUBLIC;
      CREATE TRIGGER htcds_kept_is_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION htcds_kept_is_erased();
      ALTER FUNCTION htcds_kept_is_erased() OWNER TO mawa_gate;

      CREATE TABLE htcds_exports (
        id uuid PRIMARY KEY,
        class text NOT NULL CHECK (class IN ('case_list', 'identity')),
        recipient_id uuid NOT NULL REFERENCES organisations (id),
        purpose text NOT NULL CHECK (purpose IN ('sharing', 'statistics')),
        why text NOT NULL CHECK (why ~ '^[a-z_]{3,40}$'),
        told text[] NOT NULL CHECK (told <@ ARRAY['facts', 'identity', 'contact', 'story', 'care'] AND 'facts' = ANY (told)),
        people integer NOT NULL CHECK (people > 0),
        -- Asked for, and not in it: without an agreement that stands, or not wholly for these eyes.
        left_out integer NOT NULL CHECK (left_out >= 0),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        until_at timestamptz NOT NULL,
        CONSTRAINT htcds_exports_end CHECK (until_at > made_at),
        CONSTRAINT htcds_exports_of_codes_tell_codes CHECK (class = 'identity' OR NOT told && ARRAY['identity', 'contact']),
        CONSTRAINT htcds_exports_of_identities_are_shared CHECK (class = 'case_list' OR purpose = 'sharing')
      );
      CREATE INDEX htcds_exports_by_maker ON htcds_exports (made_by, made_at DESC);
      ALTER TABLE htcds_exports ENABLE ROW LEVEL SECURITY;
      ALTER TABLE htcds_exports FORCE ROW LEVEL SECURITY;
      CREATE POLICY htcds_exports_of_oneself ON htcds_exports FOR SELECT TO mawa_app USING (made_by = (SELECT mawa_actor()));
      CREATE POLICY htcds_exports_by_oneself ON htcds_exports FOR INSERT TO mawa_app WITH CHECK (made_by = (SELECT mawa_actor()));
      GRANT SELECT, INSERT ON htcds_exports TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE htcds_exports;
      DROP TRIGGER htcds_kept_is_erased ON cases;
      DROP FUNCTION htcds_kept_is_erased;
      DROP TABLE htcds_kept;
      DELETE FROM settings WHERE key IN ('htcds_least_people', 'htcds_longest_days');
    `);
  }
}

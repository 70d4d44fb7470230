import type { MigrationInterface, QueryRunner } from 'typeorm';

const MINUTE = 'BETWEEN 0 AND 1439';

/**
 * Once a day a mail that says how much waits, at the hour that each person chose and never in their
 * quiet hours. One row a person and day: nobody gets two, and a worker that slept sends none late at night.
 */
export class SendDigests1700000000851 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('digest', '2020-01-01Z', '{"wanted":true,"at":480,"weekdays":[1,2,3,4,5],"quietFrom":1200,"quietUntil":420}',
          'programme rule: until somebody chooses; minutes after midnight, Monday is 1');

      -- The latest counts; the others say what held before.
      CREATE TABLE digest_choices (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        wanted boolean NOT NULL,
        at smallint NOT NULL CHECK (at ${MINUTE}),
        weekdays smallint[] NOT NULL CHECK (weekdays <@ '{1,2,3,4,5,6,7}' AND cardinality(weekdays) BETWEEN 1 AND 7),
        quiet_from smallint NOT NULL CHECK (quiet_from ${MINUTE}),
        quiet_until smallint NOT NULL CHECK (quiet_until ${MINUTE}),
        chosen_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT digest_choices_not_in_quiet_hours CHECK (NOT wanted OR NOT CASE
          WHEN quiet_from <= quiet_until THEN at >= quiet_from AND at < quiet_until
          ELSE at >= quiet_from OR at < quiet_until END)
      );
      CREATE INDEX digest_choices_by_user ON digest_choices (user_id, id DESC);

      CREATE TABLE digests (
        user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        day date NOT NULL,
        overdue integer NOT NULL CHECK (overdue >= 0),
        today integer NOT NULL CHECK (today >= 0),
        coming integer NOT NULL CHECK (coming >= 0),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        attempts smallint NOT NULL DEFAULT 0,
        sent_at timestamptz,
        PRIMARY KEY (user_id, day),
        CONSTRAINT digests_say_something CHECK (sent_at IS NULL OR overdue + today > 0)
      );
      CREATE INDEX digests_to_send ON digests (day) WHERE sent_at IS NULL;

      ALTER TABLE digest_choices ENABLE ROW LEVEL SECURITY;
      ALTER TABLE digest_choices FORCE ROW LEVEL SECURITY;
      ALTER TABLE digests ENABLE ROW LEVEL SECURITY;
      ALTER TABLE digests FORCE ROW LEVEL SECURITY;
      CREATE POLICY digest_choices_own ON digest_choices TO mawa_app
        USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_is_system()))
        WITH CHECK (user_id = (SELECT mawa_actor()));
      CREATE POLICY digests_own ON digests TO mawa_app
        USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_is_system()))
        WITH CHECK (user_id = (SELECT mawa_actor()) OR (SELECT mawa_is_system()));
      GRANT SELECT, INSERT ON digest_choices TO mawa_app;
      GRANT SELECT, INSERT ON digests TO mawa_app;
      GRANT UPDATE (attempts, sent_at) ON digests TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE digests, digest_choices;
      DELETE FROM settings WHERE key = 'digest';
    `);
  }
}

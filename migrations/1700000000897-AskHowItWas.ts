import type { MigrationInterface, QueryRunner } from 'typeorm';
import { twoRights } from './support';

/** After a service the person says how it was, or that they would rather not say: once for each service. */
export class AskHowItWas1700000000897 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE service_ratings (
        service_id uuid PRIMARY KEY REFERENCES services (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        -- Null: the person did not want to say.
        rating smallint CHECK (rating BETWEEN 1 AND 5),
        asked_by uuid NOT NULL REFERENCES users (id),
        asked_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX service_ratings_by_case ON service_ratings (case_id);
      ALTER TABLE service_ratings ENABLE ROW LEVEL SECURITY;
      ALTER TABLE service_ratings FORCE ROW LEVEL SECURITY;
      ${twoRights('service_ratings', 'care')}
      CREATE POLICY service_ratings_asked_by_oneself ON service_ratings AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (asked_by = (SELECT mawa_actor()));
      GRANT SELECT, INSERT ON service_ratings TO mawa_app;
      GRANT SELECT (service_id, case_id, rating) ON service_ratings TO mawa_figures;
      CREATE POLICY service_ratings_for_figures ON service_ratings FOR SELECT TO mawa_figures USING (true);

      -- Of a service that this person was given.
      CREATE FUNCTION service_rating_of_what_was_given() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM services s WHERE s.id = NEW.service_id AND s.case_id = NEW.case_id AND s.cancelled_at IS NULL) THEN
          RAISE EXCEPTION 'not given to this person' USING ERRCODE = '23514', CONSTRAINT = 'service_rating_of_what_was_given';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER service_rating_of_what_was_given BEFORE INSERT ON service_ratings FOR EACH ROW
        EXECUTE FUNCTION service_rating_of_what_was_given();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE service_ratings;
      DROP FUNCTION service_rating_of_what_was_given;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where to write and whom to call, as it stands on every slip and on the channel's first page: proposed
 * by a focal point and approved by one of another organisation, so that nobody can lead people who
 * complain to themselves.
 */
export class AgreeOnTheAddress1700000000836 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM settings WHERE key = 'complaint_paper';
      CREATE TABLE complaint_contacts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        address text NOT NULL CHECK (length(address) BETWEEN 3 AND 100),
        phone text CHECK (length(phone) BETWEEN 3 AND 25),
        proposed_by uuid NOT NULL REFERENCES users (id),
        proposed_for uuid NOT NULL REFERENCES organisations (id),
        proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
        approved_by uuid REFERENCES users (id),
        approved_for uuid REFERENCES organisations (id),
        approved_at timestamptz,
        place bigint GENERATED ALWAYS AS IDENTITY,
        CONSTRAINT complaint_contacts_by_two_organisations CHECK (approved_for <> proposed_for),
        CONSTRAINT complaint_contacts_approved_whole
          CHECK ((approved_by IS NULL) = (approved_for IS NULL) AND (approved_by IS NULL) = (approved_at IS NULL))
      );
      ALTER TABLE complaint_contacts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE complaint_contacts FORCE ROW LEVEL SECURITY;
      CREATE POLICY complaint_contacts_for_the_gate ON complaint_contacts FOR SELECT TO mawa_gate USING (true);
      -- What stands is on every wall; what is proposed is for those who may approve it.
      CREATE POLICY complaint_contacts_read ON complaint_contacts FOR SELECT TO mawa_app
        USING (approved_at IS NOT NULL OR (SELECT mawa_has_role('focal_point')));
      CREATE POLICY complaint_contacts_proposed ON complaint_contacts FOR INSERT TO mawa_app
        WITH CHECK (proposed_by = (SELECT mawa_actor()) AND approved_by IS NULL AND (SELECT mawa_has_role('focal_point')));
      CREATE POLICY complaint_contacts_approved ON complaint_contacts FOR UPDATE TO mawa_app
        USING (approved_by IS NULL AND (SELECT mawa_has_role('focal_point'))) WITH CHECK (approved_by = (SELECT mawa_actor()));
      GRANT SELECT, INSERT (id, address, phone, proposed_by), UPDATE (approved_by) ON complaint_contacts TO mawa_app;
      GRANT SELECT ON complaint_contacts TO mawa_gate;

      -- For which organisation somebody speaks is the database's to say, and only a focal point who counts speaks.
      CREATE FUNCTION contacts_are_agreed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_for uuid := (SELECT f.organisation_id FROM focal_points() f WHERE f.user_id = mawa_actor());
      BEGIN
        IF v_for IS NULL THEN RAISE EXCEPTION 'not a focal point' USING ERRCODE = '42501'; END IF;
        IF TG_OP = 'INSERT' THEN
          NEW.proposed_for := v_for;
          RETURN NEW;
        END IF;
        IF EXISTS (SELECT 1 FROM complaint_contacts c WHERE c.place > NEW.place) THEN
          RAISE EXCEPTION 'another was proposed since' USING ERRCODE = '23514', CONSTRAINT = 'complaint_contacts_latest';
        END IF;
        NEW.approved_for := v_for;
        NEW.approved_at := mawa_now();
        RETURN NEW;
      END $$;
      CREATE TRIGGER complaint_contacts_are_agreed BEFORE INSERT OR UPDATE ON complaint_contacts
        FOR EACH ROW EXECUTE FUNCTION contacts_are_agreed();
      REVOKE EXECUTE ON FUNCTION contacts_are_agreed() FROM PUBLIC;
      ALTER FUNCTION contacts_are_agreed() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE mawa_gate;
      UPDATE tasks SET done_at = opened_at WHERE kind = 'approve_contact' AND done_at IS NULL;
      RESET ROLE;
      DROP TABLE complaint_contacts;
      DROP FUNCTION contacts_are_agreed;
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('complaint_paper', '2020-01-01Z', '{"address": "", "phone": ""}', 'programme list: what is printed on paper slips');
    `);
  }
}

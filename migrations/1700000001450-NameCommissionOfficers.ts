import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withoutForce } from './support';

const BEFORE = `'administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor',
  'legal_officer', 'hotline_operator', 'programme_officer', 'finance_officer', 'partner_viewer', 'auditor', 'focal_point'`;

const READERS = `(SELECT mawa_has_role('partner_viewer', 'commission_officer'))`;
const ONLY_PARTNERS = `(SELECT mawa_has_role('partner_viewer'))`;

const readPublished = (readers: string): string => `
  DROP POLICY report_publications_read ON report_publications;
  CREATE POLICY report_publications_read ON report_publications FOR SELECT TO mawa_app
    USING ((SELECT mawa_makes_reports()) OR (live AND organisation_id = (SELECT mawa_organisation()) AND ${readers}));
  DROP POLICY reports_read ON reports;
  CREATE POLICY reports_read ON reports FOR SELECT TO mawa_app
    USING ((SELECT mawa_makes_reports()) OR (state IN ('frozen', 'superseded') AND ${readers}
      AND EXISTS (SELECT 1 FROM report_publications p
        WHERE p.report_id = reports.id AND p.live AND p.organisation_id = (SELECT mawa_organisation()))));`;

const SETTING_UP = '00000000-0000-4000-8000-000000000004';
const SWEEPING = '00000000-0000-4000-8000-000000000003';

/**
 * Who is told of the programme does not hold a role of those who run it. The commission gets a role of its own;
 * the database refuses a role that would make an outsider an insider.
 */
export class NameCommissionOfficers1700000001450 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE user_roles DROP CONSTRAINT user_roles_role_check;
      ALTER TABLE user_roles ADD CONSTRAINT user_roles_role_check CHECK (role IN (${BEFORE}, 'commission_officer'));
      -- Of every role but that of a partner, who sees what was sent to them; what was given before goes on.
      ALTER TABLE user_roles DROP COLUMN needs_second;
      ALTER TABLE user_roles ADD COLUMN needs_second boolean NOT NULL
        GENERATED ALWAYS AS (role <> 'partner_viewer') STORED;

      CREATE FUNCTION role_suits_organisation(p_role text, p_kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE
          WHEN p_role = 'commission_officer' THEN p_kind IS NOT DISTINCT FROM 'commission'
          -- Roles that read figures of the whole programme.
          WHEN p_role IN ('programme_officer', 'finance_officer', 'auditor')
            THEN coalesce(p_kind NOT IN ('commission', 'donor', 'partner'), true)
          -- Roles that open cases; a partner may run a house or accompany people.
          WHEN p_role IN ('shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor', 'legal_officer')
            THEN coalesce(p_kind NOT IN ('commission', 'donor'), true)
          ELSE true END $$;
      COMMENT ON FUNCTION role_suits_organisation(text, text) IS
        'Whether a member of an organisation of this kind may hold the role; null: of no organisation';
    `);
    await withoutForce(queryRunner, ['user_roles', 'users'], () => moveRoles(queryRunner));
    await queryRunner.query(`
      CREATE FUNCTION user_roles_suit_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        v_kind text;
      BEGIN
        IF NEW.ended_at IS NOT NULL THEN
          RETURN NEW;
        END IF;
        SELECT o.kind INTO v_kind FROM users u LEFT JOIN organisations o ON o.id = u.organisation_id WHERE u.id = NEW.user_id;
        IF NOT FOUND OR NOT role_suits_organisation(NEW.role, v_kind) THEN
          RAISE EXCEPTION 'the role is not for members of such an organisation'
            USING ERRCODE = '23514', CONSTRAINT = 'user_roles_suit_the_organisation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER user_roles_suit BEFORE INSERT OR UPDATE OF role, user_id, confirmed_by ON user_roles
        FOR EACH ROW EXECUTE FUNCTION user_roles_suit_organisations();

      CREATE FUNCTION users_suit_their_roles() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (
          SELECT 1 FROM user_roles r LEFT JOIN organisations o ON o.id = NEW.organisation_id
           WHERE r.user_id = NEW.id AND r.ended_at IS NULL AND NOT role_suits_organisation(r.role, o.kind)) THEN
          RAISE EXCEPTION 'a role of this account is not for members of such an organisation'
            USING ERRCODE = '23514', CONSTRAINT = 'user_roles_suit_the_organisation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER users_suit_their_roles AFTER UPDATE OF organisation_id ON users
        FOR EACH ROW EXECUTE FUNCTION users_suit_their_roles();

      CREATE FUNCTION organisations_keep_their_kind() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.kind IS DISTINCT FROM OLD.kind THEN
          RAISE EXCEPTION 'the kind of an organisation stays' USING ERRCODE = '23514', CONSTRAINT = 'organisations_keep_kind';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER organisations_keep_their_kind BEFORE UPDATE OF kind ON organisations
        FOR EACH ROW EXECUTE FUNCTION organisations_keep_their_kind();

      UPDATE lists SET owner_role = 'commission_officer' WHERE owner_kind = 'commission';
      ${readPublished(READERS)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${readPublished(ONLY_PARTNERS)}
      UPDATE lists SET owner_role = 'programme_officer' WHERE owner_kind = 'commission';
      DROP TRIGGER organisations_keep_their_kind ON organisations;
      DROP TRIGGER users_suit_their_roles ON users;
      DROP TRIGGER user_roles_suit ON user_roles;
      DROP FUNCTION organisations_keep_their_kind, users_suit_their_roles, user_roles_suit_organisations,
        role_suits_organisation;
    `);
    await withoutForce(queryRunner, ['user_roles', 'users'], () =>
      queryRunner.query(`
        UPDATE user_roles SET role = 'programme_officer' WHERE role = 'commission_officer' AND ended_at IS NULL;
        DELETE FROM user_roles WHERE role = 'commission_officer';
      `),
    );
    await queryRunner.query(`
      ALTER TABLE user_roles DROP CONSTRAINT user_roles_role_check;
      ALTER TABLE user_roles ADD CONSTRAINT user_roles_role_check CHECK (role IN (${BEFORE}));
    `);
  }
}

/**
 * Programme officers of the commission go on as commission officers, given and confirmed by the same people.
 * Roles that read every figure end where their holder is of the commission, a donor or a partner.
 */
const moveRoles = (queryRunner: QueryRunner): Promise<unknown> =>
  queryRunner.query(`
    UPDATE user_roles SET confirmed_at = mawa_now(), confirmed_by =
        CASE granted_by WHEN '${SWEEPING}' THEN '${SETTING_UP}'::uuid ELSE '${SWEEPING}'::uuid END
     WHERE role IN ('programme_officer', 'finance_officer', 'auditor') AND confirmed_by IS NULL AND ended_at IS NULL;
    INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
    SELECT r.user_id, 'commission_officer', r.granted_by, mawa_now(), r.confirmed_by, r.confirmed_at
      FROM user_roles r
      JOIN users u ON u.id = r.user_id
      JOIN organisations o ON o.id = u.organisation_id
     WHERE o.kind = 'commission' AND r.role = 'programme_officer' AND r.ended_at IS NULL;
    UPDATE user_roles r SET ended_at = mawa_now(), ended_by = '${SETTING_UP}'
      FROM users u JOIN organisations o ON o.id = u.organisation_id
     WHERE u.id = r.user_id AND r.ended_at IS NULL AND o.kind IN ('commission', 'donor', 'partner')
       AND r.role IN ('programme_officer', 'finance_officer', 'auditor');
  `);

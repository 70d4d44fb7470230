import type { MigrationInterface, QueryRunner } from 'typeorm';

const AGREE_ROLES = `('shelter_manager', 'reintegration_officer', 'case_supervisor')`;

const writePolicy = (holderBases: string): string => `
      DROP POLICY arrival_agreements_write ON arrival_agreements;
      CREATE POLICY arrival_agreements_write ON arrival_agreements FOR INSERT TO mawa_app
        WITH CHECK (by = (SELECT mawa_actor()) AND EXISTS (
          SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
            LEFT JOIN bed_requests q ON q.id = bp.request_id
           WHERE bp.booking_id = arrival_agreements.booking_id AND bp.case_id = arrival_agreements.case_id
             AND CASE WHEN arrival_agreements.basis IN (${holderBases}) THEN mawa_holds_fully(bp.case_id)
                   WHEN arrival_agreements.basis = 'addressed' THEN q.shelter_id = k.shelter_id ELSE true END));`;

const asOwnerOfRows = (statement: string): string => `
      ALTER TABLE arrival_agreements NO FORCE ROW LEVEL SECURITY;
      ${statement}
      ALTER TABLE arrival_agreements FORCE ROW LEVEL SECURITY;`;

/** Columns that a bed of the same house takes over from the bed before. */
const agreementColumns = (withHour: boolean): { into: string; from: string } => ({
  into: `booking_id, case_id, basis, reason, list_version, by${withHour ? ', at' : ''}`,
  from: `a.basis, a.reason, a.list_version, a.by${withHour ? ', a.at' : ''}`,
});

const movedStays = (withHour: boolean): string => {
  const { into, from } = agreementColumns(withHour);
  return `
      CREATE OR REPLACE FUNCTION open_moved_stays(p_kind text, p_night date, p_parts jsonb) RETURNS uuid LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_move uuid; v_part record; v_old record; v_bed record;
      BEGIN
        INSERT INTO bed_moves (kind, night, by) VALUES (p_kind, p_night, mawa_actor()) RETURNING id INTO v_move;
        FOR v_part IN SELECT * FROM jsonb_to_recordset(p_parts)
             AS p (old_id uuid, new_id uuid, bed_id uuid, until date, sign text, rule_set integer) LOOP
          SELECT k.id, k.shelter_id, k.checked_in_at, bp.case_id, bp.request_id INTO v_old
            FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
           WHERE k.id = v_part.old_id AND k.outcome = 'moved' AND k.state IN ('ended', 'void');
          SELECT b.shelter_id INTO v_bed FROM beds b WHERE b.id = v_part.bed_id;
          IF v_old.id IS NULL OR v_bed.shelter_id IS NULL OR NOT EXISTS (SELECT 1 FROM booking_changes h
               WHERE h.booking_id = v_old.id AND h.by = mawa_actor() AND h.at = mawa_now() AND h.reason = 'move_out')
             OR NOT (mawa_holds_fully(v_old.case_id) OR v_bed.shelter_id = v_old.shelter_id
               AND v_old.shelter_id = ANY (mawa_principals())) THEN
            RAISE EXCEPTION 'this actor may not move this person there' USING ERRCODE = '42501';
          END IF;
          INSERT INTO bookings (id, bed_id, shelter_id, nights, state, mix_sign, rule_set, checked_in_at, created_by)
          VALUES (v_part.new_id, v_part.bed_id, v_bed.shelter_id, daterange(p_night, v_part.until), 'stay', v_part.sign,
            v_part.rule_set, coalesce(v_old.checked_in_at, mawa_now()), mawa_actor());
          INSERT INTO arrival_agreements (${into})
          SELECT v_part.new_id, v_old.case_id, ${from} FROM arrival_agreements a
           WHERE a.booking_id = v_old.id AND v_bed.shelter_id = v_old.shelter_id;
          IF NOT FOUND AND mawa_holds_fully(v_old.case_id) THEN
            INSERT INTO arrival_agreements (booking_id, case_id, basis, by)
            VALUES (v_part.new_id, v_old.case_id, 'holder', mawa_actor());
          END IF;
          INSERT INTO booking_people (booking_id, case_id, request_id, nights, state)
          VALUES (v_part.new_id, v_old.case_id, v_old.request_id, daterange(p_night, v_part.until), 'stay');
          INSERT INTO booking_changes (booking_id, to_state, by, reason) VALUES (v_part.new_id, 'stay', mawa_actor(), 'move_in');
          INSERT INTO bed_move_parts (move_id, case_id, from_booking, to_booking)
          VALUES (v_move, v_old.case_id, v_old.id, v_part.new_id);
          IF v_bed.shelter_id <> v_old.shelter_id AND mawa_restricted(v_old.case_id) THEN
            PERFORM mawa_must_name_a_manager(v_old.case_id);
          END IF;
        END LOOP;
        RETURN v_move;
      END $$;`;
};

const carriedAgreements = (withHour: boolean): string => {
  const { into, from } = agreementColumns(withHour);
  return `
      CREATE OR REPLACE FUNCTION carry_agreements(p_request uuid) RETURNS void LANGUAGE sql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO arrival_agreements (${into})
        SELECT DISTINCT ON (n.booking_id) n.booking_id, n.case_id, ${from}
          FROM booking_people n JOIN bookings k ON k.id = n.booking_id
          JOIN booking_people o ON o.case_id = n.case_id AND o.request_id = n.request_id AND o.state = 'void'
          JOIN bookings was ON was.id = o.booking_id AND was.shelter_id = k.shelter_id
          JOIN booking_changes h ON h.booking_id = was.id AND h.to_state = 'void' AND h.by = mawa_actor() AND h.at = mawa_now()
          JOIN arrival_agreements a ON a.booking_id = was.id
         WHERE n.request_id = p_request AND n.state = 'hold'
         ORDER BY n.booking_id
        ON CONFLICT (booking_id) DO NOTHING $$;`;
};

const atTheGate = (functions: string): string =>
  `SET LOCAL ROLE mawa_gate; ${functions} RESET ROLE;`;

/**
 * A bed that the hotline keeps is no agreement of somebody who may agree to a placement: it has a basis
 * of its own, and whoever confirms it later validated it. A change of beds keeps the hour of the
 * agreement.
 */
export class NameWhoValidated1700000001481 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE arrival_agreements DROP CONSTRAINT arrival_agreements_basis_check;
      ALTER TABLE arrival_agreements ADD CONSTRAINT arrival_agreements_basis_check
        CHECK (basis IN ('holder', 'hotline', 'addressed', 'emergency'));
      COMMENT ON COLUMN arrival_agreements.basis IS
        'holder: somebody who holds the case and may agree; hotline: an operator who holds it kept the bed; addressed: asked of this house; emergency: received without an agreement';
      ${writePolicy(`'holder', 'hotline'`)}
      ${asOwnerOfRows(`UPDATE arrival_agreements a SET basis = 'hotline'
        WHERE a.basis = 'holder'
          AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = a.by AND r.role = 'hotline_operator')
          AND NOT EXISTS (SELECT FROM user_roles r WHERE r.user_id = a.by AND r.role IN ${AGREE_ROLES});`)}
    `);
    await queryRunner.query(atTheGate(movedStays(true) + carriedAgreements(true)));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(atTheGate(movedStays(false) + carriedAgreements(false)));
    await queryRunner.query(`
      ${asOwnerOfRows(`UPDATE arrival_agreements SET basis = 'holder' WHERE basis = 'hotline';`)}
      ${writePolicy(`'holder'`)}
      COMMENT ON COLUMN arrival_agreements.basis IS NULL;
      ALTER TABLE arrival_agreements DROP CONSTRAINT arrival_agreements_basis_check;
      ALTER TABLE arrival_agreements ADD CONSTRAINT arrival_agreements_basis_check
        CHECK (basis IN ('holder', 'addressed', 'emergency'));
    `);
  }
}

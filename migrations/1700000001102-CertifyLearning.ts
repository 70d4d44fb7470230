import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

const FIGURES: Readonly<Record<string, string>> = {
  recognition_procedures: 'id, case_id, standard_id, state',
  recognition_steps: 'case_id, procedure_id, from_state, to_state, on_day, place',
  recognition_fees: 'id, case_id, procedure_id, on_day, amount, currency, line_id, taken_back_at',
};
const WHY = `'mistake', 'provider_asked', 'person_asked', 'for_safety'`;
const WHY_TOO = `${WHY}, 'replaced'`;

/** The text of something that the database knows gains or loses a kind; what others added stays. */
const inText = (read: string, from: string, to: string, write: string): string => `
      DO $text$
      DECLARE v_text text := ${read};
      BEGIN
        IF strpos(v_text, $k$${from}$k$) = 0 THEN RAISE EXCEPTION 'these kinds are not there'; END IF;
        v_text := replace(v_text, $k$${from}$k$, $k$${to}$k$);
        ${write}
      END $text$;`;
const kinds = (from: string, to: string): string =>
  inText(
    `pg_get_constraintdef((SELECT oid FROM pg_constraint
        WHERE conname = 'ledger_transactions_source_kind_check' AND conrelid = 'ledger_transactions'::regclass))`,
    from,
    to,
    `ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
        EXECUTE 'ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check ' || v_text;`,
  );
const causes = (from: string, to: string): string => `
      DROP INDEX ledger_transactions_by_cause;
      CREATE INDEX ledger_transactions_by_cause ON ledger_transactions (split_part(source_id, '/', 1)) WHERE source_kind IN (${to});
      ${inText(`pg_get_functiondef('ledger_of_cause(uuid)'::regprocedure)`, from, to, 'EXECUTE v_text;')}`;
const WITHOUT = `'training'::text`;
const WITH = `'training'::text, 'recognition'::text`;
const CAUSES = `'bed-night', 'service', 'training', 'correction'`;
const MORE_CAUSES = `'bed-night', 'service', 'training', 'recognition', 'correction'`;

const rests = (more: string): string => `
      CREATE OR REPLACE FUNCTION training_certificate_rests() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM training_enrolments e WHERE e.id = NEW.enrolment_id AND e.state = 'certified')${more} THEN
          RAISE EXCEPTION 'nothing was passed' USING ERRCODE = '23514', CONSTRAINT = 'training_certificate_rests';
        END IF;
        RETURN NEW;
      END $$;`;
const OF_COURSE = `
        SELECT c.title, o.name, t.issued_on, t.number, t.holder_digest
          FROM training_certificates t JOIN training_enrolments e ON e.id = t.enrolment_id
          JOIN training_sessions s ON s.id = e.session_id JOIN training_courses c ON c.id = s.course_id
          JOIN organisations o ON o.id = c.provider_id
         WHERE t.code_digest = p_code AND t.withdrawn_on IS NULL`;
/** The occupation; of a partial certificate with what was recognised of it, for nobody may take it for the whole. */
const OF_RECOGNITION = `
        SELECT n.title || CASE WHEN t.complete THEN '' ELSE ' : ' || (SELECT string_agg(u.title, ' ; ' ORDER BY u.number)
                 FROM recognition_units u WHERE u.id = ANY (t.units)) END, o.name, t.issued_on, t.number, t.holder_digest
          FROM training_certificates t JOIN recognition_procedures p ON p.id = t.procedure_id
          JOIN recognition_standards n ON n.id = p.standard_id JOIN organisations o ON o.id = n.authority_id
         WHERE t.code_digest = p_code AND t.withdrawn_on IS NULL`;
const answered = (body: string): string => `
      DROP FUNCTION training_certificate(bytea);
      CREATE FUNCTION training_certificate(p_code bytea)
        RETURNS TABLE (course text, provider text, issued_on date, number text, holder_digest bytea)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$${body} $$;
      REVOKE EXECUTE ON FUNCTION training_certificate(bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION training_certificate(bytea) TO mawa_app;
      ALTER FUNCTION training_certificate(bytea) OWNER TO mawa_gate;`;

/**
 * One register of certificates: of a course that was passed, or of what was recognised, whole or in part. And the fee
 * of a procedure, a source of the ledger, taken back where it ended before anything was assessed.
 */
export class CertifyLearning1700000001102 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${kinds(WITHOUT, WITH)}
      ${causes(CAUSES, MORE_CAUSES)}
      CREATE TABLE recognition_fees (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL CONSTRAINT recognition_fees_once UNIQUE,
        on_day date NOT NULL,
        amount numeric(10,2) NOT NULL CHECK (amount > 0),
        currency char(3) NOT NULL,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        taken_back_at timestamptz,
        taken_back_by uuid REFERENCES users (id),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT recognition_fees_taken_back_by_somebody CHECK (taken_back_by IS NULL OR taken_back_at IS NOT NULL),
        FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX recognition_fees_by_case ON recognition_fees (case_id);
      ${caseTable('recognition_fees', 'care') + twoRights('recognition_fees', 'care')}
      CREATE POLICY recognition_fees_at_the_gate ON recognition_fees TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON recognition_fees TO mawa_app, mawa_gate;
      GRANT INSERT (id, case_id, procedure_id, on_day, amount, currency, line_id) ON recognition_fees TO mawa_app;
      GRANT UPDATE (taken_back_at, taken_back_by) ON recognition_fees TO mawa_app, mawa_gate;

      -- As much as the standard says, once the portfolio was opened.
      CREATE FUNCTION recognition_fee_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM recognition_procedures p JOIN recognition_standards s ON s.id = p.standard_id
             WHERE p.id = NEW.procedure_id AND s.fee = NEW.amount AND s.currency = NEW.currency AND s.line_id = NEW.line_id
               AND EXISTS (SELECT 1 FROM recognition_steps t WHERE t.procedure_id = p.id AND t.to_state = 'portfolio_open')) THEN
          RAISE EXCEPTION 'not due' USING ERRCODE = '23514', CONSTRAINT = 'recognition_fee_is_due';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER recognition_fees_are_due BEFORE INSERT ON recognition_fees FOR EACH ROW EXECUTE FUNCTION recognition_fee_is_due();
      -- What ended before anything was assessed costs nothing; taken back by the same step, for the ledger to follow.
      CREATE FUNCTION recognition_fee_is_taken_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.to_state IN ('closed', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM recognition_steps s
             WHERE s.procedure_id = NEW.procedure_id AND s.to_state = 'assessed') THEN
          UPDATE recognition_fees SET taken_back_at = mawa_now(), taken_back_by = mawa_somebody()
           WHERE procedure_id = NEW.procedure_id AND taken_back_at IS NULL;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER recognition_steps_take_back AFTER INSERT ON recognition_steps FOR EACH ROW EXECUTE FUNCTION recognition_fee_is_taken_back();
      REVOKE EXECUTE ON FUNCTION recognition_fee_is_taken_back() FROM PUBLIC;
      ALTER FUNCTION recognition_fee_is_taken_back() OWNER TO mawa_gate;

      ALTER TABLE training_certificates ALTER COLUMN enrolment_id DROP NOT NULL;
      ALTER TABLE training_certificates
        ADD COLUMN procedure_id uuid,
        -- Of recognition: whether all that is required was recognised, and what.
        ADD COLUMN complete boolean,
        ADD COLUMN units uuid[],
        ADD CONSTRAINT training_certificates_of_a_procedure FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE,
        ADD CONSTRAINT training_certificates_of_one_thing CHECK (num_nonnulls(enrolment_id, procedure_id) = 1
          AND num_nonnulls(procedure_id, complete, units) IN (0, 3) AND (units IS NULL OR cardinality(units) > 0));
      CREATE UNIQUE INDEX training_certificates_one_stands ON training_certificates (procedure_id) WHERE withdrawn_on IS NULL;
      ALTER TABLE training_certificates DROP CONSTRAINT training_certificates_withdrawn_reason_check,
        ADD CONSTRAINT training_certificates_withdrawn_reason_check CHECK (withdrawn_reason IN (${WHY_TOO}));
      GRANT INSERT (procedure_id, complete, units) ON training_certificates TO mawa_app;
      GRANT SELECT (procedure_id, complete, units) ON training_certificates TO mawa_figures;
      ${rests(`
           AND NOT EXISTS (SELECT 1 FROM recognition_procedures p WHERE p.id = NEW.procedure_id
             AND p.state = CASE WHEN NEW.complete THEN 'certified_full' ELSE 'certified_partial' END)`)}
      ${answered(`${OF_COURSE}\n        UNION ALL${OF_RECOGNITION}`)}
      -- It lists what was found competent, all of it and nothing else.
      CREATE FUNCTION training_certificate_lists() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.procedure_id IS NOT NULL AND ARRAY(SELECT u FROM unnest(NEW.units) u ORDER BY u) IS DISTINCT FROM ARRAY(
             SELECT l.unit_id FROM (SELECT DISTINCT ON (r.unit_id) r.unit_id, r.result FROM recognition_results r
               WHERE r.procedure_id = NEW.procedure_id ORDER BY r.unit_id, r.place DESC) l WHERE l.result = 'competent' ORDER BY 1) THEN
          RAISE EXCEPTION 'not what was found' USING ERRCODE = '23514', CONSTRAINT = 'training_certificate_rests';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER training_certificates_list BEFORE INSERT ON training_certificates FOR EACH ROW EXECUTE FUNCTION training_certificate_lists();

      ${Object.entries(FIGURES)
        .map(
          ([table, columns]) => `
      GRANT SELECT (${columns}) ON ${table} TO mawa_figures;
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`,
        )
        .join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM ledger_transactions WHERE source_kind = 'recognition') THEN
          RAISE EXCEPTION 'the ledger holds what recognition has cost';
        END IF;
        IF EXISTS (SELECT 1 FROM training_certificates WHERE procedure_id IS NOT NULL) THEN
          RAISE EXCEPTION 'there are certificates of recognition';
        END IF;
      END $$;
      ${causes(MORE_CAUSES, CAUSES)}
      ${kinds(WITH, WITHOUT)}
      ${answered(OF_COURSE)}
      ${rests('')}
      DROP TRIGGER training_certificates_list ON training_certificates;
      ALTER TABLE training_certificates DROP CONSTRAINT training_certificates_of_one_thing, DROP COLUMN procedure_id, DROP COLUMN complete, DROP COLUMN units;
      ALTER TABLE training_certificates ALTER COLUMN enrolment_id SET NOT NULL;
      ALTER TABLE training_certificates DROP CONSTRAINT training_certificates_withdrawn_reason_check,
        ADD CONSTRAINT training_certificates_withdrawn_reason_check CHECK (withdrawn_reason IN (${WHY}));
      DROP TRIGGER recognition_steps_take_back ON recognition_steps;
      DROP TABLE recognition_fees;
      ${['recognition_procedures', 'recognition_steps']
        .map(
          (table) => `
      DROP POLICY ${table}_for_figures ON ${table};
      REVOKE SELECT ON ${table} FROM mawa_figures;`,
        )
        .join('')}
      DROP FUNCTION training_certificate_lists, recognition_fee_is_due, recognition_fee_is_taken_back;
    `);
  }
}

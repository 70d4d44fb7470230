import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

const TABLES = ['training_allowances', 'training_certificates'] as const;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const FIGURES: Readonly<Record<string, string>> = {
  training_enrolments: 'id, case_id, session_id, state, seat',
  training_steps: 'case_id, enrolment_id, from_state, to_state, on_day, seat, place',
  training_allowances:
    'id, case_id, enrolment_id, session_id, on_day, stipend, transport, currency, line_id, taken_back_at',
  training_certificates: 'case_id, enrolment_id, issued_on, withdrawn_on',
};

/** The kinds of sources that the ledger knows gain or lose one; those that others added stay. */
const kinds = (from: string, to: string): string => `
      DO $kinds$
      DECLARE v_text text := pg_get_constraintdef((SELECT oid FROM pg_constraint
        WHERE conname = 'ledger_transactions_source_kind_check' AND conrelid = 'ledger_transactions'::regclass));
      BEGIN
        IF strpos(v_text, $k$${from}$k$) = 0 THEN RAISE EXCEPTION 'these kinds are not in the ledger'; END IF;
        ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
        EXECUTE 'ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check ' || replace(v_text, $k$${from}$k$, $k$${to}$k$);
      END $kinds$;`;
/** What one cause has cost learns of another kind, for whoever knows it by its random id. */
const causes = (from: string, to: string): string => `
      DROP INDEX ledger_transactions_by_cause;
      CREATE INDEX ledger_transactions_by_cause ON ledger_transactions (split_part(source_id, '/', 1)) WHERE source_kind IN (${to});
      DO $causes$
      DECLARE v_text text := pg_get_functiondef('ledger_of_cause(uuid)'::regprocedure);
      BEGIN
        IF strpos(v_text, $k$${from}$k$) = 0 THEN RAISE EXCEPTION 'these kinds are not in ledger_of_cause'; END IF;
        EXECUTE replace(v_text, $k$${from}$k$, $k$${to}$k$);
      END $causes$;`;
const CAUSES = `'bed-night', 'service', 'correction'`;
const MORE_CAUSES = `'bed-night', 'service', 'training', 'correction'`;
const SERVICE = `'service'::text`;
const WITH_TRAINING = `'service'::text, 'training'::text`;

/**
 * What a day of training is paid with, each a source of the ledger, taken back when the register is corrected;
 * and certificates, looked up by whoever holds the code on them, in an answer that leads to no person.
 */
export class PayAndCertify1700000001052 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${kinds(SERVICE, WITH_TRAINING)}
      ${causes(CAUSES, MORE_CAUSES)}

      CREATE TABLE training_allowances (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        session_id uuid NOT NULL,
        on_day date NOT NULL,
        stipend numeric(10,2) NOT NULL CHECK (stipend >= 0),
        transport numeric(10,2) NOT NULL CHECK (transport >= 0),
        currency char(3) NOT NULL,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        taken_back_at timestamptz,
        taken_back_by uuid REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT training_allowances_are_something CHECK (stipend + transport > 0),
        CONSTRAINT training_allowances_taken_back_by_somebody CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL)),
        FOREIGN KEY (enrolment_id, case_id, session_id) REFERENCES training_enrolments (id, case_id, session_id) ON UPDATE CASCADE,
        FOREIGN KEY (session_id, on_day) REFERENCES training_days (session_id, on_day)
      );
      CREATE UNIQUE INDEX training_allowances_once_a_day ON training_allowances (enrolment_id, on_day) WHERE taken_back_at IS NULL;
      CREATE INDEX training_allowances_by_case ON training_allowances (case_id);

      CREATE TABLE training_certificates (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        enrolment_id uuid NOT NULL CONSTRAINT training_certificates_once UNIQUE,
        number text NOT NULL CONSTRAINT training_certificates_numbers UNIQUE CHECK (number ~ '^[A-Z0-9-]{6,20}$'),
        issued_on date NOT NULL,
        -- What is printed on it: the code, and the name that the person wants there.
        code bytea NOT NULL,
        holder bytea,
        -- Digests under a key outside the database.
        code_digest bytea NOT NULL CONSTRAINT training_certificates_codes UNIQUE,
        holder_digest bytea,
        withdrawn_on date,
        withdrawn_by uuid REFERENCES users (id),
        withdrawn_reason text CHECK (withdrawn_reason IN ('mistake', 'provider_asked', 'person_asked', 'for_safety')),
        ${WRITTEN},
        CONSTRAINT training_certificates_withdrawn_by_somebody CHECK (num_nonnulls(withdrawn_on, withdrawn_by, withdrawn_reason) IN (0, 3)),
        FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX training_certificates_by_case ON training_certificates (case_id);

      ${TABLES.map((table) => caseTable(table, 'care') + twoRights(table, 'care')).join('')}
      ${TABLES.map(
        (table) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      GRANT INSERT (id, case_id, enrolment_id, session_id, on_day, stipend, transport, currency, line_id) ON training_allowances TO mawa_app;
      GRANT UPDATE (taken_back_at, taken_back_by) ON training_allowances TO mawa_app;
      GRANT INSERT (id, case_id, enrolment_id, number, issued_on, code, holder, code_digest, holder_digest) ON training_certificates TO mawa_app;
      GRANT UPDATE (withdrawn_on, withdrawn_by, withdrawn_reason) ON training_certificates TO mawa_app;
      GRANT UPDATE (code, holder, holder_digest) ON training_certificates TO mawa_gate;

      -- Nobody is paid for a day on which the register does not say so.
      CREATE FUNCTION training_allowance_is_earned() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_mark text;
      BEGIN
        SELECT a.mark INTO v_mark FROM training_attendance a
         WHERE a.enrolment_id = NEW.enrolment_id AND a.on_day = NEW.on_day ORDER BY a.place DESC LIMIT 1;
        IF NOT EXISTS (SELECT 1 FROM training_sessions s JOIN training_courses c ON c.id = s.course_id
             WHERE s.id = NEW.session_id AND NEW.line_id = c.line_id AND NEW.currency = c.currency
               AND CASE v_mark WHEN 'present' THEN NEW.stipend = c.stipend AND NEW.transport = c.transport
                 WHEN 'excused' THEN c.pays_excused AND NEW.stipend = c.stipend AND NEW.transport = 0 ELSE false END) THEN
          RAISE EXCEPTION 'not earned on that day' USING ERRCODE = '23514', CONSTRAINT = 'training_allowance_is_earned';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER training_allowances_are_earned BEFORE INSERT ON training_allowances
        FOR EACH ROW EXECUTE FUNCTION training_allowance_is_earned();
      CREATE FUNCTION training_taken_back_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF to_jsonb(OLD) ->> 'taken_back_at' IS NOT NULL OR to_jsonb(OLD) ->> 'withdrawn_on' IS NOT NULL THEN
          RAISE EXCEPTION 'taken back already' USING ERRCODE = '23514', CONSTRAINT = 'training_taken_back_once';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER training_allowances_taken_back_once BEFORE UPDATE OF taken_back_at ON training_allowances
        FOR EACH ROW EXECUTE FUNCTION training_taken_back_once();
      CREATE TRIGGER training_certificates_withdrawn_once BEFORE UPDATE OF withdrawn_on ON training_certificates
        FOR EACH ROW EXECUTE FUNCTION training_taken_back_once();
      CREATE FUNCTION training_certificate_rests() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM training_enrolments e WHERE e.id = NEW.enrolment_id AND e.state = 'certified') THEN
          RAISE EXCEPTION 'nothing was passed' USING ERRCODE = '23514', CONSTRAINT = 'training_certificate_rests';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER training_certificates_rest BEFORE INSERT ON training_certificates
        FOR EACH ROW EXECUTE FUNCTION training_certificate_rests();

      -- What somebody outside is told who holds the code: never of whom, by whom or through whom.
      CREATE FUNCTION training_certificate(p_code bytea)
        RETURNS TABLE (course text, provider text, issued_on date, number text, holder_digest bytea)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT c.title, o.name, t.issued_on, t.number, t.holder_digest
          FROM training_certificates t JOIN training_enrolments e ON e.id = t.enrolment_id
          JOIN training_sessions s ON s.id = e.session_id JOIN training_courses c ON c.id = s.course_id
          JOIN organisations o ON o.id = c.provider_id
         WHERE t.code_digest = p_code AND t.withdrawn_on IS NULL $$;
      REVOKE EXECUTE ON FUNCTION training_certificate(bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION training_certificate(bytea) TO mawa_app;
      ALTER FUNCTION training_certificate(bytea) OWNER TO mawa_gate;

      CREATE FUNCTION training_certificates_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE training_certificates SET code = '', holder = NULL, holder_digest = NULL WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER training_certificates_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION training_certificates_follow_erasure();
      REVOKE EXECUTE ON FUNCTION training_certificates_follow_erasure() FROM PUBLIC;
      ALTER FUNCTION training_certificates_follow_erasure() OWNER TO mawa_gate;

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
        IF EXISTS (SELECT 1 FROM ledger_transactions WHERE source_kind = 'training') THEN
          RAISE EXCEPTION 'the ledger holds what training was paid with';
        END IF;
      END $$;
      ${causes(MORE_CAUSES, CAUSES)}
      ${kinds(WITH_TRAINING, SERVICE)}
      DROP TRIGGER training_certificates_follow_erasure ON cases;
      DROP FUNCTION training_certificate;
      ${['training_enrolments', 'training_steps']
        .map(
          (table) => `
      DROP POLICY ${table}_for_figures ON ${table};
      REVOKE SELECT ON ${table} FROM mawa_figures;`,
        )
        .join('')}
      DROP TABLE ${TABLES.toReversed().join(', ')};
      DROP FUNCTION training_allowance_is_earned, training_taken_back_once, training_certificate_rests, training_certificates_follow_erasure;
    `);
  }
}

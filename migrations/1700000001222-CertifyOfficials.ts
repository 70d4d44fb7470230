import type { MigrationInterface, QueryRunner } from 'typeorm';
import { reword } from './support';

const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const READERS = `(SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system())`;
const TABLES = ['capacity_certificates', 'capacity_costs'] as const;

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
const WITHOUT = `'recognition'::text`;
const WITH = `'recognition'::text, 'capacity'::text`;

const OF_COURSE = 'SELECT c.title, o.name, t.issued_on, t.number, t.holder_digest';
/** An official is as little told of as anybody: the training, who organised it, the day. */
const OF_OFFICIAL = `SELECT g.title, o.name, f.issued_on, f.number, f.holder_digest
          FROM capacity_certificates f JOIN capacity_participants p ON p.id = f.participant_id
          JOIN capacity_trainings g ON g.id = p.training_id JOIN organisations o ON o.id = g.organiser_id
         WHERE f.code_digest = p_code AND f.withdrawn_on IS NULL
        UNION ALL
        ${OF_COURSE}`;

/**
 * A certificate of attendance for whoever completed a training of officials, answered at the same door as all
 * certificates; and what a training has cost, each cost a source of the ledger.
 */
export class CertifyOfficials1700000001222 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${kinds(WITHOUT, WITH)}
      CREATE TABLE capacity_certificates (
        id uuid PRIMARY KEY,
        participant_id uuid NOT NULL REFERENCES capacity_participants (id),
        number text NOT NULL CONSTRAINT capacity_certificates_numbers UNIQUE CHECK (number ~ '^[A-Z0-9-]{6,20}$'),
        issued_on date NOT NULL,
        -- The code, and the name on it, under the key of the learner.
        code bytea NOT NULL,
        holder bytea,
        code_digest bytea NOT NULL CONSTRAINT capacity_certificates_codes UNIQUE,
        holder_digest bytea,
        withdrawn_on date,
        withdrawn_by uuid REFERENCES users (id),
        withdrawn_reason text CHECK (withdrawn_reason IN ('mistake', 'provider_asked', 'person_asked', 'for_safety')),
        ${WRITTEN},
        CONSTRAINT capacity_certificates_withdrawn_by_somebody CHECK (num_nonnulls(withdrawn_on, withdrawn_by, withdrawn_reason) IN (0, 3))
      );
      CREATE UNIQUE INDEX capacity_certificates_once ON capacity_certificates (participant_id) WHERE withdrawn_on IS NULL;

      CREATE TABLE capacity_costs (
        id uuid PRIMARY KEY,
        training_id uuid NOT NULL REFERENCES capacity_trainings (id),
        on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
        what text NOT NULL CHECK (what IN ('venue', 'trainers', 'meals', 'travel', 'materials', 'interpretation', 'other')),
        amount numeric(12,2) NOT NULL CHECK (amount > 0),
        currency char(3) NOT NULL,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        taken_back_at timestamptz,
        taken_back_by uuid REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT capacity_costs_taken_back_by_somebody CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL))
      );
      CREATE INDEX capacity_costs_by_training ON capacity_costs (training_id, place);

      ${TABLES.map((table) => `GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`).join('\n      ')}
      ALTER TABLE capacity_certificates ENABLE ROW LEVEL SECURITY;
      ALTER TABLE capacity_certificates FORCE ROW LEVEL SECURITY;
      CREATE POLICY capacity_certificates_by_role ON capacity_certificates TO mawa_app USING (${READERS}) WITH CHECK (${READERS});
      CREATE POLICY capacity_certificates_at_the_gate ON capacity_certificates TO mawa_gate USING (true) WITH CHECK (true);
      GRANT INSERT (id, participant_id, number, issued_on, code, holder, code_digest, holder_digest) ON capacity_certificates TO mawa_app;
      GRANT UPDATE (withdrawn_on, withdrawn_by, withdrawn_reason) ON capacity_certificates TO mawa_app;
      GRANT INSERT (id, training_id, on_day, what, amount, currency, line_id) ON capacity_costs TO mawa_app;
      GRANT UPDATE (taken_back_at, taken_back_by) ON capacity_costs TO mawa_app;
      GRANT SELECT ON capacity_costs TO mawa_figures;

      CREATE FUNCTION capacity_certificate_rests() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM capacity_presence s JOIN capacity_trainings t ON t.id = s.training_id
             WHERE s.participant_id = NEW.participant_id AND s.completed AND NEW.issued_on >= t.last_day) THEN
          RAISE EXCEPTION 'it was not completed' USING ERRCODE = '23514', CONSTRAINT = 'capacity_certificate_rests';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER capacity_certificates_rest BEFORE INSERT ON capacity_certificates FOR EACH ROW EXECUTE FUNCTION capacity_certificate_rests();
      -- On the line of the training; what was called off may have cost something all the same.
      CREATE FUNCTION capacity_cost_is_of_the_line() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM capacity_trainings t WHERE t.id = NEW.training_id AND t.line_id = NEW.line_id) THEN
          RAISE EXCEPTION 'another line' USING ERRCODE = '23514', CONSTRAINT = 'capacity_cost_is_of_the_line';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER capacity_costs_are_of_the_line BEFORE INSERT ON capacity_costs FOR EACH ROW EXECUTE FUNCTION capacity_cost_is_of_the_line();
      CREATE TRIGGER capacity_costs_taken_back_once BEFORE UPDATE OF taken_back_at, taken_back_by ON capacity_costs
        FOR EACH ROW EXECUTE FUNCTION training_taken_back_once();
      CREATE TRIGGER capacity_certificates_withdrawn_once BEFORE UPDATE OF withdrawn_on, withdrawn_by, withdrawn_reason ON capacity_certificates
        FOR EACH ROW EXECUTE FUNCTION training_taken_back_once();
      ${reword('training_certificate(bytea)', OF_COURSE, OF_OFFICIAL)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM ledger_transactions WHERE source_kind = 'capacity') THEN
          RAISE EXCEPTION 'the ledger holds what trainings of officials have cost';
        END IF;
      END $$;
      ${reword('training_certificate(bytea)', OF_OFFICIAL, OF_COURSE)}
      DROP TABLE ${TABLES.toReversed().join(', ')};
      DROP FUNCTION capacity_certificate_rests, capacity_cost_is_of_the_line;
      ${kinds(WITH, WITHOUT)}
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a unit of help should cost, as dated rows that a later date supersedes; and what one stay or one
 * service has cost, for whoever knows it by its random id (as `ledger_of_source`).
 */
export class CostHelp1700000000990 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE unit_costs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        -- 'bed-night' or a kind of service.
        kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_-]{1,39}$'),
        currency char(3) NOT NULL,
        amount numeric(12,2) NOT NULL CHECK (amount > 0),
        valid_from date NOT NULL,
        source text NOT NULL CHECK (length(source) BETWEEN 2 AND 200),
        entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        entered_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT unit_costs_once_a_day UNIQUE (kind, currency, valid_from)
      );
      CREATE TRIGGER unit_costs_stay BEFORE UPDATE OR DELETE ON unit_costs
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      ALTER TABLE unit_costs ENABLE ROW LEVEL SECURITY;
      ALTER TABLE unit_costs FORCE ROW LEVEL SECURITY;
      CREATE POLICY unit_costs_read ON unit_costs FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY unit_costs_add ON unit_costs FOR INSERT TO mawa_app
        WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('finance_officer')));
      CREATE POLICY unit_costs_for_figures ON unit_costs FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT, INSERT ON unit_costs TO mawa_app;
      GRANT SELECT ON unit_costs TO mawa_figures;

      GRANT SELECT (case_id, to_stage, at) ON stage_changes TO mawa_figures;
      CREATE POLICY stage_changes_for_figures ON stage_changes FOR SELECT TO mawa_figures USING (true);
      GRANT EXECUTE ON FUNCTION mawa_day(timestamptz) TO mawa_figures;

      -- A night's source begins with its stay, a service's is its id.
      CREATE INDEX ledger_transactions_by_cause ON ledger_transactions (split_part(source_id, '/', 1))
        WHERE source_kind IN ('bed-night', 'service', 'correction');
      CREATE FUNCTION ledger_of_cause(p_cause uuid)
        RETURNS TABLE (fact_on date, sign integer, currency char(3), amount numeric, original_amount numeric, original_currency char(3))
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT f.fact_on, CASE WHEN t.id = f.id THEN 1 ELSE -1 END, g.currency,
               sum(e.amount), sum(e.original_amount), e.original_currency
          FROM ledger_transactions f
          JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
          JOIN grants g ON g.id = t.grant_id
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
         WHERE f.source_kind IN ('bed-night', 'service', 'correction') AND split_part(f.source_id, '/', 1) = p_cause::text
         GROUP BY f.id, t.id, g.currency, e.original_currency $$;
      REVOKE EXECUTE ON FUNCTION ledger_of_cause(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ledger_of_cause(uuid) TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION ledger_of_cause;
      DROP INDEX ledger_transactions_by_cause;
      REVOKE EXECUTE ON FUNCTION mawa_day(timestamptz) FROM mawa_figures;
      DROP POLICY stage_changes_for_figures ON stage_changes;
      REVOKE SELECT (case_id, to_stage, at) ON stage_changes FROM mawa_figures;
      DROP TABLE unit_costs;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The dashboard keeps its figures. Servers that do not know the table go on. */
export class AddDashboardFigures1764500000021 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dashboard_figures (
        grant_id uuid NOT NULL REFERENCES grants (id),
        period_from date NOT NULL,
        period_until date NOT NULL,
        counted_at timestamptz NOT NULL DEFAULT mawa_now(),
        made_by text NOT NULL CHECK (length(made_by) BETWEEN 1 AND 40),
        figures jsonb NOT NULL CHECK (jsonb_typeof(figures) = 'object'),
        PRIMARY KEY (grant_id, period_from, period_until),
        CONSTRAINT dashboard_figures_of_a_period CHECK (period_from < period_until)
      );
      GRANT SELECT, INSERT, UPDATE ON dashboard_figures TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dashboard_figures');
  }
}

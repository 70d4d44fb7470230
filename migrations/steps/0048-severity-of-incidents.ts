import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The severity of an incident can be raised. Servers of before notice nothing. */
export class AddSeverityOfIncidents1764500000054 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT (id, severity, closed_at), UPDATE (severity) ON incidents TO mawa_gate;
      CREATE TABLE incident_severities (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        incident_id uuid NOT NULL REFERENCES incidents (id),
        from_severity text NOT NULL,
        to_severity text NOT NULL,
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT incident_severities_are_raised CHECK (
          (from_severity, to_severity) IN (('minor', 'serious'), ('minor', 'critical'), ('serious', 'critical')))
      );
      CREATE INDEX incident_severities_by_incident ON incident_severities (incident_id, at);
      GRANT SELECT, INSERT (incident_id, from_severity, to_severity) ON incident_severities TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE incident_severities;
      REVOKE SELECT (id, severity, closed_at), UPDATE (severity) ON incidents FROM mawa_gate
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The thresholds of the forecast: where a pace is remarkable, and when it is worth an alert. */
export class ForecastBudgets1700000000972 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('forecast_pace_low', '2020-01-01Z', '0.8', 'programme rule (common practice, UNVERIFIED): pace below which a line is slow'),
        ('forecast_pace_high', '2020-01-01Z', '1.2', 'programme rule (common practice, UNVERIFIED): pace above which a line is fast'),
        ('forecast_alert_after', '2020-01-01Z', '0.25', 'programme rule: share of the time of the grant before which a pace says too little'),
        ('forecast_underspend_share', '2020-01-01Z', '0.2', 'programme rule: share of a line that would be left at its end, above which it is said'),
        ('forecast_runs_out_months', '2020-01-01Z', '1', 'programme rule: how many months before the end of the grant a line must run out to be said'),
        ('forecast_open_stay_nights', '2020-01-01Z', '30', 'programme rule: nights counted ahead of a stay without a planned exit');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DELETE FROM settings WHERE key IN ('forecast_pace_low', 'forecast_pace_high', 'forecast_alert_after',
        'forecast_underspend_share', 'forecast_runs_out_months', 'forecast_open_stay_nights')`,
    );
  }
}

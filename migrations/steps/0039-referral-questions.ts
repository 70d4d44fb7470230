import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A partner asks the sender of a referral something, and says again how it goes: steps that leave the state as it is. */
export class AddReferralQuestions1764500000045 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE referral_steps
        ADD COLUMN asks boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT referral_steps_ask_and_stay CHECK (NOT asks OR side = 'partner' AND from_state = to_state);
      INSERT INTO referral_transitions (from_state, to_state, sides) VALUES
        ('seen', 'seen', ARRAY['partner']),
        ('accepted', 'accepted', ARRAY['partner']),
        ('in_progress', 'in_progress', ARRAY['partner', 'sender']);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE referral_steps DROP COLUMN asks;
      DELETE FROM referral_transitions WHERE from_state = to_state
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which function of the gate, which words, and what they become. */
const REWORDED: readonly (readonly [signature: string, from: string, to: string])[] = [
  [
    'arrivals_are_agreed()',
    'arrival_agreements WHERE booking_id = NEW.booking_id) THEN',
    `arrival_agreements WHERE booking_id = NEW.booking_id)
           AND NOT (OLD.state IN ('ended', 'void') AND EXISTS (SELECT 1 FROM bookings k
             WHERE k.id = NEW.booking_id AND k.checked_in_at IS NOT NULL)) THEN`,
  ],
  [
    'open_moved_stays(text, date, jsonb)',
    'IF NOT FOUND THEN',
    'IF NOT FOUND AND mawa_holds_fully(v_old.case_id) THEN',
  ],
];
const reword = ([signature, from, to]: readonly [string, string, string]): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('${signature}'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in ${signature}'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

/**
 * Somebody who had been received already and did not leave after all, or stands in old records, is not
 * received anew; and only who holds a case is written down as having agreed to where the person goes.
 */
export class ReceiveOnce1700000000874 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const one of REWORDED) await queryRunner.query(reword(one));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [signature, from, to] of REWORDED) {
      await queryRunner.query(reword([signature, to, from]));
    }
  }
}

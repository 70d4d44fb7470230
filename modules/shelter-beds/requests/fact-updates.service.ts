import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FactChangeListeners, People } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { MixSign } from '../placing/placing.types';
import { memberOf } from '../placing/placing-assembly.rules';
import { PERSON_COLUMNS, PERSON_RECORD, personRowsOf } from '../placing/placed-people.queries';
import { ruleAges } from '../placing/rule-sets.queries';
import { mixSignOver } from '../bookings/stay.rules';

/**
 * Applies changed facts about people to placements: open requests get the new facts, and if the sign of a bed changes,
 * the responsible colleagues get a task to check the placement. For all joined cases of a person.
 */
@Injectable()
export class RequestFactUpdates implements OnModuleInit {
  constructor(
    private readonly changes: FactChangeListeners,
    private readonly people: People,
  ) {}

  onModuleInit(): void {
    this.changes.add((tx, caseId, quietly) => this.follow(tx, caseId, quietly));
  }

  private async follow(tx: Tx, caseId: string, quietly: boolean): Promise<void> {
    await tx.query('SELECT placing_locks($1, $2)', [[], [caseId]]);
    await this.askAnew(tx, caseId);
    await this.signAnew(tx, caseId, quietly);
  }

  private async askAnew(tx: Tx, caseId: string): Promise<void> {
    const requests = await tx.query<{ id: string; file: string; from: CivilDate }>(
      `SELECT r.id, p.case_id AS file, r.needed_from::text AS "from" FROM request_people p JOIN bed_requests r ON r.id = p.request_id
        WHERE p.case_id IN (SELECT mawa_files($1)) AND r.state <> 'withdrawn' ORDER BY r.id`,
      [caseId],
    );
    const ages = requests.length > 0 ? await ruleAges(tx) : [];
    for (const { id, file, from } of requests) {
      const [fact] = await this.people.placementFacts(tx, [caseId], from, ages);
      await tx.query(
        `UPDATE request_people SET (${PERSON_COLUMNS}, rule_ages) = (
           SELECT ${PERSON_COLUMNS}, rule_ages FROM jsonb_to_recordset($3::jsonb) AS p(${PERSON_RECORD}))
          WHERE request_id = $1 AND case_id = $2`,
        [id, file, personRowsOf([fact!])],
      );
    }
  }

  private async signAnew(tx: Tx, caseId: string, quietly: boolean): Promise<void> {
    const bookings = await tx.query<{
      id: string;
      file: string;
      from: CivilDate;
      until: CivilDate | null;
      sign: MixSign | null;
    }>(
      `SELECT k.id, bp.case_id AS file, greatest(lower(k.nights), mawa_tonight())::text AS "from", upper(k.nights)::text AS until, k.mix_sign AS sign
         FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
        WHERE bp.case_id IN (SELECT mawa_files($1)) AND k.state IN ('hold', 'promised', 'stay') ORDER BY k.id`,
      [caseId],
    );
    for (const { id, file, from, until, sign } of bookings) {
      const [fact] = await this.people.placementFacts(tx, [caseId], from);
      const now = mixSignOver(memberOf(fact!), { from, until });
      if (now === sign) continue;
      await tx.query('UPDATE bookings SET mix_sign = $2 WHERE id = $1', [id, now]);
      if (quietly) continue;
      await tx.query(
        `SELECT add_task('stay_unsuitable', $1, $2, 'shelter_manager', NULL, mawa_now()),
                add_task('stay_unsuitable', $1, $2, NULL, mawa_actor(), mawa_now()),
                add_holder_tasks('stay_unsuitable', $1, $2, mawa_now())`,
        [file, id],
      );
    }
  }
}

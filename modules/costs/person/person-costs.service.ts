import { Injectable } from '@nestjs/common';
import { recordReading } from '../../audit';
import { allowedParts, filesIn, People } from '../../beneficiaries';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';

export interface PersonCostRow {
  /** 'bed-night', 'training', 'recognition', 'instalment' of a plan, or a kind of service. */
  readonly kind: string;
  /** Name of the service. */
  readonly name: Readonly<Record<Language, string>> | null;
  /** Where on the way the person was on the day of the fact. */
  readonly stage: string;
  /** Nights, instalments, or how many times. */
  readonly count: number;
  /** In the currency of the grant, what was taken back taken off. */
  readonly currency: string;
  readonly amount: string;
}

/** Costs of one person, for case holders with access to money. */
@Injectable()
export class PersonCosts {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  of(actor: Actor, caseId: string): Promise<PersonCostRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      if ((await allowedParts(tx, caseId, ['money'])).length === 0) {
        throw new DomainError('forbidden', 'people.part_not_yours');
      }
      await recordReading(tx, 'costs.read_person', [caseId]);
      return tx.query<PersonCostRow>(OF_PERSON, [caseId]);
    });
  }
}

/** Stays and services are those that the reader may see; each is asked for at the ledger by its own id. */
const OF_PERSON = `
  WITH causes AS (
    SELECT s.id, s.type_code AS kind, t.name, s.case_id FROM services s JOIN service_types t ON t.code = s.type_code
     WHERE s.case_id = ANY (${filesIn()})
    UNION ALL
    SELECT k.booking_id, 'bed-night', NULL, k.case_id FROM booking_people k WHERE k.case_id = ANY (${filesIn()})
    UNION ALL
    SELECT d.id, 'training', NULL, d.case_id FROM training_allowances d WHERE d.case_id = ANY (${filesIn()})
    UNION ALL
    SELECT f.id, 'recognition', NULL, f.case_id FROM recognition_fees f WHERE f.case_id = ANY (${filesIn()})
    UNION ALL
    SELECT r.commitment_id, 'instalment', NULL, r.case_id FROM return_plan_requests r WHERE r.case_id = ANY (${filesIn()}))
  SELECT c.kind, c.name, coalesce(w.to_stage, 'detected') AS stage, round(sum(l.times))::int AS count, l.currency, sum(l.amount) AS amount
    FROM causes c
    CROSS JOIN LATERAL ledger_of_cause(c.id) l
    LEFT JOIN LATERAL (
      SELECT g.to_stage FROM stage_changes g WHERE g.case_id = c.case_id
       ORDER BY mawa_day(g.at) <= l.fact_on DESC,
                CASE WHEN mawa_day(g.at) <= l.fact_on THEN g.at END DESC, g.at LIMIT 1) w ON true
   GROUP BY 1, 2, 3, 5 HAVING sum(l.amount) <> 0 OR sum(l.times) <> 0
   ORDER BY min(l.fact_on), c.kind`;

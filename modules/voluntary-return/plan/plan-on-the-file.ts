import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../../access';
import { CaseTimeline, type TimelineEntry } from '../../beneficiaries';
import { ListUses } from '../../reference-lists';
import type { Tx } from '../../../src/database/transactions';
import type { CivilDate } from '../../../src/shared/nights';
import { formatMoney } from '../../../src/web/format';
import { planWords } from './plan.view';

/** A plan in the case file: that the person agreed, and, for whoever sees money, what was paid. */
@Injectable()
export class PlanOnTheFile implements OnModuleInit {
  constructor(
    private readonly timeline: CaseTimeline,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.timeline.add(plansOnTheTimeline);
    this.uses.add('reintegration_help', 'reintegration:uses.help');
    this.uses.add('instalment_conditions', 'reintegration:uses.conditions');
  }
}

interface Line {
  readonly trackId: string;
  readonly on: CivilDate;
  readonly by: string;
  /** Of an agreement. */
  readonly version: number | null;
  readonly amount: string | null;
  readonly currency: string | null;
}

/** Payments are rows of the part `money`: a house sees that a plan was agreed, and no amount. */
async function plansOnTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const lines = await tx.query<Line>(
    `SELECT x.track_id AS "trackId", x.on_day::text AS "on", u.name AS by, x.version, x.amount, x.currency
       FROM (SELECT a.track_id, a.agreed_on AS on_day, a.by, a.at, v.number::int AS version, NULL::text AS amount, NULL::text AS currency
               FROM return_plan_agreements a JOIN return_plan_versions v ON v.id = a.version_id WHERE a.case_id = $1
             UNION ALL
             SELECT s.track_id, s.on_day, s.by, s.at, NULL, s.amount::text, trim(m.currency) FROM return_instalment_steps s
               JOIN return_plan_money m ON m.item_id = s.item_id WHERE s.case_id = $1 AND s.step = 'paid' AND $2
                AND NOT EXISTS (SELECT 1 FROM return_instalment_steps y WHERE y.undoes = s.id)) x
       JOIN users u ON u.id = x.by ORDER BY x.at DESC LIMIT 100`,
    [caseId, maySeePart(tx.actor, 'money')],
  );
  return lines.map(({ trackId, on, by, version, amount, currency }) => ({
    ...{ kind: 'return', at: on, by, path: `/people/${caseId}/returns/${trackId}/plan` },
    sentence: (language) =>
      version === null
        ? planWords(language)('timeline.paid', { amount: formatMoney(amount, currency!, language) })
        : planWords(language)('timeline.agreed', { number: version }),
  }));
}

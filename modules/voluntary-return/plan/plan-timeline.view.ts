/** Timeline entries of a plan: agreement, and payments for readers of money. */
import type { Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import { planWords } from './plan.view';

export type PlanLine = 'plan' | 'paid';

/**
 * Appended to the other entries of a track: $1 case, $2 whether the role reads money; row-level security limits the
 * rows.
 */
export const PLAN_TIMELINE_SQL = `UNION ALL
             SELECT 'plan', a.track_id, a.agreed_on, a.by, v.number::text, a.at FROM return_plan_agreements a
               JOIN return_plan_versions v ON v.id = a.version_id WHERE a.case_id = $1
             UNION ALL
             SELECT 'paid', s.track_id, s.on_day, s.by, s.amount || ' ' || m.currency, s.at FROM return_instalment_steps s
               JOIN return_plan_money m ON m.item_id = s.item_id WHERE s.case_id = $1 AND s.step = 'paid' AND $2
                AND NOT EXISTS (SELECT 1 FROM return_instalment_steps y WHERE y.undoes = s.id)`;

interface PlanEvent {
  readonly what: string;
  readonly code: string;
}

export const isPlanEvent = ({ what }: PlanEvent): boolean => what === 'plan' || what === 'paid';

export function planEventSentence({ what, code }: PlanEvent, language: Language): string {
  const words = planWords(language);
  if (what === 'plan') return words('timeline.agreed', { number: Number(code) });
  const [amount, currency] = code.split(' ') as [string, string];
  return words('timeline.paid', { amount: formatMoney(amount, currency, language) });
}

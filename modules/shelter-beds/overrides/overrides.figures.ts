/**
 * Rules set aside, counted here and nowhere else. Made: agreed within the period. In force: agreed,
 * before their last night, and somebody is expected or sleeps there now. No case is counted or read.
 */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Period } from '../../platform/shared/periods.rules';
import { RELAXABLE_RULES, type RelaxableRule } from '../placing/rule-set.rules';
import { STATE_OF_OVERRIDE, type OverrideState } from './overrides.queries';

export interface OverrideFigures {
  /** Requested in the period, with their present state. */
  readonly asked: number;
  readonly agreed: number;
  readonly refused: number;
  /** Nobody answered while the bed was held. */
  readonly lapsed: number;
  /** Agreed within the period, whenever it was asked. */
  readonly made: number;
  /** At this instant, whatever the period. */
  readonly inForce: number;
  /** How often each rule was set aside within the period; one placement may set aside several. */
  readonly byRule: readonly { readonly rule: RelaxableRule; readonly made: number }[];
}

interface Row {
  readonly state: OverrideState;
  readonly asked: boolean;
  readonly made: boolean;
  readonly rules: readonly RelaxableRule[];
}

export function overrideFigures(tx: Tx, { from, until }: Period): Promise<OverrideFigures> {
  return asFigures(tx, async () => {
    const rows = await tx.query<Row>(
      `SELECT ${STATE_OF_OVERRIDE} AS state,
              mawa_day(a.asked_at) >= $1::date AND mawa_day(a.asked_at) < $2::date AS asked,
              coalesce(n.answer = 'agreed' AND mawa_day(n.at) >= $1::date AND mawa_day(n.at) < $2::date, false) AS made,
              array_agg(DISTINCT r.rule) AS rules
         FROM override_asks a JOIN override_rules r ON r.ask_id = a.id JOIN bookings k ON k.id = r.booking_id
         LEFT JOIN override_answers n ON n.ask_id = a.id
        GROUP BY a.id, n.ask_id, n.answer, n.at`,
      [from, until],
    );
    const count = (of: (row: Row) => boolean) => rows.filter(of).length;
    const agreed = (state: OverrideState) => !['asked', 'refused', 'lapsed'].includes(state);
    return {
      asked: count((row) => row.asked),
      agreed: count((row) => row.asked && agreed(row.state)),
      refused: count((row) => row.asked && row.state === 'refused'),
      lapsed: count((row) => row.asked && row.state === 'lapsed'),
      made: count((row) => row.made),
      inForce: count((row) => row.state === 'agreed'),
      byRule: RELAXABLE_RULES.map((rule) => ({
        rule,
        made: count((row) => row.made && row.rules.includes(rule)),
      })),
    };
  });
}

/** Calls of a period: the one definition, for page and API. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { CallResults } from './call-results.rules';
import type { HourCount } from './week-grid.rules';

export interface HotlineFigures {
  readonly calls: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly byRegion: Readonly<Record<string, number>>;
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly byHour: Readonly<Record<string, number>>;
  readonly byWeekday: Readonly<Record<string, number>>;
  readonly grid: readonly HourCount[];
  /** Calls in which somebody was in danger. */
  readonly inDanger: number;
  /** Calls, not people, that led there by the end of the period. */
  readonly became: CallResults;
}

export const NOT_SAID = 'not_said';

const LOCAL = `((began_at AT TIME ZONE 'UTC')
    + make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))`;
const countBy = (expression: string): string =>
  `coalesce((SELECT jsonb_object_agg(k, n) FROM (SELECT ${expression} AS k, count(*)::int AS n FROM r GROUP BY 1) g), '{}')`;
const countStep = (step: string): string =>
  `(SELECT count(*)::int FROM r JOIN call_steps s ON s.call_id = r.id AND s.step = '${step}')`;

/** Calls that began in the period (local time), of one line or of all. */
export function hotlineFigures(
  tx: Tx,
  { from, until }: { from: CivilDate; until: CivilDate },
  line: { readonly id: string | null } | null,
): Promise<HotlineFigures> {
  return asFigures(tx, async () => {
    const [row] = await tx.query<HotlineFigures>(
      `WITH r AS MATERIALIZED (
         SELECT id, type, region, language, danger, extract(isodow FROM ${LOCAL})::int AS weekday, extract(hour FROM ${LOCAL})::int AS hour
           FROM calls WHERE began_at >= mawa_day_begins($1::date) AND began_at < mawa_day_begins($2::date)
            AND ($3 OR line_id IS NOT DISTINCT FROM $4::uuid))
       SELECT (SELECT count(*)::int FROM r) AS calls,
              ${countBy(`coalesce(type, '${NOT_SAID}')`)} AS "byType",
              ${countBy(`coalesce(region, '${NOT_SAID}')`)} AS "byRegion",
              ${countBy(`coalesce(language, '${NOT_SAID}')`)} AS "byLanguage",
              ${countBy('hour::text')} AS "byHour",
              ${countBy('weekday::text')} AS "byWeekday",
              coalesce((SELECT jsonb_agg(jsonb_build_object('weekday', weekday, 'hour', hour, 'calls', n) ORDER BY weekday, hour)
                 FROM (SELECT weekday, hour, count(*)::int AS n FROM r GROUP BY 1, 2) g), '[]') AS grid,
              (SELECT count(*)::int FROM r WHERE danger = 'yes') AS "inDanger",
              jsonb_build_object('case', ${countStep('case')}, 'request', ${countStep('request')}, 'hold', ${countStep('hold')},
                'help', ${countStep('help')}) AS became`,
      [from, until, line === null, line?.id ?? null],
    );
    return row!;
  });
}

import type { Tx } from './tx.types';

const WITH_ZONE = /T.*(Z|[+-]\d\d:?\d\d)$/i;
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?([.,]\d{1,6})?)?$/;

/** Parses a typed instant; without a time zone, in that of the programme. Week dates and ordinal dates are refused. */
export async function instantOf(tx: Tx, text: string): Promise<Date> {
  if (WITH_ZONE.test(text)) return new Date(text);
  if (!WITHOUT_ZONE.test(text)) return new Date(NaN);
  const [row] = await tx.query<{ at: Date }>(
    `SELECT ($1::timestamp - make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))
            AT TIME ZONE 'UTC' AS at`,
    [text],
  );
  return row!.at;
}

import type { Tx } from './tx.types';

/** With its zone as it stands; without one, as the programme's clocks show it. */
export async function instantOf(tx: Tx, text: string): Promise<Date> {
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(text)) return new Date(text);
  const [row] = await tx.query<{ at: Date }>(
    `SELECT ($1::timestamp - make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))
            AT TIME ZONE 'UTC' AS at`,
    [text],
  );
  return row!.at;
}

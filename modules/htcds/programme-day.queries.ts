import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';

/** The civil date of an instant in the programme's time. */
export async function programmeDay(tx: Tx, at: Date): Promise<CivilDate> {
  const [row] = await tx.query<{ day: CivilDate }>('SELECT mawa_day($1)::text AS day', [at]);
  return row!.day;
}

import type { PayingLines } from './ledger.service';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface NightRate {
  readonly amount: string;
  readonly currency: string;
  /** The line of the price, or the lines of the allocation in force. */
  readonly lineId: PayingLines;
}

export interface NewNightRate extends NightRate {
  readonly lineId: string;
  readonly shelterId: string;
  /** The first night it holds for. */
  readonly from: CivilDate;
  /** The agreement or decision that says so. */
  readonly source: string;
}

/** What one night of one person costs in this shelter; null where nobody has said. */
export async function nightRateOf(
  tx: Tx,
  shelterId: string,
  night: CivilDate,
): Promise<NightRate | null> {
  const [row] = await tx.query<NightRate>(
    `SELECT amount, currency, coalesce(cost_shares(shelter_id, NULL, $2::date), to_jsonb(line_id)) AS "lineId"
       FROM night_rates WHERE shelter_id = $1 AND valid @> $2::date`,
    [shelterId, night],
  );
  return row ?? null;
}

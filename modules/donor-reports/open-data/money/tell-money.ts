import { openFlows } from '../../../grant-budgeting';
import type { Tx } from '../../../../src/database/transactions';
import type { Quarter } from '../../../../src/shared/quarters';
import { lessTold, tellQuarters, type ToldAmount } from './tell-money.rules';
import {
  keepToldMoney,
  lastToldQuarter,
  openQuarters,
  takeTurn,
  toldMoneyIn,
  toldPartsIn,
} from './told-money.queries';

/**
 * Tells the money of these quarters of a grant, in their order, and answers all that was told up to the last of them.
 * A quarter that was told stays as it was told: what was confirmed, taken back or moved since is told in the next one.
 */
export async function tellMoney(
  tx: Tx,
  grantId: string,
  quarters: readonly Quarter[],
): Promise<ToldAmount[]> {
  await takeTurn(tx, grantId);
  const last = await lastToldQuarter(tx, grantId);
  const open = quarters.filter(({ from }) => last === null || from > last);
  if (open.length > 0) {
    const days = open.map(({ from }) => from);
    const flows = await openFlows(tx, grantId, open.at(-1)!.until);
    const left = lessTold(flows, await toldPartsIn(tx, grantId));
    const bounds = await openQuarters(tx, grantId, days);
    await keepToldMoney(tx, grantId, tellQuarters(left, days, bounds).told);
  }
  return toldMoneyIn(tx, grantId, quarters.at(-1)!.until);
}

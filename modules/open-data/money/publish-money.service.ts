import { openFlows } from '../../grant-budgeting';
import type { Tx } from '../../platform/database/transactions';
import type { Quarter } from '../../platform/shared/quarters.rules';
import { subtractPublished, publishQuarters, type PublishedAmount } from './publish-money.rules';
import {
  savePublishedAmounts,
  lastPublishedQuarter,
  openQuarters,
  lockGrantPublication,
  publishedAmounts,
  publishedParts,
} from './published-amounts.queries';

/**
 * Publishes the money of these quarters of a grant, in order, and returns all that is published up to the last of them.
 * A published quarter does not change: what was confirmed, taken back or moved since is published in the next one.
 */
export async function publishMoney(
  tx: Tx,
  grantId: string,
  quarters: readonly Quarter[],
): Promise<PublishedAmount[]> {
  await lockGrantPublication(tx, grantId);
  const last = await lastPublishedQuarter(tx, grantId);
  const open = quarters.filter(({ from }) => last === null || from > last);
  if (open.length > 0) {
    const days = open.map(({ from }) => from);
    const flows = await openFlows(tx, grantId, open.at(-1)!.until);
    const left = subtractPublished(flows, await publishedParts(tx, grantId));
    const bounds = await openQuarters(tx, grantId, days);
    await savePublishedAmounts(tx, grantId, publishQuarters(left, days, bounds).published);
  }
  return publishedAmounts(tx, grantId, quarters.at(-1)!.until);
}

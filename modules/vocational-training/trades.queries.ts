/** Trades as they are chosen today: codes of the list training_trades, each under its field, which is no trade itself. */
import { type Labels, type Lists } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';

export interface Trade {
  readonly code: string;
  /** Code of the list isced_fields. */
  readonly field: string;
  readonly labels: Labels;
}

/** The trades of a field, under the words that the list has for it. */
export interface TradeGroup {
  readonly field: string;
  readonly labels: Labels;
  readonly trades: readonly Trade[];
}

export async function tradeGroupsIn(
  tx: Tx,
  lists: Lists,
  kept: readonly string[] = [],
): Promise<{ readonly version: number; readonly groups: readonly TradeGroup[] }> {
  const { version, items } = (await lists.inForce(tx, ['training_trades'])).training_trades;
  const groups = items
    .filter(({ parent }) => parent === null)
    .map(({ code: field, labels }) => ({
      field,
      labels,
      trades: items
        .filter(
          ({ code, parent, retired }) => parent === field && (!retired || kept.includes(code)),
        )
        .map((one) => ({ code: one.code, field, labels: one.labels })),
    }))
    .filter(({ trades }) => trades.length > 0);
  return { version, groups };
}

/** The version that all of these are chosen from today; what is no trade of it is refused beside the field. */
export async function tradesVersionFor(
  tx: Tx,
  lists: Lists,
  codes: readonly string[],
  field: string,
): Promise<number> {
  const { version, groups } = await tradeGroupsIn(tx, lists);
  const known = groups.flatMap(({ trades }) => trades.map(({ code }) => code));
  if (!codes.every((code) => known.includes(code))) {
    throw new DomainError('invalid', 'common.not_choice', {}, field);
  }
  return version;
}

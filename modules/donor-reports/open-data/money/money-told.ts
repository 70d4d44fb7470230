import { Decimal } from 'decimal.js';
import { type FlowTotal, type FlowType, openTotals } from '../../../grant-budgeting';
import type { Tx } from '../../../../src/database/transactions';
import { type Quarter, quarterOf } from '../../../../src/shared/quarters';

export interface ToldOfType extends Omit<FlowTotal, 'amount'> {
  readonly type: FlowType;
  readonly told: string;
  /** What the ledger holds and nobody outside was told: told less this is the ledger, to the cent. */
  readonly waits: string;
  readonly whole: string;
}
export interface MoneyTold {
  readonly grantCode: string;
  /** The last quarter that was told. */
  readonly quarter: Quarter;
  readonly rows: readonly ToldOfType[];
}

const TYPES: readonly FlowType[] = ['11', '1', '2', '3', '4'];

/** Of each grant of which something was told, what was told and what waits, up to the last quarter that was told. */
export async function moneyToldIn(tx: Tx): Promise<MoneyTold[]> {
  const grants = await tx.query<{ id: string; code: string; last: string }>(
    `SELECT g.id, g.code, max(q.from_day)::text AS last FROM open_money_quarters q JOIN grants g ON g.id = q.grant_id
      GROUP BY g.id ORDER BY g.code`,
  );
  const money: MoneyTold[] = [];
  for (const { id, code, last } of grants) {
    const quarter = quarterOf(last);
    const told = await tx.query<FlowTotal>(
      `SELECT type::text AS type, currency, sum(amount)::text AS amount FROM open_money_told WHERE grant_id = $1 GROUP BY 1, 2`,
      [id],
    );
    const rows = beside(told, await openTotals(tx, id, quarter.until));
    money.push({ grantCode: code, quarter, rows });
  }
  return money;
}

/** In the order of types; a currency of which nothing is told yet waits whole. */
export function beside(
  told: readonly FlowTotal[],
  ledger: readonly FlowTotal[],
): readonly ToldOfType[] {
  const amountIn = (sums: readonly FlowTotal[], { type, currency }: Omit<FlowTotal, 'amount'>) =>
    new Decimal(sums.find((one) => one.type === type && one.currency === currency)?.amount ?? '0');
  const keys = new Set([...ledger, ...told].map(({ type, currency }) => `${type} ${currency}`));
  return [...keys]
    .map((key) => {
      const [type, currency] = key.split(' ') as [FlowType, string];
      const whole = amountIn(ledger, { type, currency });
      const sum = amountIn(told, { type, currency });
      return {
        type,
        currency,
        told: sum.toFixed(2),
        whole: whole.toFixed(2),
        waits: whole.minus(sum).toFixed(2),
      };
    })
    .sort(
      (a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || (a.currency < b.currency ? -1 : 1),
    );
}

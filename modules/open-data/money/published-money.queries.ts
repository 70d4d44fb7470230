import { Decimal } from 'decimal.js';
import { type FlowTotal, type FlowType, openTotals } from '../../grant-budgeting';
import type { Tx } from '../../platform/database/transactions';
import { type Quarter, quarterOf } from '../../platform/shared/quarters.rules';

export interface PublishedByType extends Omit<FlowTotal, 'amount'> {
  readonly type: FlowType;
  readonly published: string;
  /** What the ledger holds and is not published yet: published and waiting make the ledger, to the cent. */
  readonly waits: string;
  readonly whole: string;
}
export interface PublishedMoney {
  readonly grantCode: string;
  /** The last quarter that was published. */
  readonly quarter: Quarter;
  readonly rows: readonly PublishedByType[];
}

const TYPES: readonly FlowType[] = ['11', '1', '2', '3', '4'];

/** Of each grant with published amounts: what is published and what waits, up to the last published quarter. */
export async function publishedMoneyOf(tx: Tx): Promise<PublishedMoney[]> {
  const grants = await tx.query<{ id: string; code: string; last: string }>(
    `SELECT g.id, g.code, max(q.from_day)::text AS last FROM open_money_quarters q JOIN grants g ON g.id = q.grant_id
      GROUP BY g.id ORDER BY g.code`,
  );
  const money: PublishedMoney[] = [];
  for (const { id, code, last } of grants) {
    const quarter = quarterOf(last);
    const published = await tx.query<FlowTotal>(
      `SELECT type::text AS type, currency, sum(amount)::text AS amount FROM open_money_amounts WHERE grant_id = $1 GROUP BY 1, 2`,
      [id],
    );
    const rows = compareWithLedger(published, await openTotals(tx, id, quarter.until));
    money.push({ grantCode: code, quarter, rows });
  }
  return money;
}

/** In the order of types; a currency of which nothing is published yet waits whole. */
export function compareWithLedger(
  published: readonly FlowTotal[],
  ledger: readonly FlowTotal[],
): readonly PublishedByType[] {
  const amountIn = (sums: readonly FlowTotal[], { type, currency }: Omit<FlowTotal, 'amount'>) =>
    new Decimal(sums.find((one) => one.type === type && one.currency === currency)?.amount ?? '0');
  const keys = new Set(
    [...ledger, ...published].map(({ type, currency }) => `${type} ${currency}`),
  );
  return [...keys]
    .map((key) => {
      const [type, currency] = key.split(' ') as [FlowType, string];
      const whole = amountIn(ledger, { type, currency });
      const sum = amountIn(published, { type, currency });
      return {
        type,
        currency,
        published: sum.toFixed(2),
        whole: whole.toFixed(2),
        waits: whole.minus(sum).toFixed(2),
      };
    })
    .sort(
      (a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || (a.currency < b.currency ? -1 : 1),
    );
}

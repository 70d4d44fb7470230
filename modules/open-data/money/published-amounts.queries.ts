/** Published amounts of money, and the documents behind them. */
import { randomUUID } from 'node:crypto';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type {
  DominanceBounds,
  NewPublishedAmount,
  PublishedAmount,
  PublishedPart,
} from './publish-money.rules';

/** Serialises publications of one grant. */
export const lockGrantPublication = (tx: Tx, grantId: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1340))`, [grantId]);

export async function lastPublishedQuarter(tx: Tx, grantId: string): Promise<CivilDate | null> {
  const [row] = await tx.query<{ last: CivilDate | null }>(
    `SELECT max(from_day)::text AS last FROM open_money_quarters WHERE grant_id = $1`,
    [grantId],
  );
  return row?.last ?? null;
}

/** Amounts published up to a quarter, as files have them: by type, the earliest first. */
export const publishedAmounts = (
  tx: Tx,
  grantId: string,
  until: CivilDate,
): Promise<PublishedAmount[]> =>
  tx.query<PublishedAmount>(
    `SELECT t.type::text AS type, t.from_day::text AS "from", t.category::text AS category, t.currency, t.amount::text AS amount
       FROM open_money_amounts t WHERE t.grant_id = $1 AND t.from_day < $2
      ORDER BY array_position('{11,1,2,3,4}'::int[], t.type::int), t.from_day, t.currency, t.category NULLS LAST`,
    [grantId, until],
  );

/** What was published of each document, whatever the quarter. */
export const publishedParts = (tx: Tx, grantId: string): Promise<PublishedPart[]> =>
  asFigures(tx, () =>
    tx.query<PublishedPart>(
      `SELECT t.type::text AS type, p.category::text AS category, t.currency, p.document,
              min(t.from_day)::text AS "from", sum(p.amount)::text AS amount
         FROM open_money_parts p JOIN open_money_amounts t ON t.id = p.amount_id
        WHERE t.grant_id = $1 GROUP BY t.type, p.category, t.currency, p.document`,
      [grantId],
    ),
  );

/** Opens these quarters for publication; the bounds are those of the settings. */
export async function openQuarters(
  tx: Tx,
  grantId: string,
  quarters: readonly CivilDate[],
): Promise<DominanceBounds> {
  const rows = await tx.query<{ least: number; share: string }>(
    `INSERT INTO open_money_quarters (grant_id, from_day) SELECT $1, q FROM unnest($2::date[]) q ORDER BY q
     RETURNING least::int, share::text`,
    [grantId, quarters],
  );
  const { least, share } = rows[0]!;
  return { least, share: Number(share) };
}

export async function savePublishedAmounts(
  tx: Tx,
  grantId: string,
  published: readonly NewPublishedAmount[],
): Promise<void> {
  for (const { type, from, category, currency, amount, parts } of published) {
    const id = randomUUID();
    await tx.query(
      `INSERT INTO open_money_amounts (id, grant_id, from_day, type, category, currency, amount) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, grantId, from, type, category, currency, amount],
    );
    await tx.query(
      `INSERT INTO open_money_parts (amount_id, document, category, voice, amount)
       SELECT $1, * FROM unnest($2::uuid[], $3::smallint[], $4::int[], $5::numeric[])`,
      [
        id,
        parts.map((one) => one.document),
        parts.map((one) => one.category),
        parts.map((one) => one.voice),
        parts.map((one) => one.amount),
      ],
    );
  }
}

/** What booked nights will cost: the price of each night in its shelter, at the last rate known today. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { LAST_RATE, rateOf, type TypedRate } from '../ledger-posting.queries';
import { convert, sumOf, written } from '../money.rules';
import type { BookedNights } from './booked-ahead.service';

interface Price {
  readonly shelterId: string;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly lineId: string;
  /** Of one person and night, in the grant's currency, as the ledger will round it; null without a rate. */
  readonly unit: string | null;
}

export interface PricedNights {
  /** By line; every line that some night is charged to, with nothing where none is booked. */
  readonly byLine: ReadonlyMap<string, { readonly amount: string; readonly nights: number }>;
  /** Booked, and nobody has said what they cost, or at which rate. */
  readonly withoutPrice: number;
}

export async function pricedNights(
  tx: Tx,
  grantId: string,
  booked: readonly BookedNights[],
): Promise<PricedNights> {
  const prices = await pricesOf(tx, grantId);
  const found = new Map<string, { amount: string; nights: number }>();
  for (const { lineId } of prices) found.set(lineId, { amount: '0.00', nights: 0 });
  const elsewhere = await shelters(tx, grantId);
  let withoutPrice = 0;
  for (const { shelterId, night, people } of booked) {
    const price = prices.find(
      (one) =>
        one.shelterId === shelterId &&
        one.from <= night &&
        (one.until === null || night < one.until),
    );
    if (price && price.unit !== null) {
      const { amount, nights } = found.get(price.lineId)!;
      const cost = convert(price.unit, String(people));
      found.set(price.lineId, { amount: written(sumOf([amount, cost])), nights: nights + people });
    } else if (price || !elsewhere.has(shelterId)) withoutPrice += people;
  }
  return { byLine: found, withoutPrice };
}

async function pricesOf(tx: Tx, grantId: string): Promise<Price[]> {
  const rows = await tx.query<
    Omit<Price, 'unit'> & TypedRate & { readonly amount: string; readonly original: string }
  >(
    `SELECT n.shelter_id AS "shelterId", lower(n.valid)::text AS from, upper(n.valid)::text AS until, n.line_id AS "lineId",
            n.amount, n.currency AS original, g.currency, r.rate, r.direct, r.valid_from::text AS "rateOn"
       FROM night_rates n JOIN budget_lines l ON l.id = n.line_id JOIN grants g ON g.id = l.grant_id
       ${LAST_RATE('n.currency', '$2::date')}
      WHERE g.id = $1`,
    [grantId, tx.today],
  );
  return rows.map(({ shelterId, from, until, lineId, amount, original, ...typed }) => {
    const isKnown = typed.currency === original || typed.rate !== null;
    const rate = isKnown ? rateOf(typed, original, tx.today).rate : null;
    const unit = rate === null ? null : written(convert(amount, rate));
    return { shelterId, from, until, lineId, unit };
  });
}

/** Shelters whose nights another grant pays. */
async function shelters(tx: Tx, grantId: string): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT n.shelter_id AS id FROM night_rates n JOIN budget_lines l ON l.id = n.line_id WHERE l.grant_id <> $1`,
    [grantId],
  );
  return new Set(rows.map(({ id }) => id));
}

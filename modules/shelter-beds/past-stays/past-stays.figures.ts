/** Stays of before Mawa in a period: only for figures that name what was brought in. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Period } from '../../platform/shared/periods.rules';

export interface PastStayFigures {
  readonly nights: number;
  /** Distinct people; files that were joined are one, unless the period was closed before. */
  readonly people: number;
}

/** Nights of the half-open period, whichever day a stay began. */
export async function pastStayFigures(tx: Tx, { from, until }: Period): Promise<PastStayFigures> {
  const [row] = await asFigures(tx, () =>
    tx.query<PastStayFigures>(
      `SELECT coalesce(sum(upper(n.nights) - lower(n.nights)), 0)::int AS nights,
              count(DISTINCT coalesce(m.person_id, p.case_id))::int AS people
         FROM past_stays p
        CROSS JOIN LATERAL (SELECT p.nights * daterange($1, $2) AS nights) n
         LEFT JOIN mawa_merged($2::date) m ON m.case_id = p.case_id
        WHERE NOT isempty(n.nights)`,
      [from, until],
    ),
  );
  return row!;
}

/** What was brought in from before Mawa, in a period: a figure of its own, in which nothing of Mawa is counted. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { Period } from '../platform/shared/periods.rules';
import { PAST_RECORD_KINDS, type PastRecordKind } from './past-record-kinds.data';

interface BroughtInCount {
  readonly number: number;
  /** Distinct within a kind; files that were joined are one, unless the period was closed before. */
  readonly people: number;
}

export type PastRecordFigures = Readonly<Record<PastRecordKind['kind'], BroughtInCount>>;

/** Records of the half-open period, by their first day. */
export async function pastRecordFigures(tx: Tx, period: Period): Promise<PastRecordFigures> {
  const rows = await asFigures(tx, () =>
    tx.query<BroughtInCount & { kind: PastRecordKind['kind'] }>(
      `SELECT p.kind, count(*)::int AS number, count(DISTINCT coalesce(m.person_id, p.case_id))::int AS people
         FROM past_records p LEFT JOIN mawa_merged($2::date) m ON m.case_id = p.case_id
        WHERE lower(p.days) >= $1 AND lower(p.days) < $2 GROUP BY p.kind`,
      [period.from, period.until],
    ),
  );
  return Object.fromEntries(
    PAST_RECORD_KINDS.map(({ kind }) => {
      const { number = 0, people = 0 } = rows.find((row) => row.kind === kind) ?? {};
      return [kind, { number, people }];
    }),
  ) as PastRecordFigures;
}

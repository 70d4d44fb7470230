/** Complaints of a quarter that is over: the one definition, for page and API. */
import { Injectable } from '@nestjs/common';
import { list } from '../reference-lists';
import { asFigures, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { endedQuarter } from '../platform/shared/quarters.rules';
import { listComplaintKinds, type ComplaintKind } from './complaint-kinds.queries';
import { share, type ShownPart, suppress } from '../platform/shared/suppress.rules';

export interface ComplaintFigures {
  readonly quarter: string;
  readonly threshold: number;
  readonly received: number | null;
  readonly byKind: readonly ShownPart[];
  readonly byRegion: readonly ShownPart[];
  /** Of the complaints whose deadline was within the quarter. */
  readonly acknowledgedInTime: { readonly inTime: number; readonly all: number } | null;
  readonly answeredInTime: { readonly inTime: number; readonly all: number } | null;
  /** Received by its end and not closed by then. */
  readonly open: number | null;
}

interface ComplaintCounts {
  byKind: Record<string, number>;
  byRegion: Record<string, number>;
  dueAcknowledged: number;
  acknowledged: number;
  dueAnswered: number;
  answered: number;
  open: number;
}

const NOT_SAID = 'not_said';

/** Never by house, never of a quarter still going on: nobody can watch one arrive. */
@Injectable()
export class ComplaintFiguresService {
  constructor(private readonly transactions: Transactions) {}

  of(
    actor: Actor,
    quarter?: string,
  ): Promise<ComplaintFigures & { kinds: readonly ComplaintKind[]; today: CivilDate }> {
    return this.transactions.run(actor, async (tx) => {
      const asked = endedQuarter(tx.today, quarter);
      const [row] = await tx.query<{ threshold: number }>(
        `SELECT mawa_setting('threshold_donor')::int AS threshold`,
      );
      const kinds = await listComplaintKinds(tx);
      const counted = await count(tx, asked);
      return { ...protect(asked.code, counted, kinds, row!.threshold), kinds, today: tx.today };
    });
  }
}

function protect(
  quarter: string,
  counted: ComplaintCounts,
  kinds: readonly ComplaintKind[],
  threshold: number,
): ComplaintFigures {
  const codes = new Set([
    ...kinds.map(({ code }) => code),
    NOT_SAID,
    ...Object.keys(counted.byKind),
  ]);
  const byKind = suppress(
    [...codes].map((key) => ({ key, count: counted.byKind[key] ?? 0 })),
    threshold,
  );
  const byRegion = suppress(
    // All regions are listed, also those without complaints, so that being listed discloses nothing.
    list('regions').items.map(({ code }) => ({ key: code, count: counted.byRegion[code] ?? 0 })),
    threshold,
  );
  return {
    quarter,
    threshold,
    received: byKind.total,
    byKind: byKind.parts,
    byRegion: byRegion.parts,
    acknowledgedInTime: share(counted.acknowledged, counted.dueAcknowledged, threshold),
    answeredInTime: share(counted.answered, counted.dueAnswered, threshold),
    // With a suppressed quarter, the difference of two shown open counts would disclose its count.
    open: byKind.total === null || counted.open < threshold ? null : counted.open,
  };
}

function count(
  tx: Tx,
  { from, until }: { from: CivilDate; until: CivilDate },
): Promise<ComplaintCounts> {
  return asFigures(tx, async () => {
    const [row] = await tx.query<ComplaintCounts>(
      `WITH p AS (SELECT mawa_day_begins($1::date) AS a, mawa_day_begins($2::date) AS z),
       r AS (SELECT c.* FROM (SELECT id, received_at, coalesce(kind, '${NOT_SAID}') AS kind, coalesce(region, 'unknown') AS region,
                acknowledge_by, answer_by, acknowledged_at, answered_at FROM complaints) c, p
              WHERE c.received_at >= p.a AND c.received_at < p.z)
       SELECT coalesce((SELECT jsonb_object_agg(kind, n) FROM (SELECT kind, count(*)::int AS n FROM r GROUP BY kind) k), '{}') AS "byKind",
              coalesce((SELECT jsonb_object_agg(region, n) FROM (SELECT region, count(*)::int AS n FROM r GROUP BY region) g), '{}') AS "byRegion",
              (SELECT count(*)::int FROM r, p WHERE r.acknowledge_by < p.z) AS "dueAcknowledged",
              (SELECT count(*)::int FROM r, p WHERE r.acknowledge_by < p.z AND r.acknowledged_at <= r.acknowledge_by) AS acknowledged,
              (SELECT count(*)::int FROM r, p WHERE r.answer_by < p.z) AS "dueAnswered",
              (SELECT count(*)::int FROM r, p WHERE r.answer_by < p.z AND r.answered_at <= r.answer_by) AS answered,
              (SELECT count(*)::int FROM complaints c, p WHERE c.received_at < p.z AND 'closed' IS DISTINCT FROM (
                 SELECT s.to_stage FROM complaint_stages s WHERE s.complaint_id = c.id AND s.at < p.z
                  ORDER BY s.at DESC, s.place DESC LIMIT 1)) AS open`,
      [from, until],
    );
    return row!;
  });
}

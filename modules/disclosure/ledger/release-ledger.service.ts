import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { PROTECTED, type ProtectedAudience, thresholdOf } from '../audiences/thresholds.queries';
import { AGE_HIERARCHIES } from '../suppression/age-groupings.data';
import { assertWhole, withholdTables } from '../suppression/apply-disclosure.rules';
import {
  type PriorKnowledge,
  type SuppressionPlan,
  planSuppression,
} from '../suppression/suppression-plan.rules';
import type { Release } from '../suppression/release.types';
import type { SuppressionPolicy } from '../suppression/suppression.rules';
import type { ReportDocument } from '../../report-documents';
import { periodBefore } from '../../platform/shared/period-before.rules';
import { canonical } from '../../platform/shared/digest.rules';
import { dropTextFigures } from './text-figures.rules';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

export interface ReleasePlan extends SuppressionPlan {
  /** The identical document was released to these readers before; releasing it again discloses nothing. */
  readonly isAlreadyReleased: boolean;
}

/** The product through which the figures are released. */
export type ReleaseSource =
  | { readonly source: 'report'; readonly id: string; readonly version: number }
  | { readonly source: 'open_data' | 'statistics' | 'analysis'; readonly id: string };

export interface ReleaseRequest {
  readonly audience: ProtectedAudience;
  readonly period: { readonly from: CivilDate; readonly until: CivilDate };
  readonly subjectId: string | null;
}

interface Row {
  readonly id: string;
  readonly audience: ProtectedAudience;
  readonly circle: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly beforeFrom: CivilDate;
  readonly subjectId: string | null;
  readonly released: Buffer;
}

const PUBLIC = 'public';

/**
 * Ledger of all released figures with their readers (reports, files, statistics, analyses). Each new release is planned
 * against it.
 */
@Injectable()
export class ReleaseLedger {
  constructor(private readonly keys: Keys) {}

  /** What the readers of a release know from earlier releases, and which other audiences will read it. */
  async priorKnowledgeOf(tx: Tx, asked: ReleaseRequest): Promise<PriorKnowledge> {
    const about = {
      scope: scopeOf(asked.subjectId),
      period: asked.period,
      before: periodBefore(asked.period),
    };
    const rows = await this.overlappingReleases(tx, asked);
    const circles = await circlesOf(tx);
    const mine = circles.get(asked.audience)!;
    const ids = rows.map(({ id }) => id);
    const keys = await this.keys.recordKeys(tx, 'report', ids);
    const releases = await Promise.all(
      rows.map(async (row) => ({
        circle: row.circle,
        isPublic: row.audience === PUBLIC,
        release: await openRelease(row, keys.get(row.id)!),
      })),
    );
    // Public releases are known to all audiences.
    const readBy = (circle: string): Release[] =>
      releases
        .filter((one) => one.circle === circle || one.isPublic)
        .map((one) => ({ ...one.release, forOthers: one.circle !== circle }));
    const others =
      asked.audience === PUBLIC ? [...new Set(circles.values())].filter((one) => one !== mine) : [];
    return {
      about,
      others: await Promise.all(
        others.map(async (circle) => ({
          threshold: await leastOf(tx, circle, circles),
          zeros: 'hide' as const,
          earlier: readBy(circle),
        })),
      ),
      earlier: readBy(mine),
      hierarchies: AGE_HIERARCHIES,
    };
  }

  /** No other release until the transaction ends; answers the position of the last one. */
  async lock(tx: Tx): Promise<string> {
    tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('release_ledger', 0))`);
    return this.position(tx);
  }

  async position(tx: Tx): Promise<string> {
    const [row] = await tx.query<{ place: string }>(
      `SELECT coalesce(max(place), 0)::text AS place FROM release_ledger`,
    );
    return row!.place;
  }

  /**
   * Plans suppression against all earlier releases to the same readers. Callers that add the release afterwards lock
   * the ledger first.
   */
  async plan(
    tx: Tx,
    about: ReleaseRequest,
    document: ReportDocument,
    policy: SuppressionPolicy,
  ): Promise<ReleasePlan> {
    assertWhole(document);
    const known = await this.priorKnowledgeOf(tx, about);
    const plan = withholdTables(document, await planSuppression(document, policy, known));
    const said = canonical([plan.released, plan.lines]);
    const isAlreadyReleased = known.earlier.some(
      (one) =>
        !one.forOthers &&
        one.period.from === about.period.from &&
        one.period.until === about.period.until &&
        canonical([one.released, one.lines]) === said,
    );
    return { ...plan, isAlreadyReleased };
  }

  /** Records a release as known to its readers. */
  async add(
    tx: Tx,
    by: ReleaseSource,
    { audience, period, subjectId }: ReleaseRequest,
    { released, lines, threshold }: Pick<SuppressionPlan, 'released' | 'lines' | 'threshold'>,
  ): Promise<void> {
    const key = await this.keys.recordKey(tx, 'report', by.id);
    const sealed = seal(key, placeOf(by.id), await zip(canonical({ released, lines, threshold })));
    const report = by.source === 'report' ? by : null;
    await tx.query(
      `INSERT INTO release_ledger
         (id, source, report_id, version, audience, period_from, period_until, before_from, subject_id, figures_sealed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        by.id,
        by.source,
        report?.id ?? null,
        report?.version ?? null,
        audience,
        period.from,
        period.until,
        periodBefore(period).from,
        subjectId,
        sealed,
      ],
    );
  }

  /**
   * Releases about days that are among those of this one; and, because a year is known by its quarters, of the days
   * of what was found, until nothing is added.
   */
  private overlappingReleases(tx: Tx, { period, subjectId }: ReleaseRequest): Promise<Row[]> {
    return tx.query<Row>(
      `WITH RECURSIVE near AS (
         SELECT $1::date AS first, $2::date AS until
          UNION
         SELECT t.period_from, t.period_until FROM near n
           JOIN release_ledger t ON t.before_from < n.until AND t.period_until > n.first
          WHERE t.subject_id IS NOT DISTINCT FROM $3)
       SELECT id, audience, coalesce(mawa_setting('circle_' || audience) #>> '{}', 'partners') AS circle,
              period_from::text AS "from", period_until::text AS "until", before_from::text AS "beforeFrom",
              subject_id AS "subjectId", figures_sealed AS released
         FROM release_ledger t
        WHERE subject_id IS NOT DISTINCT FROM $3
          AND EXISTS (SELECT 1 FROM near n WHERE t.before_from < n.until AND t.period_until > n.first)
        ORDER BY place`,
      [periodBefore(period).from, period.until, subjectId],
    );
  }
}

async function openRelease(row: Row, key: Buffer): Promise<Release> {
  const plain = await unzip(open(key, placeOf(row.id), row.released));
  const said = JSON.parse(plain.toString()) as Pick<Release, 'released' | 'lines' | 'threshold'>;
  return {
    id: row.id,
    scope: scopeOf(row.subjectId),
    ...dropTextFigures(said),
    period: { from: row.from, until: row.until },
    before: { from: row.beforeFrom, until: row.from },
  };
}

const scopeOf = (subjectId: string | null): string => subjectId ?? 'programme';

/** Associated data of the seal: table, column and row. */
const placeOf = (id: string) => ({ table: 'release_ledger', column: 'figures_sealed', row: id });

/** Which audiences share what they receive (a setting of the programme). */
async function circlesOf(tx: Tx): Promise<Map<ProtectedAudience, string>> {
  const rows = await tx.query<{ audience: ProtectedAudience; circle: string | null }>(
    `SELECT a AS audience, mawa_setting('circle_' || a) #>> '{}' AS circle FROM unnest($1::text[]) a`,
    [PROTECTED],
  );
  return new Map(rows.map(({ audience, circle }) => [audience, circle ?? 'partners']));
}

/** A circle is protected by the threshold of the one among them who may see most. */
async function leastOf(
  tx: Tx,
  circle: string,
  circles: ReadonlyMap<ProtectedAudience, string>,
): Promise<number> {
  const of = [...circles].filter(([, one]) => one === circle).map(([audience]) => audience);
  const thresholds: number[] = [];
  for (const audience of of) thresholds.push(await thresholdOf(tx, audience));
  return Math.min(...thresholds);
}

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import type { Tx } from '../../../src/database/transactions';
import type { CivilDate } from '../../../src/shared/nights';
import { PROTECTED, type ProtectedAudience, thresholdOf } from '../audiences/thresholds';
import { AGE_HIERARCHIES } from '../compose/ages';
import type { Known, Plan, Release } from '../disclosure';
import { periodBefore } from '../figures/period-before';
import { canonical } from '../report-vault';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

export interface ToRelease {
  readonly audience: ProtectedAudience;
  readonly period: { readonly from: CivilDate; readonly until: CivilDate };
  readonly subjectId: string | null;
}

interface Row {
  readonly reportId: string;
  readonly audience: ProtectedAudience;
  readonly circle: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly beforeFrom: CivilDate;
  readonly subjectId: string | null;
  readonly told: Buffer;
}

const PUBLIC = 'public';

/** What every frozen report told whom: what the next one is hidden against. */
@Injectable()
export class ReleaseLedger {
  constructor(private readonly keys: Keys) {}

  /** What the readers of a report know already, and who else will read it. */
  async knownTo(tx: Tx, asked: ToRelease): Promise<Known> {
    const about = {
      scope: asked.subjectId ?? 'programme',
      ...{ period: asked.period, before: periodBefore(asked.period) },
    };
    const rows = await this.rowsOver(tx, asked);
    const circles = await circlesOf(tx);
    const mine = circles.get(asked.audience)!;
    const ids = rows.map(({ reportId }) => reportId);
    const keys = await this.keys.recordKeys(tx, 'report', ids);
    const releases = await Promise.all(
      rows.map(async (row) => ({
        circle: row.circle,
        isPublic: row.audience === PUBLIC,
        release: await opened(row, keys.get(row.reportId)!),
      })),
    );
    // What is public is known to all.
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
          ...{ threshold: await leastOf(tx, circle, circles), zeros: 'hide' as const },
          earlier: readBy(circle),
        })),
      ),
      earlier: readBy(mine),
      hierarchies: AGE_HIERARCHIES,
    };
  }

  /** Until the transaction ends nobody else tells anything; how far it has been told. */
  async hold(tx: Tx): Promise<string> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('report_told', 0))`);
    return this.reached(tx);
  }

  async reached(tx: Tx): Promise<string> {
    const [row] = await tx.query<{ place: string }>(
      `SELECT coalesce(max(place), 0)::text AS place FROM report_told`,
    );
    return row!.place;
  }

  async add(
    tx: Tx,
    report: { readonly id: string; readonly version: number },
    { audience, period, subjectId }: ToRelease,
    { told, lines, threshold }: Pick<Plan, 'told' | 'lines' | 'threshold'>,
  ): Promise<void> {
    const key = await this.keys.recordKey(tx, 'report', report.id);
    const sealed = seal(key, placeOf(report.id), await zip(canonical({ told, lines, threshold })));
    await tx.query(
      `INSERT INTO report_told
         (report_id, version, audience, period_from, period_until, before_from, subject_id, told_sealed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[report.id, report.version, audience, period.from, period.until],
        ...[periodBefore(period).from, subjectId, sealed],
      ],
    );
  }

  /** The reports whose days are among those that this one tells of. */
  private rowsOver(tx: Tx, { period, subjectId }: ToRelease): Promise<Row[]> {
    return tx.query<Row>(
      `SELECT report_id AS "reportId", audience, coalesce(mawa_setting('circle_' || audience) #>> '{}', 'partners') AS circle,
              period_from::text AS "from", period_until::text AS "until", before_from::text AS "beforeFrom",
              subject_id AS "subjectId", told_sealed AS told
         FROM report_told
        WHERE before_from < $2 AND period_until > $1 AND subject_id IS NOT DISTINCT FROM $3
        ORDER BY place`,
      [periodBefore(period).from, period.until, subjectId],
    );
  }
}

async function opened(row: Row, key: Buffer): Promise<Release> {
  const plain = await unzip(open(key, placeOf(row.reportId), row.told));
  const said = JSON.parse(plain.toString()) as Pick<Release, 'told' | 'lines' | 'threshold'>;
  return {
    ...{ reportId: row.reportId, scope: row.subjectId ?? 'programme', ...said },
    period: { from: row.from, until: row.until },
    before: { from: row.beforeFrom, until: row.from },
  };
}

const placeOf = (id: string) => ({ table: 'report_told', column: 'told_sealed', row: id });

/** Who talks to whom: settings, so that a programme may draw its circles otherwise. */
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

/** Number of rows of an export and the people in it. */
import type { SelectStatement, Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { type ExcludedPeople, roundedExclusion } from './excluded-people.rules';
import type { ExportQuery } from './export.queries';

export interface CountedExport {
  readonly lines: number;
  readonly leftOut: ExcludedPeople;
  /** People disclosed to an external recipient; null for internal exports, or if rows are not about people. */
  readonly people: readonly string[] | null;
}

export async function countIn(tx: Tx, { count }: ExportQuery): Promise<CountedExport> {
  const [row] = await tx.query<{ lines: number; leftOut: number; people: string[] | null }>(
    count.sql,
    count.params,
  );
  return { ...row!, leftOut: roundedExclusion(row!.leftOut) };
}

/** Estimate of the planner, which assumes that a policy passes a third of the rows. */
export async function estimateIn(tx: Tx, { sql, params }: SelectStatement): Promise<number> {
  const [row] = await tx.query<{ 'QUERY PLAN': readonly [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    params,
  );
  return row!['QUERY PLAN'][0].Plan['Plan Rows'];
}

/** A statistical list of one or two people discloses who they are, even with random ids. */
export async function mustBeSeveral(tx: Tx, { people }: CountedExport): Promise<void> {
  const [row] = await tx.query<{ least: number }>(
    `SELECT mawa_setting('threshold_donor')::int AS least`,
  );
  if (people !== null && people.length < row!.least) {
    throw new DomainError('conflict', 'exports.too_few', { least: row!.least }, 'to');
  }
}

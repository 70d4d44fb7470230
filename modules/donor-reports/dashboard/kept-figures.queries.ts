/** The figures of the dashboard as they were counted last, so that the page opens at once. */
import type { PeopleByStage } from '../../beneficiaries';
import { VERSION } from '../../platform/config/version';
import { sqlState, type Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Period } from '../../platform/shared/periods.rules';
import type { TurnAwayFigures } from '../../shelter-figures';
import type { ReportFigures } from '../figures/report.figures';

export interface DashboardFigures {
  readonly report: ReportFigures;
  readonly stages: readonly PeopleByStage[];
  readonly turnAways: TurnAwayFigures;
}
export interface CountedFigures {
  readonly countedAt: Date;
  readonly figures: DashboardFigures;
}

/** Null where there are none, or where another version of Mawa counted them. */
export async function keptFigures(
  tx: Tx,
  grantId: string,
  { from, until }: Period,
): Promise<CountedFigures | null> {
  const [kept] = await tx.query<CountedFigures>(
    `SELECT counted_at AS "countedAt", figures FROM dashboard_figures
      WHERE grant_id = $1 AND period_from = $2 AND period_until = $3 AND made_by = $4`,
    [grantId, from, until, VERSION],
  );
  return kept ?? null;
}

/** Of two who count at once the later count stays. Refused where row-level security lets nobody but makers of reports. */
export async function keepFigures(
  tx: Tx,
  grantId: string,
  { from, until }: Period,
  { figures, countedAt }: CountedFigures,
): Promise<void> {
  try {
    await tx.query(
      `INSERT INTO dashboard_figures AS kept (grant_id, period_from, period_until, counted_at, made_by, figures)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (grant_id, period_from, period_until) DO UPDATE
         SET counted_at = excluded.counted_at, made_by = excluded.made_by, figures = excluded.figures
       WHERE kept.counted_at <= excluded.counted_at`,
      [grantId, from, until, countedAt, VERSION, JSON.stringify(figures)],
    );
  } catch (error) {
    if (sqlState(error) === '42501') throw new DomainError('forbidden', 'access.not_yours');
    throw error;
  }
}

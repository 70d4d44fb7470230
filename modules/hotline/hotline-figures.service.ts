import { Injectable } from '@nestjs/common';
import { Lists } from '../reference-lists';
import { list } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { endedQuarter } from '../platform/shared/quarters.rules';
import { type ShownPart, suppress } from '../platform/shared/suppress.rules';
import { type SuppressedCallResults, suppressCallResults } from './call-results.rules';
import { busiest, grid, type HourCount, type Row } from './week-grid.rules';
import { type HotlineFigures, hotlineFigures, NOT_SAID } from './hotline.figures';

export interface SuppressedHotlineFigures {
  readonly today: CivilDate;
  readonly from: CivilDate;
  /** Not counted any more. */
  readonly until: CivilDate;
  readonly quarter: string | null;
  /** Only the reader's own line. */
  readonly own: boolean;
  /** Below this a number is hidden; nought where none is. */
  readonly threshold: number;
  readonly calls: number | null;
  readonly inDanger: number | null;
  readonly byType: readonly ShownPart[];
  readonly byRegion: readonly ShownPart[];
  readonly byLanguage: readonly ShownPart[];
  readonly byHour: readonly ShownPart[];
  readonly became: SuppressedCallResults;
  readonly grid: readonly Row[];
  readonly bounds: readonly number[];
  readonly busiest: Pick<HourCount, 'weekday' | 'hour'> | null;
  readonly typeWords: Readonly<Record<string, string>>;
}

const WEEKS = 12;
const PARTS = ['byType', 'byRegion', 'byLanguage', 'byHour'] as const;

/**
 * Figures of the hotline. Supervisors see their own line unsuppressed, since they can read its calls. Programme
 * officers see all lines for past quarters, with small counts suppressed.
 */
@Injectable()
export class HotlineFiguresService {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  of(
    actor: Actor,
    asked: string | null,
    language: Language = actor.language,
  ): Promise<SuppressedHotlineFigures> {
    return this.transactions.run(actor, async (tx) => {
      const own = actor.roles.includes('case_supervisor');
      const quarter = own && !asked ? null : endedQuarter(tx.today, asked);
      const period = quarter ?? {
        from: addDays(tx.today, 1 - 7 * WEEKS),
        until: addDays(tx.today, 1),
      };
      const figures = await hotlineFigures(tx, period, own ? { id: actor.organisationId } : null);
      const threshold = own ? 0 : await thresholdOf(tx);
      const types = (await this.lists.inForce(tx, ['call_types'])).call_types.items;
      const shown = protect(
        figures,
        types.map((item) => item.code),
        threshold,
      );
      return {
        today: tx.today,
        from: period.from,
        until: period.until,
        quarter: quarter?.code ?? null,
        own,
        threshold,
        ...shown,
        typeWords: Object.fromEntries(types.map((item) => [item.code, item.labels[language]])),
      };
    });
  }
}

async function thresholdOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ threshold: number }>(
    `SELECT mawa_setting('threshold_donor')::int AS threshold`,
  );
  return row!.threshold;
}

function protect(figures: HotlineFigures, types: readonly string[], threshold: number) {
  const keys: Record<(typeof PARTS)[number], readonly string[]> = {
    byType: types,
    // All regions and hours are listed, so that being listed discloses nothing.
    byRegion: list('regions').items.map(({ code }) => code),
    byLanguage: list('languages').items.map(({ code }) => code),
    byHour: Array.from({ length: 24 }, (_hour, hour) => String(hour)),
  };
  const parts = Object.fromEntries(
    PARTS.map((part) => {
      const all = [...new Set([...keys[part], ...Object.keys(figures[part]), NOT_SAID])].filter(
        (key) => part !== 'byHour' || key !== NOT_SAID,
      );
      const counted = all.map((key) => ({ key, count: figures[part][key] ?? 0 }));
      return [part, suppress(counted, threshold)];
    }),
  ) as Record<(typeof PARTS)[number], ReturnType<typeof suppress>>;
  const few = (count: number) => (count < threshold ? null : count);
  const { rows, bounds } = grid(figures.grid);
  const most = busiest(figures.grid);
  return {
    calls: parts.byType.total,
    inDanger: few(figures.inDanger),
    byType: parts.byType.parts,
    byRegion: parts.byRegion.parts,
    byLanguage: parts.byLanguage.parts,
    byHour: parts.byHour.parts,
    became: suppressCallResults(figures.became, threshold),
    grid: rows,
    bounds,
    busiest: most && { weekday: most.weekday, hour: most.hour },
  };
}

/** Results as they stand in the disclosed tables: no figure gets into the activity any other way. */
import Decimal from 'decimal.js';
import { addDays } from '../../platform/shared/nights.rules';
import { type Quarter } from '../../platform/shared/quarters.rules';
import {
  type Cell,
  type DisclosedDocument,
  isHidden,
  type Row,
  tablesOf,
} from '../../report-documents';
import type { IndicatorRow } from '../../indicators';
import type { IatiActual, IatiIndicator, IatiPeriod } from './iati-facts.types';

export interface PublishedQuarter {
  readonly quarter: Quarter;
  readonly document: DisclosedDocument;
}

export function resultsOf(
  indicators: readonly IndicatorRow[],
  quarters: readonly PublishedQuarter[],
): IatiIndicator[] {
  return indicators.map((one) => ({
    level: one.level,
    framework: one.framework,
    code: one.code,
    title: one.title,
    unit: one.unit,
    ascending: one.direction === 'up',
    baseline:
      one.baseline === null || one.baselineOn === null
        ? null
        : { value: one.baseline, on: one.baselineOn },
    periods: quarters
      .map((collected) => periodOf(one, collected))
      .filter(({ target, actuals, hidden }) => target !== null || actuals.length + hidden > 0),
  }));
}

/** Value, target and what they are split by, of one indicator in one quarter. */
function periodOf(one: IndicatorRow, { quarter, document }: PublishedQuarter): IatiPeriod {
  const rowIn = (table: string): Row | null =>
    tablesOf(document)
      .find(({ key }) => key === table)
      ?.rows.find(({ key }) => key === one.id) ?? null;
  const counts = rowIn('results-matrix');
  const shares = rowIn('results-matrix-shares');
  const main = counts ?? shares ?? rowIn('results-matrix-rates');
  const collected = new ResultCollector(shares !== null && counts === null);
  collected.add(main?.cells['value']);
  if (one.measure === 'people_served') collected.ages(document);
  else collected.sexes(rowIn('indicators-by-sex'));
  const { from, until } = quarter;
  const target = main?.cells['target'] ?? null;
  return {
    from,
    to: addDays(until, -1),
    target: target === null || isHidden(target) ? null : collected.written(target),
    actuals: collected.actuals,
    hidden: collected.hidden,
  };
}

const SEXES = ['female', 'male', 'other', 'unknown'] as const;

class ResultCollector {
  readonly actuals: IatiActual[] = [];
  hidden = 0;

  /** Shares are published in hundredths. */
  constructor(private readonly isShare: boolean) {}

  written(cell: string | number): string {
    const value = new Decimal(cell);
    return (this.isShare ? value.times(100) : value).toString();
  }

  add(cell: Cell | undefined, by: Omit<IatiActual, 'value'> = {}): void {
    if (cell === null || cell === undefined) return;
    if (isHidden(cell)) this.hidden += 1;
    else this.actuals.push({ value: this.written(cell), ...by });
  }

  sexes(row: Row | null): void {
    for (const sex of SEXES) this.add(row?.cells[sex], { sex });
  }

  /** Both at once, and each alone. */
  ages(document: DisclosedDocument): void {
    const table = tablesOf(document).find(({ key }) => key === 'people-by-age');
    if (!table) return;
    for (const sex of SEXES) this.add(table.total?.cells[sex], { sex });
    for (const { key: age, cells } of table.rows) {
      this.add(cells['total'], { age });
      for (const sex of SEXES) this.add(cells[sex], { sex, age });
    }
  }
}

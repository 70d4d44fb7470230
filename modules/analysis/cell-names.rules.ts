/** Stable name of each cell of an analysis: the same number has the same name in every table released. */
import { parsePeriod } from '../platform/shared/periods.rules';
import { nameOfSelection, type DimensionFilter } from '../disclosure';
import { isTime, type MeasureKey, MEASURES, measureOf } from './measures.data';
import type { AnalysisQuery } from './analysis-query.rules';

export type CellFigure = 'value' | 'people';
export type NameOfCell = (figure: CellFigure, row: string | null, column: string | null) => string;

export function namesOfCells({ measure, rows, columns, only, period }: AnalysisQuery): NameOfCell {
  return (figure, row, column) => {
    const cut = [
      [rows, row],
      [columns, column],
    ].filter((one): one is [string, string] => one[0] !== null && one[1] !== null);
    // One dimension of time is expressed by its days; a second one, or an incomplete selection of days, like other
    // dimensions.
    const time = cut.findLast(([dimension, code]) => isWithin(dimension, code, period)) ?? null;
    const where: DimensionFilter = {
      ...only,
      ...Object.fromEntries(
        cut.filter((one) => one !== time).map(([dimension, code]) => [dimension, [code]]),
      ),
    };
    const counted = figure === 'people' ? peopleBehind(measure) : measure;
    return nameOfSelection({ counted, where }, time?.[1] ?? null);
  };
}

function isWithin(dimension: string, code: string, period: AnalysisQuery['period']): boolean {
  if (!isTime(dimension)) return false;
  const named = parsePeriod(code, dimension, { startsOn: period.from, endsOn: period.until });
  return named !== null && named.from >= period.from && named.until <= period.until;
}

/** The measure of the same facts that counts people, where there is one. */
function peopleBehind(measure: MeasureKey): string {
  const { of } = measureOf(measure);
  const same = Object.entries(MEASURES).find(([, one]) => one.of === of && one.counts === 'people');
  return same ? same[0] : `${measure}.people`;
}

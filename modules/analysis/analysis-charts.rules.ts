/** The picture of an analysis: the shape that its dimensions ask for, or none where it could not be read. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { Block, ChartShape, TableBlock } from '../report-documents';
import type { AnalysisQuery } from './analysis-query.rules';
import { addsUp, cutOf, isTime, measureOf } from './measures.data';

const MOST_BARS = 26;
const MOST_POINTS = 60;
const MOST_SERIES = { line: 4, others: 6 } as const;

export function pictureOf(
  table: TableBlock,
  { measure, rows, columns }: AnalysisQuery,
  language: Language,
): Block[] {
  const series = table.columns
    .filter(({ key }) => key.startsWith('v-') && key !== 'v-all')
    .map(({ key, header }) => ({ column: key, label: header }));
  const all = { column: 'v-all', label: translate(language, `analyses:measure.${measure}`) };
  const most = isTime(rows) ? MOST_SERIES.line : MOST_SERIES.others;
  const apart = columns !== null && series.length > 0 && series.length <= most ? series : null;
  const fits = table.rows.length <= (isTime(rows) ? MOST_POINTS : MOST_BARS);
  if (!fits || table.rows.length === 0) return [];
  const stacks = columns !== null && addsUp(measureOf(measure).counts, cutOf(measure, columns)!);
  const shape: ChartShape = isTime(rows)
    ? table.rows.length > 1
      ? 'line'
      : 'bar'
    : REGIONS.test(rows) && apart === null
      ? 'map'
      : rows === 'age' && columns === 'sex' && apart !== null
        ? 'pyramid'
        : apart !== null && stacks
          ? 'stacked'
          : 'bar';
  return [
    {
      kind: 'chart',
      key: 'analysis-picture',
      shape,
      ...((shape === 'bar' || shape === 'stacked') && { horizontal: true }),
      title: table.title,
      alt: translate(language, `analyses:picture.${shape}`, { title: table.title }),
      table: table.key,
      category: 'row',
      series: apart ?? [all],
    },
  ];
}
const REGIONS = /(^|_)region(_|$)/;

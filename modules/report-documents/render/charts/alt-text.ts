/** A picture in words: what is drawn, then every value that is shown; what is hidden is named as hidden. */
import type { ChartBlock, Row } from '../../document';
import { fill, isHidden, shapeOf, wordsOf, writeCell } from '../../document';
import { shareOf } from './funnel';
import { type ChartContext, type Picture, pictureOf } from './picture';
import { colonOf, joinWords } from '../../../platform/shared/punctuation.words';

export function altText(chart: ChartBlock, context: ChartContext): string {
  const picture = pictureOf(chart, context);
  const { language, labels, rows } = picture;
  const between = { fr: '\u00a0; ', ar: '؛ ', en: '; ' }[language];
  const columns = columnsOf(chart);
  const said = (row: Row, i: number): string => {
    const values = columns.map(({ column, label }) =>
      columns.length > 1
        ? `${label} ${valueOf(picture, row, column)}`
        : valueOf(picture, row, column),
    );
    const share =
      chart.shape === 'funnel' && !chart.series[1] ? shareOf(picture, row, rows[i - 1]) : '';
    return (
      picture.name(row) + colonOf(language) + joinWords(values, language) + (share && ` (${share})`)
    );
  };
  const begin = [wordsOf(chart.alt), chart.shape === 'map' ? labels.picture_map : '']
    .filter(Boolean)
    .map((sentence) => (/[.!?؟]$/.test(sentence) ? sentence : `${sentence}.`));
  return `${[...begin, rows.map(said).join(between)].join(' ')}.`;
}

/** Columns that a chart shows, in reading order. */
function columnsOf({ series, target, capacity }: ChartBlock) {
  const column = capacity?.column;
  return [
    ...series,
    ...(target ? [target] : []),
    ...(capacity && column ? [{ column, label: capacity.label }] : []),
  ];
}

/** To the last decimal and with its currency: who listens has no table beside it. */
function valueOf({ column, labels, language }: Picture, row: Row, key: string): string {
  const cell = row.cells[key];
  if (isHidden(cell)) return fill(labels.picture_hidden, { mark: cell.mark });
  return writeCell(cell, shapeOf(row, column(key)), language, labels);
}

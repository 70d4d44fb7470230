/** Two series back to back, band by band; what has no place in it is listed under it. */
import type { ChartSeries, Row } from '../../document';
import { isHidden } from '../../document';
import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { Canvas, linesOf, SIZE, widest } from './canvas';
import { type Drawing, type Picture, shownOf, WIDTH } from './picture';
import { colonOf, joinWords } from '../../../platform/shared/punctuation.words';

const ROW = 25;
const BAR = 17;
const TOP = 34;

export function pyramid(picture: Picture): Drawing {
  const { chart, rows, name, write, rtl } = picture;
  const [first, second, ...others] = chart.series as [ChartSeries, ChartSeries];
  const bands = rows.filter((row) => !row.unknown);
  const drawn = [first, second];
  const values = bands.flatMap((row) => drawn.map(({ column }) => shownOf(row.cells[column]) ?? 0));
  const most = Math.max(...values, 0) || 1;
  const numbers = bands.flatMap((row) => drawn.map(({ column }) => write(row, column)));
  const gutter = Math.min(190, widest(bands.map(name)) + 22);
  const room = (WIDTH - gutter) / 2 - widest(numbers, true) - 14;
  const stub = room * 0.08;
  const canvas = new Canvas(WIDTH, rtl);
  const middle = WIDTH / 2;

  const side = (row: Row, { column }: ChartSeries, y: number, way: 1 | -1): void => {
    const edge = middle + (way * gutter) / 2;
    const cell = row.cells[column];
    const hidden = isHidden(cell);
    const length = hidden ? stub : ((shownOf(cell) ?? 0) / most) * room;
    const from = way === 1 ? edge : edge - length;
    if (hidden) canvas.hatched(from, y, length, BAR);
    else if (length > 0 && way === 1) canvas.dotted(from, y, length, BAR, SERIES[1]);
    else if (length > 0) canvas.rect(from, y, length, BAR, { fill: SERIES[0] });
    canvas.text(edge + way * (length + 6), y + 13, write(row, column), {
      side: way === 1 ? 'start' : 'end',
      bold: hidden,
      colour: hidden ? TOKENS.muted : TOKENS.ink,
    });
  };

  canvas.text(middle - gutter / 2, 14, first.label, { side: 'end', bold: true });
  canvas.text(middle + gutter / 2, 14, second.label, { side: 'start', bold: true });
  const bottom = TOP + bands.length * ROW - 4;
  for (const way of [1, -1]) {
    const edge = middle + (way * gutter) / 2;
    canvas.line([edge, TOP - 10], [edge, bottom], { stroke: TOKENS.muted });
  }
  // Youngest age band at the bottom, as usual for population pyramids.
  [...bands].reverse().forEach((row, i) => {
    const y = TOP - 4 + i * ROW;
    canvas.text(middle, y + 13, name(row), { side: 'middle' });
    side(row, first, y, -1);
    side(row, second, y, 1);
  });
  return canvas.drawing(listed(picture, canvas, others, bottom + 20));
}

/** The rows of what is not known and the further series, in words; gives the height. */
function listed(
  { chart, rows, name, write, language }: Picture,
  canvas: Canvas,
  others: readonly ChartSeries[],
  from: number,
): number {
  const said = (label: string, parts: readonly string[]): string =>
    label +
    colonOf(language) +
    joinWords(
      parts.map((part) => part.replaceAll(' ', '\u00a0')),
      language,
    );
  const sentences = [
    ...rows
      .filter((row) => row.unknown)
      .map((row) =>
        said(
          name(row),
          chart.series.map(({ column, label }) => `${label} ${write(row, column)}`),
        ),
      ),
    ...others.map(({ column, label }) => {
      const bands = rows.filter((row) => !row.unknown);
      const isNobody = bands.every((row) => row.cells[column] === 0);
      const each = bands.map((row) => `${name(row)} ${write(row, column)}`);
      return said(label, isNobody ? [write(bands[0]!, column)] : each);
    }),
  ];
  let y = from;
  for (const sentence of sentences) {
    for (const line of linesOf(sentence, WIDTH - 24)) {
      canvas.text(12, y, line, { colour: TOKENS.muted });
      y += SIZE + 5;
    }
    y += 3;
  }
  return sentences.length ? y - 4 : from - 8;
}

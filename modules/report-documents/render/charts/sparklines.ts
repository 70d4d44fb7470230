/** A small line for each indicator: where it began, where it is now, where it is to be. */
import type { Row } from '../../document';
import { isHidden } from '../../document';
import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { Canvas, linesOf, SIZE, widest } from './canvas';
import { type Drawing, type Picture, shownOf, WIDTH } from './picture';

const NAMES = 200;
const ROW = 40;
const TALL = 24;
const HEAD = 17;

export function sparklines(picture: Picture): Drawing {
  const { chart, rows, name, write, rtl } = picture;
  const [first, last] = [chart.series[0]!, chart.series.at(-1)!];
  const heads = [first, last, ...(chart.target ? [chart.target] : [])];
  const widths = heads.map(({ column }) =>
    Math.max(
      54,
      widest(
        rows.map((row) => write(row, column)),
        true,
      ),
    ),
  );
  const lines = heads.map(({ label }, i) => linesOf(label, widths[i]! + 8, SIZE));
  const top = Math.max(...lines.map((of) => of.length)) * HEAD + 8;
  const from = NAMES + 14 + widths[0]! + 18;
  const targetRoom = chart.target ? widths[2]! + 18 : 0;
  const to = WIDTH - 6 - targetRoom - widths[1]! - 18;
  const ends = [from - 15, to + 15, WIDTH - 6];
  const sides = ['end', 'start', 'end'] as const;
  const canvas = new Canvas(WIDTH, rtl);

  lines.forEach((of, i) =>
    of.forEach((line, n) =>
      canvas.text(ends[i]!, 14 + n * HEAD, line, { side: sides[i], colour: TOKENS.muted }),
    ),
  );
  rows.forEach((row, i) => {
    const y = top + i * ROW;
    if (i > 0) canvas.line([6, y - 2], [WIDTH - 6, y - 2], { stroke: TOKENS.line });
    const said = linesOf(name(row), NAMES);
    said.forEach((line, n) =>
      canvas.text(6, y + 21 + (n - (said.length - 1) / 2) * (SIZE + 3), line),
    );
    lineOf(picture, canvas, row, { from, to, y: y + 6 });
    heads.forEach(({ column }, n) => {
      const hidden = isHidden(row.cells[column]);
      canvas.text(ends[n]!, y + 21, write(row, column), {
        side: sides[n],
        bold: n === 1 || hidden,
        colour: hidden || n === 2 ? TOKENS.muted : TOKENS.ink,
      });
    });
  });
  return canvas.drawing(top + rows.length * ROW);
}

/** Its own scale, made of what is shown; where a figure is hidden the line breaks off over a hatched foot. */
function lineOf(
  { chart }: Picture,
  canvas: Canvas,
  row: Row,
  { from, to, y }: { from: number; to: number; y: number },
): void {
  const cells = chart.series.map(({ column }) => row.cells[column]);
  const values = cells.map(shownOf);
  const aim = chart.target ? shownOf(row.cells[chart.target.column]) : null;
  const all = [...values, aim].filter((value) => value !== null);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const at = (value: number): number =>
    high === low ? y + TALL / 2 : y + TALL - ((value - low) / (high - low)) * TALL;
  const step = (to - from) / (cells.length - 1);
  if (aim !== null)
    canvas.line([from, at(aim)], [to, at(aim)], {
      stroke: TOKENS.warning,
      strokeWidth: 1.4,
      dash: '4 3',
    });
  const paint = { stroke: SERIES[0], strokeWidth: 2 };
  for (const run of runsOf(values))
    if (run.length > 1)
      canvas.path(
        run.map((i) => [from + i * step, at(values[i]!)]),
        paint,
      );
    else canvas.dot(from + run[0]! * step, at(values[run[0]!]!), 2, { fill: SERIES[0] });
  cells.forEach((cell, i) => {
    if (isHidden(cell)) canvas.hatched(from + i * step - 5, y + TALL - 7, 10, 8);
  });
  const end = values.at(-1);
  if (end !== null && end !== undefined)
    canvas.dot(to, at(end), 3.6, { fill: SERIES[0], stroke: TOKENS.paper, strokeWidth: 1 });
}

/** Places that lie side by side and are shown. */
function runsOf(values: readonly (number | null)[]): number[][] {
  const runs: number[][] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    if (values[i - 1] === null || i === 0) runs.push([i]);
    else runs.at(-1)!.push(i);
  });
  return runs;
}

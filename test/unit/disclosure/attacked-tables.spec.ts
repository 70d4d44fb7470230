import {
  suppress,
  type Figure,
  type SuppressionResult,
  type Line,
} from '../../../modules/disclosure';
import { attack, choices, type Seen } from './attacker';
import { numbersFrom, randomTable } from './random-tables';

const TABLES = Number(process.env.MAWA_TABLES ?? 1000);

const seenBy = (
  figures: readonly Figure[],
  hidden: ReadonlyMap<string, string>,
  threshold: number,
): Map<string, Seen> =>
  new Map(
    figures.map(({ id, value }): [string, Seen] => {
      const mark = hidden.get(id);
      if (mark === undefined) return [id, value];
      return [id, mark === 'small' ? { below: threshold } : 'hidden'];
    }),
  );

async function narrow(
  figures: readonly Figure[],
  lines: readonly Line[],
  hidden: ReadonlyMap<string, string>,
  threshold: number,
): Promise<string[]> {
  if (hidden.size === 0) return [];
  const intervals = await attack(seenBy(figures, hidden, threshold), lines, threshold);
  return [...intervals].flatMap(([id, interval]) => (choices(interval) < threshold ? [id] : []));
}

/** Small cells alone, as much software does it. */
const onlySmall = (figures: readonly Figure[], threshold: number): Map<string, string> =>
  new Map(figures.flatMap(({ id, value }) => (value < threshold ? [[id, 'hidden']] : [])));

describe('tables of one to three dimensions, with totals and groups, attacked by a linear program', () => {
  it(`keep every hidden cell in doubt by the threshold, in ${TABLES} of ${TABLES}`, async () => {
    const random = numbersFrom(20261128);
    const lost = { tables: 0, cells: 0, primary: 0, further: 0, small: 0 };
    const leaks: string[] = [];
    let withHidden = 0;
    let caught = 0;
    for (let n = 0; n < TABLES; n += 1) {
      const threshold = random() < 0.5 ? 5 : 11;
      const { figures, lines } = randomTable(random);
      const { marks, primary, exposed, unchecked }: SuppressionResult = await suppress(
        figures,
        lines,
        { threshold, zeros: 'hide' },
      );
      expect([...exposed, ...unchecked.keys()]).toEqual([]);
      for (const id of await narrow(figures, lines, marks, threshold)) leaks.push(`${n}: ${id}`);
      lost.tables += 1;
      lost.cells += figures.length;
      lost.primary += primary.size;
      lost.further += marks.size - primary.size;
      lost.small += [...marks.values()].filter((mark) => mark === 'small').length;
      if (primary.size === 0) continue;
      withHidden += 1;
      const alone = onlySmall(figures, threshold);
      if ((await narrow(figures, lines, alone, threshold)).length > 0) caught += 1;
    }
    process.stdout.write(
      `  ${lost.tables} tables, ${lost.cells} cells: ${lost.primary} small, ${lost.further} more hidden to protect them ` +
        `(${((100 * lost.further) / lost.cells).toFixed(1)} % of all); ${lost.small} marked as fewer than; ` +
        `small cells alone: caught in ${caught} of ${withHidden}\n`,
    );
    expect(leaks).toEqual([]);
    expect(caught).toBeGreaterThanOrEqual(withHidden / 2);
  });
});

import fc from 'fast-check';
import { suppress, type Figure, type Line, type SuppressionPolicy } from './suppression.rules';

const DONOR: SuppressionPolicy = { threshold: 5, zeros: 'hide' };

const list = (values: readonly number[]): [Figure[], Line[]] => {
  const parts = values.map((value, i): Figure => ({ id: `r${i}`, value, kind: 'count' }));
  const total = values.reduce((sum, value) => sum + value, 0);
  return [
    [...parts, { id: 'total', value: total, kind: 'count' }],
    [{ total: 'total', parts: parts.map((part) => part.id) }],
  ];
};

const table = (rows: readonly (readonly number[])[]): [Figure[], Line[]] => {
  const figures: Figure[] = [];
  const lines: Line[] = [];
  const add = (id: string, value: number): string => {
    figures.push({ id, value, kind: 'count', places: ['t'] });
    return id;
  };
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const columns = rows[0]!.map((_, c) => rows.map((row) => row[c]!));
  rows.forEach((row, r) => row.forEach((value, c) => add(`${r}.${c}`, value)));
  const rowTotals = rows.map((row, r) => add(`${r}.T`, sum(row)));
  const columnTotals = columns.map((column, c) => add(`T.${c}`, sum(column)));
  add('T.T', sum(rows.flat()));
  rows.forEach((row, r) => lines.push({ total: `${r}.T`, parts: row.map((_, c) => `${r}.${c}`) }));
  columns.forEach((column, c) =>
    lines.push({ total: `T.${c}`, parts: column.map((_, r) => `${r}.${c}`) }),
  );
  lines.push({ total: 'T.T', parts: rowTotals }, { total: 'T.T', parts: columnTotals });
  return [figures, lines];
};

const hide = async ([figures, lines]: [Figure[], Line[]], policy = DONOR) =>
  await marksOf(figures, lines, policy);
const marksOf = async (figures: Figure[], lines: Line[], policy = DONOR) =>
  (await suppress(figures, lines, policy)).marks;
const names = (marks: ReadonlyMap<string, string>): string[] => [...marks.keys()].sort();

describe('a list of counts with its total', () => {
  it('is shown whole when no count is small', async () => {
    expect(names(await hide(list([9, 5, 12])))).toEqual([]);
  });

  it('hides the next smallest with a single small count', async () => {
    expect(names(await hide(list([20, 3, 7])))).toEqual(['r1', 'r2']);
  });

  it('hides a further one when the hidden ones come to less than the threshold together', async () => {
    expect(names(await hide(list([20, 1, 2, 8])))).toEqual(['r1', 'r2', 'r3']);
  });

  it('hides a zero like a small count, unless it is how the table is built', async () => {
    expect(names(await hide(list([20, 0, 8])))).toEqual(['r1', 'r2']);
    const [figures, lines] = list([20, 0, 8]);
    const structural = figures.map((f) => (f.id === 'r1' ? { ...f, structural: true } : f));
    expect(names(await marksOf(structural, lines, DONOR))).toEqual([]);
  });

  it('hides a total that is itself small', async () => {
    expect(names(await hide(list([1, 2])))).toEqual(['r0', 'r1', 'total']);
  });

  it('hides the total when there is no other part to hide', async () => {
    const [figures] = list([3]);
    const wide = figures.map((f) => (f.id === 'total' ? { ...f, value: 30 } : f));
    expect(names(await marksOf(wide, [{ total: 'total', parts: ['r0'] }], DONOR))).toEqual([
      'r0',
      'total',
    ]);
  });

  it('hides nothing inside the programme', async () => {
    expect(names(await hide(list([1, 0, 2]), { threshold: 0, zeros: 'show' }))).toEqual([]);
  });
});

describe('a two-way table with totals', () => {
  it('hides a rectangle around a single small cell', async () => {
    const marks = await hide(
      table([
        [2, 10, 30],
        [11, 12, 40],
        [50, 60, 70],
      ]),
    );
    expect(names(marks)).toEqual(['0.0', '0.1', '1.0', '1.1']);
  });

  it('says nothing of which of the hidden cells is the small one', async () => {
    const marks = await hide(
      table([
        [2, 10, 30],
        [11, 12, 40],
        [50, 60, 70],
      ]),
    );
    expect(new Set(marks.values())).toEqual(new Set(['protected']));
  });

  it('says "under the threshold" where that is true of all and nothing is shown with them', async () => {
    const marks = await hide(
      table([
        [0, 1],
        [2, 1],
      ]),
    );
    expect(marks.size).toBe(9);
    expect(new Set(marks.values())).toEqual(new Set(['small']));
  });

  it('says nothing of it beside a total that is shown: which mark it is would disclose more than the sum', async () => {
    for (const values of [
      [2, 2, 1],
      [5, 0, 0],
    ]) {
      const marks = await hide(list([...values, 40]));
      expect(new Set(marks.values())).toEqual(new Set(['protected']));
    }
  });

  it('keeps to the neutral mark where "under 5" twice and a total of 8 would disclose 4 and 4', async () => {
    const marks = await hide(list([4, 4, 30]));
    expect(marks).toEqual(
      new Map([
        ['r0', 'protected'],
        ['r1', 'protected'],
      ]),
    );
  });
});

describe('a table that is not answered within its steps', () => {
  it('is withheld with all that hangs together with it, and never shown unchecked', async () => {
    const [figures, lines] = table([
      [2, 10, 30],
      [11, 12, 40],
      [50, 60, 70],
    ]);
    const apart: Figure = { id: 'apart', value: 9, kind: 'count', places: ['other'] };
    const { marks, unchecked } = await suppress([...figures, apart], lines, DONOR, 1);
    expect([...unchecked.keys()].sort()).toEqual(figures.map(({ id }) => id).sort());
    expect(figures.every(({ id }) => marks.has(id))).toBe(true);
    expect(marks.has('apart')).toBe(false);
  });
});

describe('figures computed from counts', () => {
  const withAverage = (people: number): [Figure[], Line[]] => [
    [
      { id: 'people', value: people, kind: 'count' },
      { id: 'nights', value: 40, kind: 'derived', follows: ['people'] },
    ],
    [],
  ];

  it('go with a count that is hidden', async () => {
    expect(names(await hide(withAverage(4)))).toEqual(['nights', 'people']);
    expect(names(await hide(withAverage(5)))).toEqual([]);
  });

  it('never say "under the threshold" of themselves', async () => {
    expect((await hide(withAverage(4))).get('nights')).toBe('protected');
    expect((await hide(withAverage(4))).get('people')).toBe('small');
  });

  it('hide the next smallest in their own sum, although the counts have none', async () => {
    const figures: Figure[] = [3, 8, 20].flatMap((people, i): Figure[] => [
      { id: `p${i}`, value: people, kind: 'count' },
      { id: `m${i}`, value: people * 100, kind: 'derived', follows: [`p${i}`] },
    ]);
    figures.push({ id: 'money', value: 3100, kind: 'derived' });
    const marks = await marksOf(figures, [{ total: 'money', parts: ['m0', 'm1', 'm2'] }], DONOR);
    expect(names(marks)).toEqual(['m0', 'm1', 'p0']);
  });
});

/** All tables of whole numbers that agree with what is shown. */
function possibleValues(
  figures: Figure[],
  lines: Line[],
  hidden: string[],
): Map<string, Set<number>> {
  const value = new Map(figures.map((figure) => [figure.id, figure.value]));
  const interior = hidden.filter((id) => !id.includes('T') && id !== 'total');
  const sums = hidden.filter((id) => !interior.includes(id));
  const seen = new Map(hidden.map((id) => [id, new Set<number>()]));
  const most = Math.max(...figures.map((figure) => figure.value));
  const holds = ({ total, parts }: Line): boolean =>
    value.get(total) === parts.reduce((sum, id) => sum + value.get(id)!, 0);
  const open = (line: Line): boolean => sums.includes(line.total);
  const checks = interior.map((_, i) => {
    const later = interior.slice(i + 1);
    return lines.filter((line) => !open(line) && !line.parts.some((id) => later.includes(id)));
  });
  const visit = (i: number): void => {
    if (i === interior.length) {
      for (const id of sums) value.set(id, sumOf(id));
      if (lines.every(holds)) for (const id of hidden) seen.get(id)!.add(value.get(id)!);
      return;
    }
    for (let x = 0; x <= most; x += 1) {
      value.set(interior[i]!, x);
      if (checks[i]!.every((line) => line.parts.some((id) => sums.includes(id)) || holds(line)))
        visit(i + 1);
    }
    value.set(interior[i]!, figures.find((figure) => figure.id === interior[i])!.value);
  };
  const sumOf = (id: string): number => {
    const line = lines.find((candidate) => candidate.total === id)!;
    return line.parts.reduce(
      (sum, part) => sum + (sums.includes(part) ? sumOf(part) : value.get(part)!),
      0,
    );
  };
  visit(0);
  return seen;
}

const counts = fc.integer({ min: 0, max: 30 });
const grid = (rows: number, columns: number, cell = counts): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
const anyGrid = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) => grid(rows, columns));

describe('whatever the table', () => {
  it('leaves no single hidden cell in a line whose total is shown', async () => {
    await fc.assert(
      fc.asyncProperty(anyGrid, async (rows) => {
        const [figures, lines] = table(rows);
        const marks = await marksOf(figures, lines, DONOR);
        for (const { total, parts } of lines) {
          const hidden = parts.filter((id) => marks.has(id)).length + (marks.has(total) ? 1 : 0);
          expect(hidden).not.toBe(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('shows no small count', async () => {
    await fc.assert(
      fc.asyncProperty(anyGrid, async (rows) => {
        const [figures, lines] = table(rows);
        const marks = await marksOf(figures, lines, DONOR);
        for (const figure of figures) if (figure.value < 5) expect(marks.has(figure.id)).toBe(true);
      }),
    );
  });

  it('leaves five possible whole numbers for every hidden cell, tried out one by one', async () => {
    const small = fc.oneof(
      { arbitrary: fc.integer({ min: 0, max: 8 }), weight: 3 },
      { arbitrary: fc.integer({ min: 9, max: 12 }), weight: 1 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom<[number, number]>([1, 2], [1, 3], [1, 4], [2, 2])
          .chain(([rows, columns]) => grid(rows, columns, small)),
        async (rows) => {
          const [figures, lines] = table(rows);
          const hidden = [...(await marksOf(figures, lines, DONOR)).keys()];
          if (hidden.includes('T.T')) return;
          for (const values of possibleValues(figures, lines, hidden).values())
            expect(values.size).toBeGreaterThanOrEqual(5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says "under the threshold" of small counts alone', async () => {
    await fc.assert(
      fc.asyncProperty(anyGrid, async (rows) => {
        const [figures, lines] = table(rows);
        for (const [id, mark] of await marksOf(figures, lines, DONOR))
          if (mark === 'small')
            expect(figures.find((figure) => figure.id === id)!.value).toBeLessThan(5);
      }),
    );
  });
});

describe('a table of thousands of rows', () => {
  const rows = 1_600;
  const listOf = (column: string): [Figure[], string[]] => {
    const ids = Array.from({ length: rows }, (_, row) => `${column}${row}`);
    return [ids.map((id): Figure => ({ id, value: 2, kind: 'count' })), ids];
  };
  const [people, ofPeople] = listOf('people');
  const [given, ofGiven] = listOf('given');
  const totals = ['people', 'given'].map((id): Figure => ({ id, value: 2 * rows, kind: 'count' }));

  it('is planned where its cells are seen to be in doubt without asking', async () => {
    const lines = [{ total: 'people', parts: ofPeople }];
    const { unchecked, marks } = await suppress([...people, totals[0]!], lines, DONOR);
    expect([unchecked.size, marks.size]).toEqual([0, rows]);
  });

  it('is withheld, with its reason, where each cell would have to be asked about', async () => {
    const lines: Line[] = [
      { total: 'people', parts: ofPeople },
      { total: 'given', parts: ofGiven },
      ...ofPeople.map((id, row): Line => ({ total: ofGiven[row]!, parts: [id], bound: 'least' })),
    ];
    const { unchecked, marks } = await suppress([...people, ...given, ...totals], lines, DONOR);
    expect(new Set(unchecked.values())).toEqual(new Set(['steps']));
    expect(marks.size).toBe(2 * rows + 2);
  });
});

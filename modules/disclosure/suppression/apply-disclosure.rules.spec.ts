import type {
  Block,
  Column,
  DisclosedDocument,
  ReportDocument,
  Row,
} from '../../report-documents/document';
import {
  DocumentMistake,
  eachBlock,
  standardLabels,
  tablesOf,
} from '../../report-documents/document';
import { applyDisclosure, INSIDERS } from './apply-disclosure.rules';
import { figuresOf } from './document-figures.rules';

const DONOR = { audience: 'donor', threshold: 5, zeros: 'hide' } as const;

const document = (blocks: Block[]): ReportDocument => ({
  format: 'mawa-report/1',
  labels: standardLabels('fr'),
  meta: {
    key: 'essai',
    kind: 'iom-quarterly',
    programme: 'Programme',
    title: 'Essai',
    period: { from: '2026-07-01', to: '2026-09-30', label: 'Été' },
    language: 'fr',
    direction: 'ltr',
    audience: { key: 'donor', label: 'Bailleur' },
    version: '1',
    preparedFor: 'Bailleur',
    date: '2026-10-01',
    facts: [],
  },
  blocks,
});

const people: Column = {
  key: 'people',
  header: 'Personnes',
  type: 'integer',
  disclosure: { role: 'count', additive: true },
};
const name: Column = { key: 'name', header: 'Nom', type: 'text' };
const row = (key: string, count: number, more: Partial<Row> = {}): Row => ({
  key,
  cells: { name: key, people: count },
  ...more,
});
const table = (key: string, rows: Row[], total?: Row): Block => ({
  kind: 'table',
  key,
  title: key,
  columns: [name, people],
  rows,
  total,
});
const shown = (disclosed: DisclosedDocument, key: string): unknown[] => {
  const found = tablesOf(disclosed).find((candidate) => candidate.key === key)!;
  return [...found.rows, ...(found.total ? [found.total] : [])].map((r) => r.cells.people);
};
const protectedMark = { hidden: true, mark: '•' };

describe('the version of an audience', () => {
  it('hides a share whose whole is hidden: with the part it would disclose the whole', async () => {
    const share: Column = {
      key: 'share',
      header: 'Part',
      type: 'percent',
      disclosure: { role: 'follows', of: ['people'], whole: 'known' },
    };
    const counts: [string, number, string | null][] = [
      ['labour', 9, '0.8182'],
      ['other', 2, '0.1818'],
      ['known', 11, null],
      ['unknown', 3, null],
    ];
    const rows = counts.map(([key, count, of]) => ({
      ...row(key, count),
      cells: { name: key, people: count, share: of },
    }));
    const disclosed = await applyDisclosure(
      document([
        {
          kind: 'table',
          key: 't',
          title: 't',
          columns: [name, people, share],
          rows,
          total: { ...row('total', 14), sums: ['known', 'unknown'] },
        },
      ]),
      DONOR,
    );
    // Three unknown are hidden, so that known or the total is; the share of labour goes with known.
    const [table] = tablesOf(disclosed);
    const cellOf = (key: string, column: string) =>
      [...table!.rows, table!.total!].find((one) => one.key === key)!.cells[column];
    expect(cellOf('unknown', 'people')).toEqual(protectedMark);
    expect(cellOf('labour', 'people')).toBe(9);
    expect(cellOf('known', 'people')).toEqual(protectedMark);
    expect(cellOf('labour', 'share')).toEqual(protectedMark);
  });

  describe('with a column of words that follows counts', () => {
    const standing: Column = {
      key: 'standing',
      header: 'Situation',
      type: 'text',
      disclosure: { role: 'follows', of: ['people'] },
    };
    const withWords = (rows: Row[]): Block => ({
      kind: 'table',
      key: 't',
      title: 'Taux',
      columns: [name, people, standing],
      rows,
    });
    const worded = (key: string, count: number): Row => ({
      ...row(key, count),
      cells: { name: key, people: count, standing: 'atteint' },
    });

    it('plans with its numbers alone, and hides the words where a count is hidden', async () => {
      const whole = document([withWords([worded('few', 3), worded('many', 30)])]);
      expect(figuresOf(whole).map(({ id }) => id)).toEqual(['t/few/people', 't/many/people']);
      const [table] = tablesOf(await applyDisclosure(whole, DONOR));
      expect(table!.rows.map(({ cells }) => cells.standing)).toEqual([protectedMark, 'atteint']);
    });

    it('refuses a value that is no number by the name of its table and cell', async () => {
      const bad = withWords([worded('few', 3), worded('Amiables', NaN)]);
      await expect(applyDisclosure(document([bad]), DONOR)).rejects.toMatchObject({
        code: 'reports.not_a_number',
        params: { cell: 'Taux: Amiables, Personnes' },
      });
    });
  });

  it('marks what is hidden and says why under the table', async () => {
    const disclosed = await applyDisclosure(
      document([table('t', [row('a', 3), row('b', 9), row('c', 20)], row('total', 32))]),
      DONOR,
    );
    expect(shown(disclosed, 't')).toEqual([protectedMark, protectedMark, 20, 32]);
    expect(tablesOf(disclosed)[0]!.notes).toEqual([
      expect.stringContaining('masqué pour protéger les personnes'),
    ]);
    expect(disclosed.disclosure).toEqual({ audience: 'donor', threshold: 5, hidden: 2 });
  });

  it('shows insiders every figure', async () => {
    const disclosed = await applyDisclosure(document([table('t', [row('a', 3)])]), INSIDERS);
    expect(shown(disclosed, 't')).toEqual([3]);
    expect(disclosed.disclosure.hidden).toBe(0);
  });

  it('is made once', async () => {
    const disclosed = await applyDisclosure(document([table('t', [row('a', 3)])]), INSIDERS);
    await expect(applyDisclosure(disclosed, DONOR)).rejects.toThrow('already');
  });

  it('hides a figure wherever it is shown, and what that gives away there', async () => {
    const shared = { figures: { people: 'people.minors' } };
    const disclosed = await applyDisclosure(
      document([
        table(
          'by-age',
          [row('minors', 6, shared), row('young', 3), row('old', 30)],
          row('total', 39),
        ),
        table('by-need', [row('minors', 6, shared), row('x', 8), row('y', 40)], row('total', 54)),
        {
          kind: 'kpis',
          key: 'k',
          items: [
            { key: 'minors', label: 'mineurs', value: 6, type: 'integer', figure: 'people.minors' },
          ],
        },
      ]),
      DONOR,
    );
    expect(shown(disclosed, 'by-age')).toEqual([protectedMark, protectedMark, 30, 39]);
    expect(shown(disclosed, 'by-need')).toEqual([protectedMark, protectedMark, 40, 54]);
    const kpis = [...eachBlock(disclosed.blocks)].find((block) => block.kind === 'kpis')!;
    expect(kpis.kind === 'kpis' && kpis.items[0]!.value).toEqual(protectedMark);
  });

  it('refuses two values for one figure', async () => {
    const blocks = [4, 5].map((n) =>
      table(`t${n}`, [row('a', n, { figures: { people: 'same' } })]),
    );
    await expect(applyDisclosure(document(blocks), DONOR)).rejects.toThrow('same');
  });

  it('says something else where a sentence would quote a hidden figure', async () => {
    const callout = (figure: string): Block => ({
      kind: 'callout',
      key: `c-${figure.replace(/\W/g, '-')}`,
      tone: 'info',
      text: { text: 'Il y en a trois.', figures: [figure], otherwise: 'Il y en a peu.' },
    });
    const disclosed = await applyDisclosure(
      document([
        table('t', [row('a', 3), row('b', 9)]),
        callout('t/a/people'),
        callout('t/b/people'),
      ]),
      DONOR,
    );
    expect(disclosed.blocks.slice(1)).toMatchObject([
      { text: 'Il y en a peu.' },
      { text: 'Il y en a trois.' },
    ]);
  });

  it('keeps nothing of how figures hang together', async () => {
    const text = JSON.stringify(
      (
        await applyDisclosure(
          document([
            table('t', [row('a', 0, { structural: ['people'], figures: { people: 'x' } })]),
          ]),
          DONOR,
        )
      ).blocks,
    );
    expect(text).not.toMatch(/structural|figures|additive|role/);
  });

  it('names what protects a column, and shows what counts nobody in a row of another unit', async () => {
    const counted: Column = { ...people, disclosure: { role: 'count' } };
    const cost: Column = {
      key: 'cost',
      header: 'Coût',
      type: 'money',
      currency: 'MAD',
      disclosure: { role: 'follows', of: ['people'] },
    };
    const share = row('share', 0, { as: { type: 'percent' }, open: ['people', 'cost'] });
    const disclosed = await applyDisclosure(
      document([
        {
          ...(table('t', [
            row('few', 3),
            { ...share, cells: { ...share.cells, people: '0.5' } },
          ]) as Extract<Block, { kind: 'table' }>),
          columns: [name, counted, cost],
        },
      ]),
      DONOR,
    );
    expect(shown(disclosed, 't')).toEqual([{ hidden: true, mark: '<5' }, '0.5']);
    const [found] = tablesOf(disclosed);
    expect(found!.columns.map(({ protection }) => protection)).toEqual([
      undefined,
      { rule: 'count' },
      { rule: 'follows', of: ['people'] },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/"open"|"disclosure"|"role"/);
  });

  it('respects subtotals', async () => {
    const rows = [row('a', 3), row('b', 30), row('c', 12), { ...row('ab', 33), sums: ['a', 'b'] }];
    const disclosed = await applyDisclosure(document([table('t', rows, row('total', 45))]), DONOR);
    expect(shown(disclosed, 't')).toEqual([protectedMark, protectedMark, 12, 33, 45]);
  });
});

describe('a document that cannot be right', () => {
  it('is refused with the place', async () => {
    const bad = table('t', [{ key: 'a', cells: { name: 'a', people: '7' } }]);
    await expect(applyDisclosure(document([bad]), DONOR)).rejects.toThrow(DocumentMistake);
    await expect(applyDisclosure(document([bad]), DONOR)).rejects.toThrow('table t: row a');
  });

  it('a row of another unit in a table that adds up is refused', async () => {
    const other = row('share', 0, { open: ['people'] });
    await expect(
      applyDisclosure(document([table('t', [row('a', 9), other])]), DONOR),
    ).rejects.toThrow('people adds up, and is open in some rows');
    const mixed = table('t', [row('a', 9, { as: { type: 'integer' } })], row('total', 9));
    await expect(applyDisclosure(document([mixed]), DONOR)).rejects.toThrow(
      'a total of rows of several units',
    );
  });

  it('a breakdown without a row for what is not known is refused', async () => {
    const blocks = [{ ...table('t', [row('a', 9)]), breakdown: true } as Block];
    await expect(applyDisclosure(document(blocks), DONOR)).rejects.toThrow('unknown row');
  });
});

import type {
  DisclosedDocument,
  ReportDocument,
  TableBlock,
} from '../../report-documents/document';
import type { ReportFigures } from '../figures/report.figures';
import type { ReportDefinition, LocalizedText } from '../report-definition.types';
import { checksOf, sumsThatDisagree, type ReportCheckInput } from './report-checks.rules';

const words = (fr: string): LocalizedText => ({ fr, ar: fr, en: fr });
const definition = {
  languages: ['fr', 'en'],
  sections: [
    {
      key: 'one',
      title: words('Un'),
      blocks: [
        {
          block: 'narrative',
          key: 'summary',
          title: words('Résumé'),
          hint: null,
          heading: false,
          required: true,
        },
        { block: 'choice', key: 'final', title: words('Final ?'), options: [], required: true },
      ],
    },
  ],
} as unknown as ReportDefinition;
const money = (total: string): TableBlock => ({
  kind: 'table',
  key: 'm',
  title: 'Argent',
  columns: [
    { key: 'line', header: 'Ligne', type: 'text' },
    { key: 'amount', header: 'Montant', type: 'money' },
  ],
  rows: [
    { key: 'a', cells: { line: 'A', amount: '0.10' } },
    { key: 'b', cells: { line: 'B', amount: '0.20' } },
    { key: 'ab', cells: { line: 'A et B', amount: '0.30' }, sums: ['a', 'b'] },
  ],
  total: { key: 'total', cells: { line: 'Total', amount: total } },
});
const documentOf = (...blocks: TableBlock[]) => ({ blocks }) as unknown as ReportDocument;
const QUARTER = { period: { from: '2026-07-01', until: '2026-10-01' } };
const FREE: ReportCheckInput['plan'] = {
  refused: { figures: [], earlier: [] },
  moved: new Set(),
  unchecked: new Map(),
};
const FULL: ReportCheckInput = {
  money: { ledgerOpen: false, differences: [] },
  language: 'en',
  definition,
  figures: { ...QUARTER, indicators: [] } as unknown as ReportFigures,
  document: documentOf(money('0.30')),
  names: new Set(['people.served', 'beds.occupancy']),
  empty: new Set(['beds.occupancy']),
  rows: 40,
  texts: { fr: { summary: '{people.served}', final: 'no' }, ar: {}, en: { summary: 'Yes' } },
  hidden: 0,
  notReconciled: [],
  commentsOpen: 0,
  plan: FREE,
  conflictingReports: [],
  conflictingTables: [],
  published: { blocks: [] } as unknown as DisclosedDocument,
};
const codes = (more: Partial<ReportCheckInput>) =>
  checksOf({ ...FULL, ...more }).map(({ code, stops, text }) =>
    [code, stops ? 'stops' : 'to be seen', ...(text ? [text.key, text.language] : [])].join(' '),
  );

describe('the checks of a report', () => {
  it('find nothing in a whole one', () => {
    expect(codes({})).toEqual([]);
  });

  it('stop it where together with earlier reports it would disclose what they hide, and say with which and where', () => {
    const refused = { figures: ['a', 'b'], earlier: ['r'] };
    const conflicts = {
      conflictingReports: ['T2 2026-04-01'],
      conflictingTables: ['Nuitées', 'Services'],
    };
    const found = checksOf({ ...FULL, plan: { ...FREE, refused }, ...conflicts });
    expect(found).toEqual([
      {
        code: 'discloses_hidden_figures',
        stops: true,
        params: { count: 2, reports: 'T2 2026-04-01', tables: 'Nuitées · Services' },
      },
    ]);
  });

  it('name a table of which nothing can be shown, and not one of which something can', () => {
    const hidden = { hidden: true, mark: '<5' } as const;
    const table = (title: string, cells: readonly unknown[]) => ({
      kind: 'table',
      key: title,
      title,
      columns: [{ key: 'n', header: 'n', type: 'integer', protection: { rule: 'count' } }],
      rows: cells.map((cell, at) => ({ key: `r${at}`, cells: { n: cell } })),
    });
    const blocks = [table('A', [hidden, hidden]), table('B', [hidden, 7]), table('C', [])];
    const published = { blocks } as unknown as DisclosedDocument;
    const found = checksOf({ ...FULL, published });
    expect(found).toEqual([{ code: 'table_withheld', stops: false, params: { table: 'A' } }]);
  });

  it('have who approves see what moved by too little, and what could not be checked', () => {
    expect(
      codes({
        plan: {
          ...FREE,
          moved: new Set(['a']),
          unchecked: new Map([['b', 'steps'] as const, ['c', 'solver'] as const]),
        },
      }),
    ).toEqual(['counts_moved to be seen', 'not_checked to be seen', 'not_answered to be seen']);
  });

  it('stop it while a required text lacks in a language of the report, an answer once', () => {
    expect(codes({ texts: { fr: {}, ar: {}, en: { summary: ' ' } } })).toEqual([
      'text_missing stops summary fr',
      'text_missing stops summary en',
      'text_missing stops final fr',
    ]);
  });

  it('stop it while a text names a figure that is none', () => {
    const fr = { ...FULL.texts.fr, summary: '{people.servd}' };
    expect(codes({ texts: { ...FULL.texts, fr } })).toEqual([
      'unknown_placeholder stops summary fr',
    ]);
  });

  it('stop it while a text names a figure that has no value in the period', () => {
    const fr = { ...FULL.texts.fr, summary: 'Occupation : {beds.occupancy}' };
    expect(codes({ texts: { ...FULL.texts, fr } })).toEqual(['empty_placeholder stops summary fr']);
  });

  it('stop it where the tables have more rows than a PDF takes', () => {
    expect(codes({ rows: 2000 })).toEqual([]);
    expect(codes({ rows: 200_000 })).toEqual(['too_many_rows stops']);
  });

  it('stop it where a total is not the sum of its rows, to the cent, subtotals counted once', () => {
    expect(sumsThatDisagree(documentOf(money('0.30')))).toEqual([]);
    expect(sumsThatDisagree(documentOf(money('0.31')))).toEqual(['Argent']);
    expect(codes({ document: documentOf(money('0.60')) })).toEqual(['sums_disagree stops']);
  });

  it('stop it where a row is not the sum of its parts', () => {
    const people = (total: number): TableBlock => ({
      kind: 'table',
      key: 'p',
      title: 'Personnes',
      rows: [],
      columns: ['women', 'men', 'all'].map((key) => ({ key, header: key, type: 'integer' })),
      rowTotal: { column: 'all', parts: ['women', 'men'] },
      total: { key: 'total', cells: { women: 3, men: 4, all: total } },
    });
    expect(sumsThatDisagree(documentOf(people(7)))).toEqual([]);
    expect(sumsThatDisagree(documentOf(people(8)))).toEqual(['Personnes']);
  });

  it('list what needs attention: missing targets, ledgers not reconciled, what is hidden, remarks', () => {
    const figures = {
      ...QUARTER,
      indicators: [
        { code: 'A.1', target: null },
        { code: 'A.2', target: '5' },
      ],
    } as unknown as ReportFigures;
    const seen = { figures, notReconciled: ['IOM'], hidden: 3, commentsOpen: 1 };
    expect(codes(seen)).toEqual([
      'target_missing to be seen',
      'not_reconciled to be seen',
      'counts_hidden to be seen',
      'comments_open to be seen',
    ]);
    expect(checksOf({ ...FULL, figures })[0]!.params).toEqual({ count: 1, codes: 'A.1' });
  });
});

import type { ReportDocument, TableBlock } from '../../report-documents/document';
import { tablesWithFigures } from './tables-with-figures.rules';

const table = (key: string, title: string, figures?: Record<string, string>): TableBlock => ({
  kind: 'table',
  key,
  title,
  columns: [
    { key: 'what', header: '', type: 'text' },
    { key: 'n', header: '', type: 'integer', disclosure: { role: 'count' } },
  ],
  rows: [{ key: 'a', cells: { what: 'A', n: 3 }, figures }],
});
const cards = {
  kind: 'kpis',
  key: 'key-figures',
  items: [{ key: 'people', label: '', value: 3, type: 'integer', figure: 'people.served' }],
};
const documentOf = (...blocks: unknown[]) =>
  ({ blocks, labels: { key_figures: 'الأرقام الأساسية' } }) as unknown as ReportDocument;

const whole = documentOf(
  cards,
  table('nights', 'Nuitées'),
  table('by-sex', 'Par sexe', { n: 'people.served' }),
);
const read = documentOf(cards, table('nights', 'ليالي الإيواء'), table('by-sex', 'حسب الجنس'));

describe('the tables of figures that would disclose too much', () => {
  it('are named as who reads calls them', () => {
    expect(tablesWithFigures(['nights/a/n'], whole, read)).toEqual(['ليالي الإيواء']);
  });

  it('are all in which one number stands, the cards at the head among them', () => {
    expect(tablesWithFigures(['people.served'], whole, read)).toEqual([
      'الأرقام الأساسية',
      'حسب الجنس',
    ]);
  });

  it('are found by the place of a figure that only the grouping of its readers has', () => {
    expect(tablesWithFigures(['by-sex/under-18/n'], whole, read)).toEqual(['حسب الجنس']);
  });

  it('are none where a figure stands in an earlier report alone', () => {
    expect(tablesWithFigures(['beds.used'], whole, read)).toEqual([]);
  });
});

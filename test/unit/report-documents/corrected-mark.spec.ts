import { applyDisclosure, type PriorKnowledge } from '../../../modules/disclosure';
import {
  type DisclosedDocument,
  type Language,
  type ReportDocument,
  standardLabels,
  tablesOf,
} from '../../../modules/report-documents/document';
import { REPORT_FORMATS, renderReport } from '../../../modules/report-documents/render';
import { readPart } from '../../../modules/report-documents/render/office-zip';
import { readPdf } from '../../support/pdf-reader';
import { documentWith } from '../disclosure/document-with';

const DONOR = { audience: 'donor', threshold: 5, zeros: 'hide' } as const;
const PERIOD = { from: '2026-07-01', until: '2026-10-01' };
const BEFORE = { from: '2026-04-01', until: '2026-07-01' };

/** The donor was told 365 services; one more was entered since. */
const SHOWN_BEFORE: PriorKnowledge = {
  about: { scope: 'programme', period: PERIOD, before: BEFORE },
  others: [],
  earlier: [
    {
      id: 'first',
      scope: 'programme',
      period: PERIOD,
      before: BEFORE,
      released: [{ id: 'services.given', value: 365, kind: 'count', mark: null }],
      lines: [],
      threshold: 5,
    },
  ],
  hierarchies: [],
};

function report(language: Language, others: number): ReportDocument {
  const whole = documentWith([
    {
      kind: 'kpis',
      key: 'figures',
      items: [
        { key: 'given', label: 'Services', value: 366, type: 'integer', figure: 'services.given' },
      ],
    },
    {
      kind: 'table',
      key: 'results',
      title: 'Services',
      columns: [
        { key: 'what', header: 'Indicateur', type: 'text' },
        { key: 'value', header: 'Valeur', type: 'integer', disclosure: { role: 'count' } },
        {
          key: 'reached',
          header: 'Part',
          type: 'percent',
          disclosure: { role: 'follows', of: ['value'] },
        },
      ],
      rows: [
        {
          key: 'given',
          cells: { what: 'A.5', value: 366, reached: '0.9150' },
          figures: { value: 'services.given' },
        },
        { key: 'few', cells: { what: 'A.6', value: others, reached: null } },
      ],
    },
  ]);
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  const labels = standardLabels(language);
  return { ...whole, labels, meta: { ...whole.meta, language, direction } };
}

const textOf = async (document: DisclosedDocument, format: (typeof REPORT_FORMATS)[number]) => {
  const { bytes } = await renderReport(document, format);
  if (format === 'pdf') return (await readPdf(bytes)).text;
  if (format === 'docx') return readPart(bytes, 'word/document.xml');
  if (format === 'xlsx') return readPart(bytes, 'xl/sharedStrings.xml');
  return bytes.toString('utf8');
};
const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe('a figure that was corrected since the same readers were shown it', () => {
  it('bears a mark of its own, with what is computed from it, and a small count beside it another', async () => {
    const disclosed = await applyDisclosure(report('en', 3), DONOR, SHOWN_BEFORE);
    const [table] = tablesOf(disclosed);
    const [given, few] = table!.rows;
    expect(given!.cells).toMatchObject({
      value: { hidden: true, mark: '†' },
      reached: { hidden: true, mark: '†' },
    });
    expect(few!.cells['value']).toMatchObject({ hidden: true, mark: '•' });
    expect(table!.notes).toEqual([
      expect.stringContaining('•: a figure hidden to protect people'),
      expect.stringContaining('corrected since it was published; see the next report'),
    ]);
  });

  it('bears it whatever its value is now, so that the mark tells nothing of it', async () => {
    const small = report('en', 8);
    const [, table] = small.blocks;
    if (table?.kind !== 'table') throw new Error('the second block is the table');
    const earlier = {
      ...SHOWN_BEFORE.earlier[0]!,
      released: [{ id: 'results/few/value', value: 6, kind: 'count' as const, mark: null }],
    };
    const fell = {
      ...small,
      blocks: [
        {
          ...table,
          rows: [{ ...table.rows[1]!, cells: { what: 'A.6', value: 3, reached: null } }],
        },
      ],
    };
    const disclosed = await applyDisclosure(fell, DONOR, { ...SHOWN_BEFORE, earlier: [earlier] });
    expect(tablesOf(disclosed)[0]!.rows[0]!.cells['value']).toMatchObject({ mark: '†' });
  });

  it('is not said to be corrected to readers who were never shown it', async () => {
    const disclosed = await applyDisclosure(report('en', 3), DONOR);
    expect(tablesOf(disclosed)[0]!.rows[0]!.cells['value']).toBe(366);
  });

  describe.each(['fr', 'ar', 'en'] as const)('in %s', (language) => {
    it.each(REPORT_FORMATS)('is marked and explained as %s', async (format) => {
      const disclosed = await applyDisclosure(report(language, 30), DONOR, SHOWN_BEFORE);
      const text = plain(await textOf(disclosed, format));
      expect(text).toContain('†');
      expect(text).not.toContain('366');
      // Words of the note; a PDF breaks lines, and Arabic ligatures, where it likes.
      const words = standardLabels(language).note_corrected.split(' ');
      if (format !== 'pdf' || language !== 'ar')
        expect(text).toContain(plain(words.slice(1, 4).join(' ')));
    });
  });
});

import ExcelJS from 'exceljs';
import { parse } from 'csv-parse/sync';
import type {
  DisclosedDocument,
  Language,
  ReportDocument,
} from '../../../modules/report-documents/document';
import { standardLabels } from '../../../modules/report-documents/document';
import { applyDisclosure, forInsiders } from '../../../modules/disclosure';
import {
  REPORT_FORMATS,
  type ReportFormat,
  renderReport,
} from '../../../modules/report-documents/render';
import { readPart } from '../../../modules/report-documents/render/office-zip';
import { readPdf } from '../../support/pdf-reader';
import { sampleReport } from './sample-report';
import { isHxlTag } from '../../support/standards/hxl-tags';

const LANGUAGES: Language[] = ['fr', 'ar', 'en'];
const DONOR = { audience: 'donor', threshold: 5, zeros: 'hide' } as const;
const forDonor = (language: Language): Promise<DisclosedDocument> =>
  applyDisclosure(sampleReport(language), DONOR);

/** What was made of the same words before is not made again. */
function made<W extends string[], T>(make: (...words: W) => T): (...words: W) => T {
  const known = new Map<string, T>();
  return (...words) => {
    const key = words.join(' ');
    if (!known.has(key)) known.set(key, make(...words));
    return known.get(key)!;
  };
}

/** The whole report as a file: many tests read the same one. */
const rendered = made(async (language: Language, format: ReportFormat) =>
  renderReport(await forDonor(language), format),
);
const renderedPdf = made(async (language: Language) =>
  readPdf((await rendered(language, 'pdf')).bytes),
);

/** A document of one block, for the contract of every block with every renderer. */
const alone = made((language: Language, key: string): Promise<DisclosedDocument> => {
  const whole = sampleReport(language);
  const block = whole.blocks.find((candidate) => candidate.key === key)!;
  const behind =
    block.kind === 'chart' ? whole.blocks.filter((other) => other.key === block.table) : [];
  return applyDisclosure({ ...whole, blocks: [block, ...behind] }, DONOR);
});

async function openBook(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return book;
}

const BLOCKS = [
  'summary',
  'summary-figures',
  'summary-text',
  'summary-note',
  'in-arabic',
  'people-chart',
  'people-by-age',
  'occupancy-chart',
  'beds-by-shelter',
  'services-chart',
  'services-by-type',
  'money-chart',
  'budget',
];

describe.each(LANGUAGES)('every block in %s', (language) => {
  it.each(REPORT_FORMATS)('is written as %s', async (format) => {
    for (const key of BLOCKS) {
      const { bytes, warnings } = await renderReport(await alone(language, key), format);
      expect(bytes.length).toBeGreaterThan(40);
      expect(warnings).toEqual([]);
    }
  });
});

describe.each(LANGUAGES)('the whole report in %s', (language) => {
  it.each(REPORT_FORMATS)('gives the same bytes twice as %s', async (format) => {
    const first = await rendered(language, format);
    const second = await renderReport(await forDonor(language), format);
    expect(second.bytes.equals(first.bytes)).toBe(true);
  });

  it.each(REPORT_FORMATS)('says as %s that the data are synthetic', async (format) => {
    const { bytes } = await rendered(language, format);
    const { synthetic, synthetic_short } = standardLabels(language);
    const name = format === 'docx' ? 'word/document.xml' : 'xl/sharedStrings.xml';
    const texts = {
      html: () => bytes.toString('utf8'),
      csv: () => bytes.toString('utf8'),
      json: () => bytes.toString('utf8'),
      pdf: async () => (await renderedPdf(language)).text,
      docx: () => readPart(bytes, name),
      xlsx: () => readPart(bytes, name),
    };
    // The order of letters in an Arabic PDF is the page's: compare without it.
    const letters = (text: string): string => [...text.replace(/\P{L}/gu, '')].sort().join('');
    const text = await texts[format]();
    if (format === 'pdf' && language === 'ar')
      for (const letter of new Set(letters(synthetic)))
        expect(text.normalize('NFKC')).toContain(letter);
    else expect(text.includes(synthetic) || text.includes(synthetic_short)).toBe(true);
  });

  it('is a tagged PDF of at least four pages with title, language and alternative texts', async () => {
    const { bytes } = await rendered(language, 'pdf');
    const facts = await renderedPdf(language);
    expect(facts.pages).toBeGreaterThanOrEqual(4);
    expect(facts.language.slice(0, 2)).toBe(language);
    expect(facts.marked).toBe(true);
    expect(facts.title).toBe(sampleReport(language).meta.title);
    expect(bytes.toString('latin1')).toMatch(/pdfuaid:part>1</);
    expect(facts.roles.Table).toBe(6);
    expect(facts.roles.TH).toBeGreaterThan(15);
    expect(facts.roles.H1).toBeGreaterThanOrEqual(5);
    expect(facts.roles.TOC).toBeGreaterThanOrEqual(1);
    expect(facts.alts).toHaveLength(5);
  });

  it('has real numbers, dates of the report and frozen heads in the workbook', async () => {
    const { bytes } = await rendered(language, 'xlsx');
    const book = await openBook(bytes);
    expect(book.worksheets).toHaveLength(7);
    const budget = book.worksheets[5]!;
    expect(budget.getCell('B5').value).toBe(520000);
    expect(budget.getCell('B5').numFmt).toBe('#,##0.00');
    expect(budget.getCell('F5').value).toBe(0.3816);
    expect(budget.views[0]).toMatchObject({
      state: 'frozen',
      ySplit: 4,
      rightToLeft: language === 'ar',
    });
    for (const sheet of book.worksheets.slice(1))
      expect(sheet.getCell('A4').font.name).toBe('Calibri');
  });

  it('adds up with formulas where all is shown and with typed totals where something is hidden', async () => {
    const { bytes } = await rendered(language, 'xlsx');
    const book = await openBook(bytes);
    const [, people, , , , budget] = book.worksheets;
    expect(budget!.getCell('B10').value).toEqual({ formula: 'SUM(B5:B9)', result: 1285046.73 });
    expect(budget!.getCell('B12').value).toEqual({ formula: 'SUM(B5:B9,B11)', result: 1375000 });
    expect(people!.getCell('D12').value).toEqual({ formula: 'SUM(B12,C12)', result: 90 });
    expect(people!.getCell('B12').value).toBe(64);
  });

  it('is a tidy CSV with mark and CRLF, and the delimiter and decimal sign of its language', async () => {
    const { bytes } = await rendered(language, 'csv');
    const [delimiter, decimal] = language === 'en' ? [',', '.'] : [';', ','];
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = bytes.toString('utf8');
    expect(text.split('\r\n').length).toBe(text.split('\n').length);
    const rows: string[][] = parse(bytes, { bom: true, delimiter });
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([7]));
    for (const tag of rows[1]!) expect([tag, isHxlTag(tag)]).toEqual([tag, true]);
    const money = rows.filter((row) => row[4] === 'USD').map((row) => row[5]!);
    expect(money).toContain(`1285046${decimal}73`);
    const amount = language === 'en' ? /^-?\d+\.\d\d$|^•$/ : /^-?\d+,\d\d$|^•$/;
    for (const value of money) expect(value).toMatch(amount);
  });

  it('a CSV of a document frozen before its labels named a delimiter is written as it was then', async () => {
    const document = await forDonor(language);
    const { csv_delimiter, csv_decimal, ...labels } = document.labels;
    expect([csv_delimiter, csv_decimal].sort()).not.toEqual([undefined, undefined]);
    const before = { ...document, labels } as typeof document;
    const rows: string[][] = parse((await renderReport(before, 'csv')).bytes, {
      bom: true,
      delimiter: ';',
    });
    const money = rows.filter((row) => row[4] === 'USD').map((row) => row[5]!);
    expect(money).toContain('1285046,73');
  });

  it('is a document that runs the right way', async () => {
    const { bytes } = await rendered(language, 'docx');
    const xml = await readPart(bytes, 'word/document.xml');
    const arabic = /[\u0600-\u06ff]/;
    for (const [paragraph] of xml.matchAll(/<w:p>.*?<\/w:p>/gs))
      if (arabic.test(paragraph.replace(/<wp:docPr[^>]*>/g, ''))) {
        expect(paragraph).toContain('<w:bidi/>');
        for (const [run] of paragraph.matchAll(/<w:r>.*?<\/w:r>/gs))
          if (arabic.test(run.replace(/<wp:docPr[^>]*>/g, ''))) expect(run).toContain('<w:rtl/>');
      }
    expect(xml.includes('<w:bidiVisual/>')).toBe(language === 'ar');
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(6);
  });
});

describe('what is hidden', () => {
  /** Every figure of the report made unmistakable: none of them may be found in any file. */
  const planted = (language: Language): ReportDocument => {
    const whole = sampleReport(language);
    const table = whole.blocks.find((block) => block.key === 'services-by-type')!;
    if (table.kind !== 'table') throw new Error('no table');
    const rows = table.rows.map((row) =>
      row.key === 'return'
        ? { ...row, cells: { ...row.cells, given: 7391, cost: '918273.64' } }
        : row,
    );
    return {
      ...whole,
      blocks: whole.blocks.map((block) =>
        block === table ? { ...table, rows, total: undefined } : block,
      ),
    };
  };

  it.each(REPORT_FORMATS)('is nowhere in the %s', async (format) => {
    const file = await renderReport(await applyDisclosure(planted('fr'), DONOR), format);
    const parts =
      format === 'xlsx'
        ? await Promise.all(
            ['xl/worksheets/sheet5.xml', 'xl/sharedStrings.xml'].map((p) =>
              readPart(file.bytes, p),
            ),
          )
        : format === 'docx'
          ? [await readPart(file.bytes, 'word/document.xml')]
          : format === 'pdf'
            ? [readPdf(file.bytes).text]
            : [file.bytes.toString('utf8')];
    const text = parts.join('\n').replace(/[\u00a0\u202f ]/g, '');
    expect(text).not.toMatch(/7391|918273/);
    const insider = await renderReport(forInsiders(planted('fr')), format);
    const seen =
      format === 'xlsx'
        ? await readPart(insider.bytes, 'xl/worksheets/sheet5.xml')
        : format === 'docx'
          ? await readPart(insider.bytes, 'word/document.xml')
          : format === 'pdf'
            ? readPdf(insider.bytes).text
            : insider.bytes.toString('utf8');
    expect(seen.replace(/[\u00a0\u202f ]/g, '')).toMatch(/7391/);
  });
});

describe('what somebody typed', () => {
  const typed = (text: string): DisclosedDocument => {
    const whole = sampleReport('fr');
    return forInsiders({
      ...whole,
      blocks: [
        { kind: 'narrative', key: 'n', paragraphs: [text] },
        {
          kind: 'table',
          key: 't',
          title: text,
          columns: [
            { key: 'name', header: text, type: 'text' },
            { key: 'n', header: 'n', type: 'integer' },
          ],
          rows: [{ key: 'r', cells: { name: text, n: -12 } }],
        },
      ],
    });
  };

  it('never runs as a formula', async () => {
    for (const text of ['=1+1', '\u200b=cmd', ' +33', '@SUM(A1)', '＝1', '\t=1']) {
      const csv: string[][] = parse((await renderReport(typed(text), 'csv')).bytes, {
        bom: true,
        delimiter: ';',
      });
      for (const cell of csv[2]!.slice(1, 3)) expect(cell.startsWith("'")).toBe(true);
      expect(csv[2]![5]).toBe('-12');
      const book = await openBook((await renderReport(typed(text), 'xlsx')).bytes);
      expect(typeof book.worksheets[1]!.getCell('A5').value).toBe('string');
    }
  });

  it('is never markup', async () => {
    const text = '<script>x</script> #panic("x") *gras* {{evil}} & $5$';
    expect((await renderReport(typed(text), 'html')).bytes.toString()).not.toContain('<script>');
    const pdf = readPdf((await renderReport(typed(text), 'pdf')).bytes);
    expect(pdf.text).toContain('#panic("x") *gras*');
  });

  it('may hold control characters, half characters and turned text', async () => {
    const text = 'a\u0000b\ud800c\u202ed';
    for (const format of REPORT_FORMATS) {
      const { bytes, warnings } = await renderReport(typed(text), format);
      expect(bytes.length).toBeGreaterThan(50);
      expect(warnings.length).toBeLessThanOrEqual(1);
    }
  });

  it('may hold a character without glyph: the PDF is made and says what it could not draw', async () => {
    const { bytes, warnings } = await renderReport(typed('Une étoile ⴰ et 😀'), 'pdf');
    expect(warnings).toEqual([{ code: 'not_accessible', characters: ['ⴰ', '😀'] }]);
    expect(readPdf(bytes).marked).toBe(true);
  });
});

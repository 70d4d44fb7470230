import ExcelJS from 'exceljs';
import { applyDisclosure } from '../../../modules/disclosure';
import type { DisclosedDocument } from '../../../modules/report-documents/document';
import { markFile } from '../../../modules/donor-reports/distribution/mark/mark-file.export';
import { renderReport, type ReportFormat } from '../../../modules/report-documents/render';
import { readPart } from '../../../modules/report-documents/render/office-zip';
import { readPdf } from '../../support/pdf-reader';
import { sampleReport } from '../report-documents/sample-report';

const WORDS: Record<'fr' | 'ar', string> = {
  fr: 'Remis à Jane O’Hara <jane@example.org> & équipe, Bailleur d’essai · 28 nov. 2026',
  ar: 'سُلّم إلى Jane O’Hara، Bailleur d’essai · 28 نونبر 2026',
};

const made = new Map<string, ReturnType<typeof make>>();

async function make(format: ReportFormat, language: 'fr' | 'ar') {
  const published: DisclosedDocument = await applyDisclosure(sampleReport(language), {
    audience: 'donor',
    threshold: 5,
    zeros: 'hide',
  });
  const { bytes } = await renderReport(published, format);
  const frozen = { format, language, bytes, published };
  return { bytes, frozen, copy: await markFile(frozen, WORDS[language]) };
}

/** Each is made once for all that is asked of it. */
function handed(format: ReportFormat, language: 'fr' | 'ar' = 'fr') {
  const key = `${format}/${language}`;
  if (!made.has(key)) made.set(key, make(format, language));
  return made.get(key)!;
}

describe('the copy that is handed to somebody', () => {
  it('bears their name on every page of the PDF, outside what is read aloud', async () => {
    const { bytes, copy } = await handed('pdf');
    const [plain, marked] = [readPdf(bytes), readPdf(copy.bytes)];
    expect([marked.pages, marked.marked, marked.conforms]).toEqual([plain.pages, true, true]);
    for (const text of marked.texts) expect(text).toContain('Jane O’Hara');
    for (const text of plain.texts) expect(text).not.toContain('Jane');
    expect(marked.tagged).toBe(plain.tagged);
    expect(marked.tagged).not.toContain('Jane');
  });

  it('bears it in Arabic too', async () => {
    const { copy } = await handed('pdf', 'ar');
    const { texts, conforms } = readPdf(copy.bytes);
    expect(conforms).toBe(true);
    for (const text of texts) expect(text).toContain('Jane O’Hara');
  });

  it('bears it at the foot of each page of the document, whose text stays letter by letter', async () => {
    const { bytes, copy } = await handed('docx');
    for (const part of ['word/footer1.xml', 'word/footer2.xml'])
      expect(await readPart(copy.bytes, part)).toContain(
        'Jane O’Hara &lt;jane@example.org&gt; &amp; équipe',
      );
    expect(await readPart(copy.bytes, 'word/document.xml')).toBe(
      await readPart(bytes, 'word/document.xml'),
    );
  });

  it('bears it at the head of each printed sheet, whose cells stay as they are', async () => {
    const { bytes, copy } = await handed('xlsx');
    const open = async (from: Buffer) => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(from as unknown as ExcelJS.Buffer);
      return book.worksheets;
    };
    const [plain, marked] = [await open(bytes), await open(copy.bytes)];
    for (const [place, sheet] of marked.entries()) {
      expect(sheet.headerFooter.oddHeader).toContain('jane@example.org> && équipe');
      expect(sheet.getSheetValues()).toEqual(plain[place]!.getSheetValues());
    }
  });

  it('bears it above and below on the page of a browser, as text and never as markup', async () => {
    const { copy } = await handed('html');
    const text = copy.bytes.toString('utf8');
    expect(text.split('Jane O’Hara &lt;jane@example.org&gt; &amp; équipe')).toHaveLength(3);
    expect(text).not.toContain('<jane@example.org>');
  });

  it('is untouched where a machine reads it', async () => {
    const { bytes, copy } = await handed('csv');
    expect(copy).toEqual({ bytes, marked: false });
  });

  it('is the same bytes each time it is made', async () => {
    for (const format of ['pdf', 'docx', 'xlsx', 'html'] as const) {
      const { copy, frozen } = await handed(format);
      const again = await markFile(frozen, WORDS.fr);
      expect([format, again.bytes.equals(copy.bytes)]).toEqual([format, true]);
    }
  });
});

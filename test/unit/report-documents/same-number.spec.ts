/** Every number of a report is read back from every format and compared with the document. */
import { parse } from 'csv-parse/sync';
import Decimal from 'decimal.js';
import ExcelJS from 'exceljs';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Cell,
  ChartBlock,
  DisclosedDocument,
  Kpi,
  Language,
  Row,
  TableBlock,
} from '../../../modules/report-documents/document';
import {
  eachBlock,
  isHidden,
  shapeInTable,
  shapeOf,
  tablesOf,
  writeCell,
} from '../../../modules/report-documents/document';
import { applyDisclosure } from '../../../modules/disclosure';
import { type ReportFormat, renderReport } from '../../../modules/report-documents/render';
import { altText } from '../../../modules/report-documents/render/charts';
import { readPart } from '../../../modules/report-documents/render/office-zip';
import { wholeSpecimen } from './whole-specimen';

const LANGUAGES: Language[] = ['fr', 'ar', 'en'];
const documents = new Map<Language, DisclosedDocument>();
beforeAll(async () => {
  const policy = { audience: 'donor', threshold: 5, zeros: 'hide' } as const;
  for (const language of LANGUAGES)
    documents.set(language, await applyDisclosure(wholeSpecimen(language), policy));
});
const made = new Map<string, Promise<Buffer>>();
/** Each file is made once. */
function file(language: Language, format: ReportFormat): Promise<Buffer> {
  const key = `${language}/${format}`;
  if (!made.has(key))
    made.set(
      key,
      renderReport(documents.get(language)!, format).then(({ bytes }) => bytes),
    );
  return made.get(key)!;
}

interface Figure {
  readonly place: string;
  readonly cell: Cell;
  readonly type: string;
  readonly decimals: number;
}
const DECIMALS: Record<string, number> = { integer: 0, money: 2, percent: 1 };
const rowsOf = (table: TableBlock): Row[] =>
  table.total ? [...table.rows, table.total] : [...table.rows];

const isFigures = (type: string): boolean => type !== 'text' && type !== 'date';
/** Cells of figures, table by table, row by row. */
const figuresOf = (document: DisclosedDocument): Figure[] =>
  tablesOf(document).flatMap((table) =>
    rowsOf(table).flatMap((row) =>
      table.columns
        .filter(({ type }) => isFigures(type))
        .map((column) => {
          const { type, decimals } = shapeOf(row, column);
          return {
            place: `${table.key}/${row.key}/${column.key}`,
            cell: row.cells[column.key] ?? null,
            type,
            decimals: decimals ?? DECIMALS[type]!,
          };
        }),
    ),
  );
const kpisOf = (document: DisclosedDocument): Kpi[] =>
  [...eachBlock(document.blocks)].flatMap((block) => (block.kind === 'kpis' ? block.items : []));
const chartsOf = (document: DisclosedDocument): ChartBlock[] =>
  [...eachBlock(document.blocks)].filter((block) => block.kind === 'chart');

/** What any format must give: the number at the decimals that are written, a mark, or nothing. */
const expected = ({ place, cell, type, decimals }: Figure): [string, string | null] => {
  if (cell === null) return [place, null];
  if (isHidden(cell)) return [place, cell.mark];
  const number = type === 'percent' ? new Decimal(cell).times(100) : new Decimal(cell);
  return [place, number.toFixed(decimals, Decimal.ROUND_HALF_UP)];
};

/** "1 285 046,73 USD" read as a number again, by other means than those that wrote it. */
function readBack(text: string, language: Language): string | null {
  const bare = text.replace(/[\u200e\u2066-\u2069]/g, '').trim();
  if (bare === '–') return null;
  if (!/^[-\d][\d\s,.]*(%|[A-Z]{3})?$/.test(bare)) return bare;
  const digits = bare.replace(/[^-\d.,]/g, '');
  return language === 'en' ? digits.replaceAll(',', '') : digits.replace(',', '.');
}
const against = (document: DisclosedDocument, texts: readonly string[]): unknown => {
  const places = figuresOf(document).map(({ place }) => place);
  return texts.map((text, i) => [places[i], readBack(text, document.meta.language)]);
};
const wanted = (document: DisclosedDocument): unknown => figuresOf(document).map(expected);

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
    )
    .replaceAll('&amp;', '&');

function readPdf(bytes: Buffer): { text: string; alts: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-pdf-'));
  try {
    const path = join(folder, 'report.pdf');
    writeFileSync(path, bytes);
    const script = join(__dirname, '..', '..', 'support', 'read-pdf.mjs');
    return JSON.parse(
      execFileSync(process.execPath, [script, path], { encoding: 'utf8' }),
    ) as ReturnType<typeof readPdf>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const altsOf = (document: DisclosedDocument): string[] =>
  chartsOf(document).map((chart) => altText(chart, { document, language: document.meta.language }));

describe.each(LANGUAGES)('in %s', (language) => {
  let document: DisclosedDocument;
  beforeAll(() => {
    document = documents.get(language)!;
  });

  it('there is much to compare: hidden figures, figures that do not apply, money, shares, other units', () => {
    const figures = figuresOf(document);
    expect(figures.length).toBeGreaterThan(200);
    expect(figures.filter(({ cell }) => isHidden(cell)).length).toBeGreaterThan(20);
    expect(figures.some(({ cell }) => cell === null)).toBe(true);
    expect(new Set(figures.map(({ type }) => type)).size).toBe(3);
    expect(new Set([...eachBlock(document.blocks)].map(({ kind }) => kind)).size).toBe(7);
    expect(new Set(chartsOf(document).map(({ shape }) => shape)).size).toBeGreaterThanOrEqual(8);
  });

  it('the page says the same numbers', async () => {
    const html = (await file(language, 'html')).toString('utf8');
    const cells = [...html.matchAll(/<td class="report-figure[^"]*">([^<]*)<\/td>/g)];
    expect(
      against(
        document,
        cells.map(([, text]) => unescaped(text!)),
      ),
    ).toEqual(wanted(document));
    const said = [...html.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, text]) =>
      unescaped(text!),
    );
    expect(said.map((text) => readBack(text, language))).toEqual(kpiNumbers(document));
    const alts = [...html.matchAll(/<svg[^>]* aria-label="([^"]*)"/g)].map(([, alt]) =>
      unescaped(alt!),
    );
    expect(alts).toEqual(altsOf(document));
  });

  it('the text document says the same numbers', async () => {
    const xml = await readPart(await file(language, 'docx'), 'word/document.xml');
    const tables = [...xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)]
      .map(([table]) => table)
      .filter((table) => table.includes('<w:tblHeader/>'));
    const textOf = (part: string): string =>
      unescaped(
        [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, words]) => words).join(''),
      );
    const texts = tables.flatMap((table, t) => {
      const { columns } = tablesOf(document)[t]!;
      return [...table.matchAll(/<w:tr>.*?<\/w:tr>|<w:tr .*?<\/w:tr>/gs)]
        .slice(1)
        .flatMap(([row]) =>
          [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)]
            .filter((_, i) => isFigures(columns[i]!.type))
            .map(([cell]) => textOf(cell)),
        );
    });
    expect(against(document, texts)).toEqual(wanted(document));
    const alts = [...xml.matchAll(/<wp:docPr [^>]*descr="([^"]*)"/g)].map(([, alt]) =>
      unescaped(alt!),
    );
    expect(alts).toEqual(altsOf(document));
    for (const kpi of kpisOf(document)) {
      const written = writeCell(kpi.value, kpi, language, document.labels);
      expect(textOf(xml).replace(/\u200e/g, '')).toContain(written);
    }
  });

  it('the workbook holds the same numbers, to the last decimal', async () => {
    const bytes = await file(language, 'xlsx');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    const values = tablesOf(document).flatMap((table, t) =>
      rowsOf(table).flatMap((row, r) =>
        table.columns.flatMap((column, c) => {
          if (!isFigures(column.type)) return [];
          const { value } = book.worksheets[t + 1]!.getRow(5 + r).getCell(c + 1);
          const plain =
            typeof value === 'object' && value && 'result' in value ? value.result : value;
          return [[`${table.key}/${row.key}/${column.key}`, plain]];
        }),
      ),
    );
    const exact = figuresOf(document).map(({ place, cell }) => [
      place,
      cell === null ? '–' : isHidden(cell) ? cell.mark : Number(cell),
    ]);
    expect(values).toEqual(exact);
    const pictured = [...new Set(chartsOf(document).map(({ table }) => table))];
    const drawings = await Promise.all(
      pictured.map((_, i) => readPart(bytes, `xl/drawings/drawing${i + 1}.xml`)),
    );
    const alts = [...drawings.join('').matchAll(/ descr="([^"]*)"/g)].map(([, alt]) =>
      unescaped(alt!),
    );
    expect([...alts].sort()).toEqual([...altsOf(document)].sort());
    const summary = book.worksheets[0]!;
    const shown: unknown[] = [];
    summary.eachRow((row) => shown.push(row.getCell(2).value));
    for (const { value } of kpisOf(document))
      expect(shown).toContain(isHidden(value) ? value.mark : Number(value));
  });

  it('the table of values holds the same numbers', async () => {
    const [, , ...lines]: string[][] = parse(await file(language, 'csv'), {
      bom: true,
      delimiter: language === 'en' ? ',' : ';',
    });
    const key = document.labels.key_figures;
    const numbers = (line: string[]): string | null =>
      line[5] === '' ? null : line[5]!.replace(/^'/, '').replace(',', '.');
    const cells = lines.filter((line) => line[1] !== key && line[4] !== document.labels.unit_text);
    expect(cells.map(numbers)).toEqual(figuresOf(document).map((one) => expected(one)[1]));
    expect(lines.filter((line) => line[1] === key).map(numbers)).toEqual(kpiNumbers(document));
  });

  it('the file for programs holds the same values, untouched', async () => {
    const data = JSON.parse((await file(language, 'json')).toString('utf8')) as {
      tables: {
        key: string;
        columns: { key: string; type: string }[];
        rows: { key: string; values: Record<string, unknown> }[];
        total: { key: string; values: Record<string, unknown> } | null;
      }[];
      keyFigures: { value: unknown }[];
      charts: { alt: string }[];
    };
    const values = data.tables.flatMap((table) =>
      [...table.rows, ...(table.total ? [table.total] : [])].flatMap((row) =>
        table.columns
          .filter(({ type }) => isFigures(type))
          .map(({ key }) => [`${table.key}/${row.key}/${key}`, row.values[key]]),
      ),
    );
    expect(values).toEqual(figuresOf(document).map(({ place, cell }) => [place, cell]));
    expect(data.keyFigures.map(({ value }) => value)).toEqual(
      kpisOf(document).map(({ value }) => value),
    );
    expect(data.charts.map(({ alt }) => alt)).toEqual(altsOf(document));
  });

  it('the printed pages say the same numbers, row by row', async () => {
    const { text, alts } = readPdf(await file(language, 'pdf'));
    const squeezed = (words: string): string => words.replace(/[\s\u200e\u2066-\u2069]/g, '');
    const pages = squeezed(text);
    let from = 0;
    for (const table of tablesOf(document))
      for (const row of rowsOf(table)) {
        const cells = table.columns
          .filter(({ type }) => isFigures(type))
          .map((column) =>
            squeezed(
              writeCell(
                row.cells[column.key],
                shapeInTable(row, column),
                language,
                document.labels,
              ),
            ),
          );
        // The letters of an Arabic page lie in the order of the page: its numbers are looked for.
        const sought =
          language === 'ar'
            ? cells.filter((cell) => !/\p{Script=Arabic}/u.test(cell))
            : [cells.join('')];
        for (const words of sought) {
          if (language === 'ar') expect(pages).toContain(words);
          else {
            const at = pages.indexOf(words, from);
            expect([`${table.key}/${row.key}`, at >= 0]).toEqual([`${table.key}/${row.key}`, true]);
            from = at;
          }
        }
      }
    expect(alts).toEqual(altsOf(document));
  });

  it('the pictures say the numbers of their tables', async () => {
    const html = (await file(language, 'html')).toString('utf8');
    const pictures = [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) =>
      [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, words]) =>
        unescaped(words!).replace(/[\u2067\u2069]/g, ''),
      ),
    );
    chartsOf(document).forEach((chart, i) => {
      // Trends say the first, the last and what is aimed at; a stack leaves out nought and what does not fit.
      if (chart.shape === 'sparklines' || chart.shape === 'stacked') return;
      const table = tablesOf(document).find(({ key }) => key === chart.table)!;
      const texts = pictures[i]!.join(' | ');
      for (const row of table.rows.filter(({ key }) => !chart.rows || chart.rows.includes(key)))
        for (const { column: key } of chart.series) {
          const shape = shapeInTable(
            row,
            table.columns.find((one) => one.key === key)!,
          );
          const decimals = shape.type === 'money' ? 0 : shape.decimals;
          const words = writeCell(
            row.cells[key],
            { ...shape, decimals },
            language,
            document.labels,
          );
          expect([
            `${chart.key}/${row.key}`,
            texts.includes(words) || row.cells[key] === 0,
          ]).toEqual([`${chart.key}/${row.key}`, true]);
        }
    });
  });
});

const kpiNumbers = (document: DisclosedDocument): (string | null)[] =>
  kpisOf(document).map(
    ({ key, value, type, decimals }) =>
      expected({ place: key, cell: value, type, decimals: decimals ?? DECIMALS[type]! })[1],
  );

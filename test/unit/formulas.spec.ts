/** What somebody typed is never a formula: the guard, and that every writer of a CSV file goes through it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ROOT } from '../../modules/platform/config/root';
import { csvFile } from '../../modules/platform/shared/csv';
import { escapeFormula, looksLikeFormula } from '../../modules/platform/shared/formula-guard.rules';
import { CsvWriter } from '../../modules/exports/write/csv.export';

type Text = { readonly name: string; readonly text: string };
const { FORMULAS, HARMLESS } = jest.requireActual<Record<'FORMULAS' | 'HARMLESS', Text[]>>(
  '../faults/formulas/texts.js',
);
const { EXPORTERS } = jest.requireActual<{ EXPORTERS: { file: string }[] }>(
  '../faults/formulas/exporters.js',
);
const sources = ['modules', 'src'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name)),
);
const having = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8'))).sort();
const writersOf = (files: readonly { file: string }[]) =>
  [...new Set(files.map(({ file }) => file))].sort();

describe('a text that begins like a formula', () => {
  it('is known behind each of twelve prefixes, and gets an apostrophe', () => {
    expect(FORMULAS).toHaveLength(72);
    expect(new Set(FORMULAS.map(({ text }) => text)).size).toBe(72);
    for (const { name, text } of FORMULAS)
      expect([name, looksLikeFormula(text), escapeFormula(text)]).toEqual([name, true, `'${text}`]);
    for (const { text } of HARMLESS) expect(escapeFormula(text)).toBe(text);
    for (const text of ['', 'Zineb', 'a=b', '3 + 4', 'le 12-10', 'x@y.ma'])
      expect(escapeFormula(text)).toBe(text);
  });

  it('stays in its cell, whatever breaks a line in it', () => {
    const rows = FORMULAS.map(({ text }) => [escapeFormula(text), `mot${text}`, '-12,5']);
    for (const delimiter of [';', ','] as const) {
      const bytes = csvFile(rows, { delimiter, mark: true });
      const read: string[][] = parse(bytes, { bom: true, delimiter, record_delimiter: '\r\n' });
      expect(read).toEqual(rows);
      // Outside quotes no line begins with one.
      const bare = bytes.toString('utf8').replace(/"(?:[^"]|"")*"/g, 'Q');
      expect(bare.split(/[\r\n]+/).filter((line) => /^[\s\0]*[=+@-]/.test(line))).toEqual([]);
    }
  });

  it('stays in its cell in a list that is taken out', () => {
    const column = (kind: 'text' | 'code') => ({
      head: 'nom',
      hxl: '#meta+name',
      kind,
      say: (code: string) => code,
    });
    const table = { language: 'fr', words: 'labels', columns: [column('text'), column('code')] };
    const writer = new CsvWriter(table as never);
    const text = writer.rows(FORMULAS.map((one) => [one.text, one.text]));
    const read: string[][] = parse(text, { delimiter: ';', record_delimiter: '\r\n' });
    expect(read).toHaveLength(72);
    for (const cell of read.flat()) expect(cell.startsWith("'")).toBe(true);
  });
});

describe('every writer of a spreadsheet', () => {
  it('of CSV goes through the one that quotes and the guard', () => {
    expect(having(/from 'csv-stringify/)).toEqual(['modules/platform/shared/csv.ts']);
    const writers = [...having(/\bcsvFile\(/), 'modules/exports/write/csv.export.ts'].filter(
      (file) => file !== 'modules/platform/shared/csv.ts',
    );
    for (const file of writers)
      expect([file, readFileSync(join(ROOT, file), 'utf8').includes('escapeFormula(')]).toEqual([
        file,
        true,
      ]);
    const drilled = writersOf(EXPORTERS);
    expect(writers.filter((file) => !drilled.includes(file))).toEqual([]);
  });

  it('of workbooks is in the drill that reads files back', () => {
    const workbooks = having(/\.(writeBuffer|WorkbookWriter)\(/);
    const drilled = writersOf(EXPORTERS);
    expect(workbooks.length).toBeGreaterThan(7);
    expect(workbooks.filter((file) => !drilled.includes(file))).toEqual([]);
  });
});

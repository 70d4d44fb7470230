/**
 * The one writer of small CSV files. A cell with a line break of any kind is quoted: unquoted, what follows the break
 * would begin a cell of its own, and a formula there would run. What a cell holds its caller has guarded
 * (formula-guard.ts); the writer of lists, which streams, quotes the same way (modules/exports/write/csv.export.ts).
 */
import { stringify } from 'csv-stringify/sync';

const BREAKS = /[\r\n\v\f\u0085\u2028\u2029]/;

export interface CsvForm {
  /** `;` for French Excel, `,` for programs. */
  readonly delimiter: ';' | ',';
  /** The byte order mark by which Excel knows UTF-8. */
  readonly mark: boolean;
}

export const csvFile = (
  lines: readonly (readonly string[])[],
  { delimiter, mark }: CsvForm,
): Buffer =>
  Buffer.from(
    stringify(
      lines.map((line) => [...line]),
      { delimiter, bom: mark, record_delimiter: '\r\n', quoted_match: BREAKS },
    ),
    'utf8',
  );

/** How much a report may hold that is printed. */
import { DomainError } from '../../platform/shared/domain.errors';
import { WorkerTimeout } from '../../platform/shared/worker';
import { type Block, eachBlock } from '../document';

/** Beyond this a PDF takes more memory than it is worth; the figures are in the XLSX and the CSV. */
export const MOST_ROWS = 2000;

export class TooManyRows extends DomainError {
  constructor(rows: number) {
    super('conflict', 'reports.too_many_rows', { rows, most: MOST_ROWS });
  }
}

/** PDF rendering failed; the message is for people, the cause is logged. */
export class PdfNotTypeset extends DomainError {
  constructor(why: Error) {
    // A timeout may be due to load and can be retried; a typesetting error cannot.
    const isSlow = why instanceof WorkerTimeout;
    super(
      isSlow ? 'unavailable' : 'conflict',
      isSlow ? 'reports.pdf_takes_too_long' : 'reports.pdf_cannot_be_set',
    );
    this.stack += `\n${why.stack}`;
  }
}

/** Total rows of all tables. */
export const rowCount = (blocks: readonly Block[]): number =>
  [...eachBlock(blocks)].reduce(
    (sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0),
    0,
  );

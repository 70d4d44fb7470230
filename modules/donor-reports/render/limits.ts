/** How much a report may hold that is printed. */
import { DomainError } from '../../../src/shared/domain-error';
import { type Block, eachBlock } from '../document';

/** Beyond this a PDF takes more memory than it is worth; the figures are in the XLSX and the CSV. */
export const MOST_ROWS = 2000;

export class TooManyRows extends DomainError {
  constructor(rows: number) {
    super('conflict', 'reports.too_many_rows', { rows, most: MOST_ROWS });
  }
}

/** Of all tables together. */
export const rowCount = (blocks: readonly Block[]): number =>
  [...eachBlock(blocks)].reduce(
    (sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0),
    0,
  );

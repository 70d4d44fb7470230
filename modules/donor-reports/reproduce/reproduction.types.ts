import type { EditionMoved } from './editions-moved.rules';
import type { FigureComparison } from './figure-comparison.service';
import type { FileComparison } from './rerender-file.service';

/** Result of a reproduction. */
export interface Reproduction extends FigureComparison {
  readonly id: string;
  readonly reportId: string;
  readonly version: number;
  readonly documentSame: boolean;
  readonly files: readonly FileComparison[];
  readonly editionsMoved: readonly EditionMoved[];
}

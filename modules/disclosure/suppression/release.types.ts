/** What was released to readers, and what is about to be. */
import type { Period } from '../../platform/shared/periods.rules';
import type { Figure, Line, Mark } from './suppression.rules';

export interface ReleasedFigure {
  readonly id: string;
  readonly value: number;
  readonly kind: 'count' | 'derived';
  /** Null: shown. */
  readonly mark: Mark | null;
  /** A share or an average: a year has one of its own, whatever its quarters had. */
  readonly rate?: boolean;
  /** Its readers know that it is no less. */
  readonly least?: number;
}

/** One release to one audience, with the values of the suppressed figures: sealed wherever it is stored. */
export interface Release {
  /** Of the report, the set of files, the statistics or the analysis. */
  readonly id: string;
  /** The programme, or the partner that it is about: figures of another scope are others. */
  readonly scope: string;
  readonly period: Period;
  /** Of figures that are named `former.`. */
  readonly before: Period;
  readonly released: readonly ReleasedFigure[];
  readonly lines: readonly Line[];
  /** What its marks of small numbers say. */
  readonly threshold: number;
  /** What it hid is no secret of these readers' own: it was made for others. */
  readonly forOthers?: boolean;
}

/** A row of a table that is the sum of other rows, in whatever report they stand. */
export interface Hierarchy {
  readonly table: string;
  readonly parent: string;
  readonly parts: readonly string[];
}

export interface CandidateRelease extends Omit<
  Release,
  'released' | 'id' | 'threshold' | 'forOthers'
> {
  readonly figures: readonly Figure[];
}

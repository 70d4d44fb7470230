/** Types of figures released to readers, or about to be. */
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
  /** Id of the report, file set, statistics or analysis. */
  readonly id: string;
  /** The programme, or the partner that it is about: figures of another scope are others. */
  readonly scope: string;
  readonly period: Period;
  /** Period of figures whose names begin with `former.`. */
  readonly before: Period;
  readonly released: readonly ReleasedFigure[];
  readonly lines: readonly Line[];
  /** Threshold named by its "small" marks. */
  readonly threshold: number;
  /** Made for other readers: its suppressed cells are not secret to these readers. */
  readonly forOthers?: boolean;
}

/** A row that is the sum of other rows, which may be in other reports. */
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

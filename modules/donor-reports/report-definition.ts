/** A report as a definition: which sections, in which order, made of which blocks, for whom. */
import type { AgeBand } from './figures/report.figures';

export const NARRATIVE_SECTIONS = ['summary', 'progress', 'challenges', 'next'] as const;
export type NarrativeSection = (typeof NARRATIVE_SECTIONS)[number];

export type BlockName =
  | 'key-figures'
  | 'reading-note'
  | `narrative-${NarrativeSection}`
  | 'people-chart'
  | 'people-by-age'
  | 'people-by-origin'
  | 'people-by-purpose'
  | 'beds-chart'
  | 'beds-by-month'
  | 'beds-by-shelter'
  | 'services-chart'
  | 'services-by-type'
  | 'budget-chart'
  | 'budget-by-line'
  | 'beyond-budget'
  | 'grant-steps'
  | 'grant-shares'
  | 'method';

/** Ages put together: the finest grouping that leaves enough to read is published. */
export interface AgeGrouping {
  readonly key: string;
  readonly groups: readonly { readonly key: string; readonly bands: readonly AgeBand[] }[];
}

export interface ReportDefinition {
  readonly kind: string;
  readonly version: string;
  /** Neutral start of file names. */
  readonly fileStem: string;
  readonly agency: string;
  /** Days after the last day of the period. */
  readonly dueDays: number;
  readonly audience: {
    readonly key: string;
    /** The setting that holds the least count shown to them. */
    readonly thresholdKey: string;
    readonly zeros: 'hide' | 'show';
  };
  /** From fine to coarse; people of the programme always see the first. */
  readonly ages: readonly AgeGrouping[];
  readonly sections: readonly {
    readonly key: string;
    readonly blocks: readonly BlockName[];
  }[];
}

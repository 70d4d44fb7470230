/**
 * Countable facts of a module for analyses: SQL written by the module that owns them, never from typed text. An
 * analysis groups the rows and adds no condition to the definition of a fact.
 */

/** `units`: how many facts; `people`: how many people behind them, each once; `amount`: what they add up to. */
export type Counts = 'units' | 'people' | 'amount';

export interface FactSource {
  /**
   * A query over a half-open period, $1 to $2, run as `mawa_figures`. Its columns: `unit` (what is
   * counted), `day`, one for each of `cuts`; `person` where `ofPeople`; `amount` and `currency` where one counts amounts.
   */
  readonly rows: string;
  /**
   * The same facts aggregated, with the column `quantity`: at most one row per person, month and combination of cuts.
   * For counts in which a row is in one cell only, and for counts of people.
   */
  readonly spans?: string;
  /** Stored totals of the same facts, without `unit` and `person`: the cuts, `quantity`, and `day` (by month). */
  readonly totals?: { readonly all: string; readonly byMonth: string };
  /** Facts of people: they can be cut by what is known of the person as well. */
  readonly ofPeople: boolean;
  /** Columns by which the facts themselves can be cut. A fact has one value of each. */
  readonly cuts: readonly string[];
}

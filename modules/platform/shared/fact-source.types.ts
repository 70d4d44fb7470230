/**
 * What a module lets be counted and cut: rows of facts as SQL, written by the module that owns them, and never from
 * what anybody typed. An analysis groups them; it adds no condition of its own to what a fact is.
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
   * The same facts, several units a row, with the column `quantity`: one row for each person, month and value of the
   * cuts at most adds nothing twice. For counts in which a row stands in one cell only, and for counts of people.
   */
  readonly spans?: string;
  /** The same facts added up from what is kept, without `unit` and `person`: the cuts, `quantity`, and by month `day`. */
  readonly totals?: { readonly all: string; readonly byMonth: string };
  /** Facts of people: they can be cut by what is known of the person as well. */
  readonly ofPeople: boolean;
  /** Columns by which the facts themselves can be cut. A fact has one value of each. */
  readonly cuts: readonly string[];
}

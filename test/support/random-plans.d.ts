export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
type Send = (path: string, body: object) => Promise<Answer>;

export function planning(how: {
  random: (below: number) => number;
  lines: readonly string[];
  currencies: readonly string[];
  day: string;
  asks: Send;
  agrees: Send;
  /** The plan as the API gives it. */
  reads: (path: string) => Promise<object>;
}): {
  history(caseId: string, acts: number): Promise<void>;
  tally: { done: number; refused: number; wrong: Map<string, number>; acts: Map<string, number> };
};
/** Of all plans and their ledger, by SQL that knows nothing of how they are kept. */
export const PLANS_HOLD: string;
export const ALL_HOLD: Readonly<Record<string, number | string>>;
export function chance(seed: number): (below: number) => number;

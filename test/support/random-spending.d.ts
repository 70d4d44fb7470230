export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
type Send = (path: string, body: object) => Promise<Answer>;

export function spending(how: {
  random: (below: number) => number;
  lines: readonly string[];
  currencies: readonly string[];
  day: string;
  asks: Send;
  agrees: Send;
}): {
  act(): Promise<void>;
  tally: { done: number; refused: number; wrong: Map<string, number>; steps: Map<string, number> };
};
export const HOLDS: string;
export const IN_ORDER: Readonly<Record<string, number | string>>;

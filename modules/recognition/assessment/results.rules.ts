/**
 * Results by unit; the latest counts. "Competent" needs valid evidence or a demonstration. The full certificate needs
 * all required units; a partial one lists the recognised units.
 */
import { meetsAllCriteria, type EvidenceJudgement } from '../portfolio/portfolio.rules';

export const RESULTS = ['competent', 'partly', 'not_yet'] as const;
export type Result = (typeof RESULTS)[number];

export interface Unit {
  readonly id: string;
  readonly required: boolean;
}
export interface UnitResult {
  readonly unitId: string;
  readonly result: Result;
}

/** In the order in which they were written. */
export const resultOf = (unitId: string, results: readonly UnitResult[]): Result | null =>
  results.findLast((one) => one.unitId === unitId)?.result ?? null;

export const mayBeCompetent = (
  lastJudgements: readonly (EvidenceJudgement | null)[],
  demonstrated: boolean,
): boolean => demonstrated || lastJudgements.some((one) => one !== null && meetsAllCriteria(one));

export type Outcome =
  /** A required unit has no result yet. */
  'open' | 'full' | 'partial' | 'none';

export function outcomeOf(units: readonly Unit[], results: readonly UnitResult[]): Outcome {
  const found = units.map(({ id, required }) => ({ required, result: resultOf(id, results) }));
  const required = found.filter((one) => one.required);
  if (required.some(({ result }) => result === null)) return 'open';
  if (required.every(({ result }) => result === 'competent')) return 'full';
  return found.some(({ result }) => result === 'competent') ? 'partial' : 'none';
}

export const recognisedUnits = <U extends Unit>(
  units: readonly U[],
  results: readonly UnitResult[],
): U[] => units.filter(({ id }) => resultOf(id, results) === 'competent');

/** Units to assess after a gap course: those not recognised yet. */
export const gapUnits = <U extends Unit>(
  units: readonly U[],
  results: readonly UnitResult[],
): U[] => units.filter(({ id }) => resultOf(id, results) !== 'competent');

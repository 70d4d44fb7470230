/**
 * Figures of recognition over a half-open period [from, until). Begun: procedures whose enquiry is in it. Full and
 * partial: certificates issued in it that have been neither withdrawn nor replaced. Units: those of these certificates.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Period } from '../../platform/shared/periods.rules';

export interface AwardFact {
  readonly on: CivilDate;
  readonly complete: boolean;
  /** How many units it lists. */
  readonly units: number;
}
export interface RecognitionFacts {
  /** The day of each enquiry. */
  readonly begun: readonly CivilDate[];
  /** Valid certificates. */
  readonly awards: readonly AwardFact[];
}
export interface RecognitionFigures {
  readonly begun: number;
  readonly full: number;
  readonly partial: number;
  readonly units: number;
}

export function recognitionOf(
  { begun, awards }: RecognitionFacts,
  { from, until }: Period,
): RecognitionFigures {
  const within = (day: CivilDate) => day >= from && day < until;
  const issued = awards.filter(({ on }) => within(on));
  return {
    begun: begun.filter(within).length,
    full: issued.filter(({ complete }) => complete).length,
    partial: issued.filter(({ complete }) => !complete).length,
    units: issued.reduce((all, { units }) => all + units, 0),
  };
}

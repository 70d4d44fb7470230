/**
 * Figures of recognition, each defined once over plain facts of a half-open period [from, until):
 * begun: procedures whose enquiry lies in it; full and partial: certificates issued in it that stand, one that was
 * withdrawn or replaced since left out; units: what those certificates recognise.
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
  /** Certificates that stand. */
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

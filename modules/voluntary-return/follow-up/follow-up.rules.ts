/**
 * The year after: what is told of a follow-up, where each mark of the calendar stands, and what the written
 * definition says of an outcome (docs/voluntary-return.md).
 */
import { Decimal } from 'decimal.js';
import type { CivilDate } from '../../../src/shared/nights';

export const MODES = ['visit', 'call', 'office', 'partner'] as const;
export const REACH = ['reached', 'not_reached', 'refused', 'unsafe'] as const;
export type Reach = (typeof REACH)[number];
export const WHYS = [
  'no_answer',
  'moved',
  'number_changed',
  'no_way_there',
  'nobody_free',
] as const;
export const FELT = ['well', 'some', 'bad', 'not_told'] as const;
export type Felt = (typeof FELT)[number];
export const SUPPORTS = ['economic', 'social', 'psychosocial', 'health', 'legal'] as const;
export const MOVED = ['no', 'by_choice', 'by_need', 'not_told'] as const;
export const RETRAFFICKED = ['no_sign', 'suspected', 'confirmed', 'not_told'] as const;
export const DANGER = ['no', 'yes', 'not_told'] as const;

export const SATISFACTIONS = [
  'repatriation',
  'counselling',
  'economic',
  'social',
  'community',
  'overall',
  'expectation',
] as const;

export const OUTCOMES = [
  'sustained',
  'at_risk',
  'retrafficked',
  'moved_by_choice',
  'not_known',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type MarkState =
  | 'ahead' // its window has not opened
  | 'open' // one may ask now
  | 'reached'
  | 'reached_late' // after its window
  | 'refused'
  | 'unsafe'
  | 'lost'; // its window closed, and nobody was reached

export interface Due {
  readonly months: number;
  readonly dueOn: CivilDate;
  readonly opensOn: CivilDate;
  /** The last day of its window. */
  readonly closesOn: CivilDate;
}
export interface Tried {
  readonly months: number;
  readonly on: CivilDate;
  readonly outcome: Reach;
}

/** `tries` in the order in which they were written; the last word counts, but nothing undoes that somebody was reached. */
export function markState(due: Due, tries: readonly Tried[], today: CivilDate): MarkState {
  const own = tries.filter(({ months }) => months === due.months);
  const reached = own.find(({ outcome }) => outcome === 'reached');
  if (reached) return reached.on <= due.closesOn ? 'reached' : 'reached_late';
  const last = own.at(-1)?.outcome;
  if (last === 'refused' || last === 'unsafe') return last;
  if (today < due.opensOn) return 'ahead';
  return today <= due.closesOn ? 'open' : 'lost';
}

export interface Told {
  readonly months: number;
  readonly economic: Felt;
  readonly social: Felt;
  readonly psychosocial: Felt;
  readonly moved: (typeof MOVED)[number];
  readonly retrafficked: (typeof RETRAFFICKED)[number];
  readonly inDanger: (typeof DANGER)[number];
}
export interface ScoredDay {
  readonly on: CivilDate;
  readonly composite: string | null;
  readonly lowest: string | null;
}
export interface Known {
  /** Follow-ups at which somebody was reached, in the order of their marks. */
  readonly told: readonly Told[];
  readonly lastMark: Due;
  readonly surveys: readonly ScoredDay[];
  /** A score read as sufficient; and up to which one the need is high. */
  readonly sufficient: number;
  readonly high: number;
}

/**
 * What the definition says: trafficked again, if that was ever confirmed; not known, if nobody was reached at the
 * last mark; at risk, if there is danger, a suspicion, a move out of need or a dimension that goes badly; moved by
 * choice, if so; not known, if danger or trafficking was not told; sustained, if a survey held in the last window is sufficient and no dimension of it shows high
 * need, at risk if it is not; not known without such a survey.
 */
export function proposedOutcome(known: Known): Outcome {
  const { told, lastMark, surveys, sufficient, high } = known;
  if (told.some(({ retrafficked }) => retrafficked === 'confirmed')) return 'retrafficked';
  const last = told.findLast(({ months }) => months === lastMark.months);
  if (!last) return 'not_known';
  if (
    last.inDanger === 'yes' ||
    last.retrafficked === 'suspected' ||
    last.moved === 'by_need' ||
    goesBadly(last)
  ) {
    return 'at_risk';
  }
  // Whoever could not say it is not taken for safe.
  if (last.inDanger === 'not_told' || last.retrafficked === 'not_told') return 'not_known';
  if (last.moved === 'by_choice') return 'moved_by_choice';
  const survey = surveys.findLast(
    ({ on, composite }) => on >= lastMark.opensOn && composite !== null,
  );
  if (!survey) return 'not_known';
  const enough =
    new Decimal(survey.composite!).greaterThanOrEqualTo(sufficient) &&
    new Decimal(survey.lowest!).greaterThan(high);
  return enough ? 'sustained' : 'at_risk';
}

const goesBadly = ({ economic, social, psychosocial }: Told): boolean =>
  [economic, social, psychosocial].includes('bad');

/** Danger, or a sign of being trafficked again. */
export const asksForHelpNow = (told: {
  readonly inDanger?: (typeof DANGER)[number] | null;
  readonly retrafficked?: (typeof RETRAFFICKED)[number] | null;
}): boolean =>
  told.inDanger === 'yes' || told.retrafficked === 'suspected' || told.retrafficked === 'confirmed';

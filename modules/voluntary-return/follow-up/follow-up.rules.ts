/**
 * The year after: the answers of a follow-up, the state of each mark of the calendar, and the outcome by the written
 * definition (docs/voluntary-return.md).
 */
import { Decimal } from 'decimal.js';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

export const CONTACT_MODES = ['visit', 'call', 'office', 'partner'] as const;
export const CONTACT_OUTCOMES = ['reached', 'not_reached', 'refused', 'unsafe'] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];
export const NOT_REACHED_REASONS = [
  'no_answer',
  'moved',
  'number_changed',
  'no_way_there',
  'nobody_free',
] as const;
export const SITUATION_RATINGS = ['well', 'some', 'bad', 'not_told'] as const;
export type SituationRating = (typeof SITUATION_RATINGS)[number];
export const SUPPORTS = ['economic', 'social', 'psychosocial', 'health', 'legal'] as const;
export const ONWARD_MOVES = ['no', 'by_choice', 'by_need', 'not_told'] as const;
export const RETRAFFICKING_ANSWERS = ['no_sign', 'suspected', 'confirmed', 'not_told'] as const;
export const DANGER_ANSWERS = ['no', 'yes', 'not_told'] as const;

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

export type FollowUpMarkState =
  | 'ahead' // its window has not opened
  | 'open' // one may ask now
  | 'reached'
  | 'reached_late' // after its window
  | 'refused'
  | 'unsafe'
  | 'lost'; // its window closed, and nobody was reached

export interface FollowUpAttempt {
  readonly months: number;
  readonly on: CivilDate;
  readonly outcome: ContactOutcome;
}

/** `tries` in the order in which they were written; the last word counts, but nothing undoes that somebody was reached. */
export function followUpMarkState(
  due: FollowUpWindow,
  tries: readonly FollowUpAttempt[],
  today: CivilDate,
): FollowUpMarkState {
  const own = tries.filter(({ months }) => months === due.months);
  const reached = own.find(({ outcome }) => outcome === 'reached');
  if (reached) return reached.on <= due.closesOn ? 'reached' : 'reached_late';
  const last = own.at(-1)?.outcome;
  if (last === 'refused' || last === 'unsafe') return last;
  if (today < due.opensOn) return 'ahead';
  return today <= due.closesOn ? 'open' : 'lost';
}

export interface FollowUpAnswers {
  readonly months: number;
  readonly economic: SituationRating;
  readonly social: SituationRating;
  readonly psychosocial: SituationRating;
  readonly moved: (typeof ONWARD_MOVES)[number];
  readonly retrafficked: (typeof RETRAFFICKING_ANSWERS)[number];
  readonly inDanger: (typeof DANGER_ANSWERS)[number];
}
export interface SurveyScore {
  readonly on: CivilDate;
  readonly composite: string | null;
  readonly lowest: string | null;
}
export interface OutcomeEvidence {
  /** Follow-ups at which somebody was reached, in the order of their marks. */
  readonly answers: readonly FollowUpAnswers[];
  readonly lastMark: FollowUpWindow;
  readonly surveys: readonly SurveyScore[];
  /** A score read as sufficient; and up to which one the need is high. */
  readonly sufficient: number;
  readonly high: number;
}

/**
 * Outcome by definition: trafficked again, if ever confirmed; not known, if not reached at the last mark; at risk, if
 * in danger, suspected, moved out of need or with a poor dimension; moved by choice; not known, if danger or
 * trafficking was not answered; sustained, if the survey of the last window is sufficient and no dimension shows high
 * need, at risk if not; not known without such a survey.
 */
export function proposedOutcome(known: OutcomeEvidence): Outcome {
  const { answers, lastMark, surveys, sufficient, high } = known;
  if (answers.some(({ retrafficked }) => retrafficked === 'confirmed')) return 'retrafficked';
  const last = answers.findLast(({ months }) => months === lastMark.months);
  if (!last) return 'not_known';
  if (
    last.inDanger === 'yes' ||
    last.retrafficked === 'suspected' ||
    last.moved === 'by_need' ||
    hasBadRating(last)
  ) {
    return 'at_risk';
  }
  // An unanswered question does not count as safe.
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

const hasBadRating = ({ economic, social, psychosocial }: FollowUpAnswers): boolean =>
  [economic, social, psychosocial].includes('bad');

/** Danger, or a sign of being trafficked again. */
export const requiresUrgentHelp = (answers: {
  readonly inDanger?: (typeof DANGER_ANSWERS)[number] | null;
  readonly retrafficked?: (typeof RETRAFFICKING_ANSWERS)[number] | null;
}): boolean =>
  answers.inDanger === 'yes' ||
  answers.retrafficked === 'suspected' ||
  answers.retrafficked === 'confirmed';

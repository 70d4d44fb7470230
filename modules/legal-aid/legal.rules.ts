/** Codes of legal aid (kinds, states), and rules of days and amounts. */
import type { CivilDate, ProgrammeTime } from '../platform/shared/nights.rules';
import { latinDigits } from '../platform/shared/digits.rules';

export const PROCEEDING_KINDS = [
  'criminal_victim',
  'criminal_civil_party',
  'compensation',
  'civil',
  'labour',
  'family',
  'residence',
  'civil_status',
  'administrative',
  'other',
] as const;
export type ProceedingKind = (typeof PROCEEDING_KINDS)[number];

export type Track = 'criminal' | 'civil' | 'administrative';

/** Usual stages by track, for the chart; the allowed transitions are in `legal_transitions`. */
export const USUAL_STAGES: Readonly<Record<Track, readonly string[]>> = {
  criminal: [
    'preparing',
    'filed',
    'inquiry',
    'prosecution',
    'instruction',
    'trial',
    'judged',
    'final',
    'closed',
  ],
  civil: ['preparing', 'filed', 'trial', 'judged', 'final', 'enforcement', 'closed'],
  administrative: ['preparing', 'filed', 'review', 'granted', 'closed'],
};
export const END_STATES: readonly string[] = ['closed', 'dismissed', 'withdrawn'];

export interface StageLineStep {
  readonly state: string;
  readonly is: 'done' | 'now' | 'ahead' | 'passed';
  readonly on: CivilDate | null;
}

/** The way as a picture: the usual states, and those off it that this one went through. */
export function stageLineOf(
  track: Track,
  now: string,
  reached: readonly { readonly to: string; readonly on: CivilDate }[],
): StageLineStep[] {
  const last = new Map(reached.map(({ to, on }) => [to, on]));
  const way = [...USUAL_STAGES[track]];
  // Stages outside of the usual order are placed after those reached before them.
  for (const [place, { to }] of reached.entries()) {
    if (way.includes(to)) continue;
    const before = reached[place - 1]?.to;
    way.splice(before === undefined ? 0 : way.indexOf(before) + 1, 0, to);
  }
  const here = way.indexOf(now);
  const over = END_STATES.includes(now);
  return way
    .filter((state, place) => !over || place <= here || last.has(state))
    .map((state) => ({
      state,
      is:
        state === now
          ? 'now'
          : last.has(state)
            ? 'done'
            : way.indexOf(state) < here
              ? 'passed'
              : 'ahead',
      on: last.get(state) ?? null,
    }));
}

export const HEARING_KINDS = [
  'police',
  'prosecutor',
  'investigating_judge',
  'trial',
  'testimony',
  'confrontation',
  'judgment',
  'appeal',
  'mediation',
  'administrative',
  'other',
] as const;
export type HearingKind = (typeof HEARING_KINDS)[number];

/** Results of held hearings; "adjourned" has a reason. */
export const HELD_RESULTS = [
  'heard',
  'judgment_given',
  'judgment_reserved',
  'person_absent',
] as const;
export const ADJOURNMENT_REASONS = [
  'court_decided',
  'lawyer_asked',
  'accused_absent',
  'person_absent',
  'interpreter_missing',
  'other',
] as const;
export const CANCELLATION_REASONS = [
  'court_decided',
  'proceeding_ended',
  'entered_by_mistake',
  'other',
] as const;
/** Of the wrong row, where a hearing was corrected; no choice of a form. */
export const CORRECTED_DETAIL = 'corrected';
export const HEARING_DETAILS: Readonly<Record<string, readonly string[]>> = {
  held: HELD_RESULTS,
  adjourned: ADJOURNMENT_REASONS,
  cancelled: CANCELLATION_REASONS,
  planned: ['entered_by_mistake'],
};

export const CONTACT_ROLES = ['lawyer', 'interpreter', 'expert', 'bailiff', 'other'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

/** Who asked for, granted or refused a measure. */
export const AUTHORITIES = [
  'police',
  'prosecutor',
  'investigating_judge',
  'court',
  'administration',
  'other',
] as const;
/** Word of a step of a measure: one that leaves it granted extends it. */
export const measureStepWord = (from: string, to: string): string =>
  from === to ? 'extended' : to;

/** Who carried an order out. */
export const ENFORCERS = [
  'bailiff',
  'police',
  'other_party',
  'administration',
  'programme',
  'other',
] as const;

export const AMOUNT_KINDS = ['asked', 'awarded', 'paid', 'unrecoverable'] as const;
export type AmountKind = (typeof AMOUNT_KINDS)[number];

export const ACCUSED_CATEGORIES = {
  sex: ['female', 'male', 'unknown'],
  ageGroup: ['under_18', '18_25', '26_35', '36_50', 'over_50', 'adult', 'unknown'],
  education: ['none', 'primary', 'lower_secondary', 'upper_secondary', 'higher', 'unknown'],
} as const;
export interface AccusedCount {
  readonly sex: (typeof ACCUSED_CATEGORIES.sex)[number];
  readonly ageGroup: (typeof ACCUSED_CATEGORIES.ageGroup)[number];
  /** ISO 3166-1 alpha-2, or `unknown`. */
  readonly nationality: string;
  readonly education: (typeof ACCUSED_CATEGORIES.education)[number];
  readonly count: number;
}

/** Sums counts of equal groups. */
export function sumAccused(counts: readonly AccusedCount[]): AccusedCount[] {
  const groups = new Map<string, AccusedCount>();
  for (const one of counts) {
    const key = [one.sex, one.ageGroup, one.nationality, one.education].join('/');
    const before = groups.get(key);
    groups.set(key, before ? { ...before, count: before.count + one.count } : one);
  }
  return [...groups.values()];
}

/** The instant of an hour on a day of the programme. */
export const instantOf = (day: CivilDate, time: string, { offsetMinutes }: ProgrammeTime): Date =>
  new Date(Date.parse(`${day}T${time}:00Z`) - offsetMinutes * 60_000);

/** Normalises the number of a prosecutor's file. */
export const normaliseFileNumber = (number: string): string =>
  latinDigits(number.normalize('NFKC'))
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Random code of eight letters, easy to read aloud. */
export const feedCodeFrom = (bytes: Uint8Array): string => {
  const letters = [...bytes.slice(0, 8)].map((byte) => CODE_LETTERS[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

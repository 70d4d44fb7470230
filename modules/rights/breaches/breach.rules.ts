/** Breaches of personal data (GDPR 4(12), 33, 34): codes, and deadlines of notices. */

/** GDPR guidelines 9/2022 of the EDPB: confidentiality, availability, integrity. */
export const BREACH_KINDS = ['confidentiality', 'availability', 'integrity'] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];

export const DATA_KINDS = [
  'shelter_address',
  'name',
  'contact',
  'document',
  'health',
  'story',
  'legal',
  'child',
  'money',
  'password',
  'staff',
  'other',
] as const;
export type DataKind = (typeof DATA_KINDS)[number];

export const DANGERS = ['yes', 'unknown', 'no'] as const;
export type Danger = (typeof DANGERS)[number];

export const RISKS = ['not_a_breach', 'no_risk', 'risk', 'high_risk'] as const;
export type Risk = (typeof RISKS)[number];

export const CONSEQUENCES = [
  'found_by_traffickers',
  'violence',
  'retaliation_family',
  'stigma',
  'identity_misuse',
  'prosecution',
  'help_interrupted',
  'distress',
  'other',
] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** Safety of people first. */
export const BREACH_MEASURES = [
  'people_moved',
  'secrecy_changed',
  'people_guarded',
  'password_reset',
  'sessions_ended',
  'link_revoked',
  'device_wiped',
  'copy_deleted',
  'data_restored',
  'data_corrected',
  'staff_taught',
  'other',
] as const;
export type BreachMeasureKind = (typeof BREACH_MEASURES)[number];

export const NOTICE_WAYS = ['in_person', 'phone', 'letter', 'mail', 'form'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];

/**
 * Reasons to waive the notice to people (GDPR 34(3)): unreadable data, a risk that no longer exists, disproportionate
 * effort.
 */
export const WAIVER_REASONS = [
  'does_not_apply',
  'would_endanger',
  'unreadable',
  'risk_gone',
  'informed_already',
  'out_of_proportion',
] as const;
export type WaiverReason = (typeof WAIVER_REASONS)[number];

export type NeededFrom = 'always' | 'risk' | 'high_risk';
export type BreachState = 'reported' | 'assessed' | 'closed';

/** Until it is assessed, a breach counts as of high risk. */
export function isNoticeNeeded(neededFrom: NeededFrom, risk: Risk | null): boolean {
  if (risk === 'not_a_breach') return false;
  if (neededFrom === 'always') return true;
  if (neededFrom === 'risk') return risk !== 'no_risk';
  return risk === null || risk === 'high_risk';
}

export interface NoticeFacts {
  readonly neededFrom: NeededFrom;
  readonly dueAt: Date;
  /** Time of the first notice; for the people concerned, once all of them were told. */
  readonly madeAt: Date | null;
  /** Agreed by two, and not assessed again since. */
  readonly isWaived: boolean;
  /** Somebody asked not to make it, and another person decided that it is made. */
  readonly isWaiverRefused: boolean;
}

export type NoticeState = 'made' | 'made_late' | 'waived' | 'not_needed' | 'due' | 'overdue';

export interface NoticeStatus {
  readonly state: NoticeState;
  /** Until the deadline or since it; of a late notice, by how much. */
  readonly minutes: number;
}

const minutesBetween = (from: Date, until: Date): number =>
  Math.floor(Math.abs(until.getTime() - from.getTime()) / 60_000);

/** On the minute of the deadline it is still in time. */
export function noticeStatus(
  { neededFrom, dueAt, madeAt, isWaived, isWaiverRefused }: NoticeFacts,
  risk: Risk | null,
  now: Date,
): NoticeStatus {
  if (madeAt) {
    return { state: madeAt > dueAt ? 'made_late' : 'made', minutes: minutesBetween(madeAt, dueAt) };
  }
  if (isWaived) return { state: 'waived', minutes: 0 };
  if (!isWaiverRefused && !isNoticeNeeded(neededFrom, risk))
    return { state: 'not_needed', minutes: 0 };
  return { state: now > dueAt ? 'overdue' : 'due', minutes: minutesBetween(now, dueAt) };
}

export const isOutstanding = ({ state }: NoticeStatus): boolean =>
  state === 'due' || state === 'overdue';

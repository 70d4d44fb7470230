/** One consent is one row that is never changed; the newest of a purpose and a recipient counts. */
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';

export const PURPOSES = ['shelter', 'assistance', 'sharing', 'statistics', 'contact'] as const;
export type Purpose = (typeof PURPOSES)[number];
export const DECISIONS = ['given', 'refused', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];
export const CONSENT_MODES = ['oral', 'written', 'witnessed', 'guardian'] as const;
export type ConsentMode = (typeof CONSENT_MODES)[number];
export const CHANNELS = ['in_person', 'phone', 'video'] as const;
export type Channel = (typeof CHANNELS)[number];

/** The seven points of the guidance on con_Consent (HTCDS 2.0), in its order. */
export const CONSENT_POINTS = [
  'interview',
  'purpose_explained',
  'use_explained',
  'research_explained',
  'access_explained',
  'storage_explained',
  'withdrawal_explained',
] as const;
export type ConsentPoint = (typeof CONSENT_POINTS)[number];
export const POINT_ANSWERS = ['yes', 'no', 'skipped'] as const;
export type PointAnswer = (typeof POINT_ANSWERS)[number];
export type ConsentPoints = Readonly<Partial<Record<ConsentPoint, PointAnswer>>>;

/** Validity of a consent by purpose and the points to be explained (versioned data). */
export interface PurposeRule {
  readonly months: number;
  readonly points: readonly ConsentPoint[];
}

export interface ConsentFacts {
  readonly purpose: Purpose;
  readonly recipientId: string | null;
  readonly decision: Decision;
  readonly at: Date;
}

const topicOf = ({ purpose, recipientId }: ConsentFacts): string => `${purpose} ${recipientId}`;

/** Latest consent of each purpose and recipient; input in the order of time. */
export function latestConsents<C extends ConsentFacts>(consents: readonly C[]): C[] {
  return [...new Map(consents.map((consent) => [topicOf(consent), consent])).values()];
}

export const STATES = ['given', 'expired', 'withdrawn', 'refused', 'not_asked'] as const;
export type State = (typeof STATES)[number];

/** State of a purpose and recipient at an instant. */
export function stateOf(
  consent: (ConsentFacts & { readonly untilAt: Date | null }) | undefined,
  now: Date,
): State {
  if (!consent) return 'not_asked';
  if (consent.decision !== 'given') return consent.decision;
  return consent.untilAt !== null && consent.untilAt <= now ? 'expired' : 'given';
}

export function checkConsent(
  consent: ConsentFacts,
  before: readonly ConsentFacts[],
  now: Date,
): void {
  const wrong = (code: string, field: string) =>
    new DomainError('invalid', `consents.${code}`, {}, field);
  if (Number.isNaN(consent.at.getTime())) throw wrong('not_an_instant', 'at');
  if (consent.at > now) throw wrong('in_future', 'at');
  if (consent.purpose === 'sharing' && consent.recipientId === null) {
    throw wrong('sharing_with_whom', 'recipientId');
  }
  const last = latestConsents(before).find((one) => topicOf(one) === topicOf(consent));
  if (consent.decision === 'withdrawn' && last?.decision !== 'given') {
    throw wrong('nothing_to_withdraw', 'decision');
  }
  // An earlier consent would have no effect without the author noticing.
  if (last && consent.at <= last.at) throw wrong('newer_known', 'at');
}

const EXPLAIN_FIRST: Readonly<Record<ConsentPoint, { readonly code: string }>> = {
  interview: { code: 'consents.first_interview' },
  purpose_explained: { code: 'consents.first_purpose' },
  use_explained: { code: 'consents.first_use' },
  research_explained: { code: 'consents.first_research' },
  access_explained: { code: 'consents.first_access' },
  storage_explained: { code: 'consents.first_storage' },
  withdrawal_explained: { code: 'consents.first_withdrawal' },
};

/** Nobody agrees to what was not explained; a refusal needs no explanation. */
export function checkPoints(decision: Decision, points: ConsentPoints, rule: PurposeRule): void {
  if (decision !== 'given') return;
  const missing = rule.points.filter((point) => points[point] !== 'yes');
  if (missing.length === 0) return;
  throw new FieldErrors(
    missing.map(
      (point) => new DomainError('invalid', EXPLAIN_FIRST[point].code, {}, `points.${point}`),
    ),
  );
}

/** HTCDS keeps one box for all seven. */
export const consentOfHtcds = (points: ConsentPoints): boolean =>
  CONSENT_POINTS.every((point) => points[point] === 'yes');

/** The same day some months later; the last day of the month if that month is shorter. */
export function monthsAfter(at: Date, months: number): Date {
  const day = new Date(at);
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() + months);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(at.getUTCDate(), last));
  return day;
}

/** Until when it counts: as asked, but never longer than the rule of its purpose. */
export function endOf(at: Date, months: number, asked: Date | null): Date {
  const latest = monthsAfter(at, months);
  if (asked === null) return latest;
  if (asked <= at) throw new DomainError('invalid', 'consents.ends_before', {}, 'until');
  if (asked > latest) {
    throw new DomainError('invalid', 'consents.ends_too_late', { months }, 'until');
  }
  return asked;
}

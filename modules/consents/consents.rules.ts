/** One consent is one row that is never changed; the newest of a purpose and a recipient counts. */
import { DomainError } from '../../src/shared/domain-error';

export const PURPOSES = ['shelter', 'assistance', 'sharing', 'statistics', 'contact'] as const;
export type Purpose = (typeof PURPOSES)[number];
export const DECISIONS = ['given', 'refused', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];
export const HOWS = ['oral', 'written', 'witnessed', 'guardian'] as const;
export type How = (typeof HOWS)[number];

export interface ConsentFacts {
  readonly purpose: Purpose;
  readonly recipientId: string | null;
  readonly decision: Decision;
  readonly at: Date;
}

const topicOf = ({ purpose, recipientId }: ConsentFacts): string => `${purpose} ${recipientId}`;

/** Of rows in the order in which they were given, the last of each purpose and recipient. */
export function standing<C extends ConsentFacts>(consents: readonly C[]): C[] {
  return [...new Map(consents.map((consent) => [topicOf(consent), consent])).values()];
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
  const last = standing(before).find((one) => topicOf(one) === topicOf(consent));
  if (consent.decision === 'withdrawn' && last?.decision !== 'given') {
    throw wrong('nothing_to_withdraw', 'decision');
  }
  // One that is not later would not count, and whoever recorded it would believe that it does.
  if (last && consent.at <= last.at) throw wrong('newer_known', 'at');
}

/** Who decides for a child: a guardian, and the child too. An age that is not known counts as a child's. */
import { DomainError } from '../platform/shared/domain.errors';
import type { Decision, Purpose } from './consents.rules';

export const GUARDIAN_RELATIONS = [
  'mother',
  'father',
  'relative',
  'legal_guardian',
  'ad_hoc',
  'authority',
] as const;
export type GuardianRelation = (typeof GUARDIAN_RELATIONS)[number];
export const ASSENTS = ['given', 'refused', 'too_young'] as const;
export type Assent = (typeof ASSENTS)[number];

/** Guardians by office (court-appointed or by law), whoever holds the office. */
const BY_OFFICE: readonly GuardianRelation[] = ['ad_hoc', 'authority'];
export const MAJORITY = 18;

/** Completed years today; null where nothing is known, a range where the day is not. */
export interface Age {
  readonly low: number | null;
  readonly high: number | null;
}

export type ChildStatus = 'child' | 'perhaps' | 'adult';

export function childStatus({ low, high }: Age): ChildStatus {
  if (low === null) return 'perhaps';
  if (low >= MAJORITY) return 'adult';
  return high !== null && high < MAJORITY ? 'child' : 'perhaps';
}

export interface Guardianship {
  readonly relation: GuardianRelation | null;
  /** Linked in the programme, or named. */
  readonly known: boolean;
  readonly assent: Assent | null;
}

export function checkGuardianship(
  consent: { readonly purpose: Purpose; readonly decision: Decision },
  { relation, known, assent }: Guardianship,
  age: Age,
  assentFromAge: number,
): void {
  if (consent.decision !== 'given') return;
  const status = childStatus(age);
  if (status === 'adult') {
    if (relation === null && assent === null) return;
    throw new DomainError('invalid', 'consents.adult_decides', {}, 'guardian.relation');
  }
  if (relation === null) {
    throw status === 'child'
      ? new DomainError('invalid', 'consents.guardian_needed', {}, 'guardian.relation')
      : new DomainError('invalid', 'consents.age_unsure', {}, 'guardian.relation');
  }
  if (!known && !BY_OFFICE.includes(relation)) {
    throw new DomainError('invalid', 'consents.guardian_who', {}, 'guardian.name');
  }
  if (assent === null) throw new DomainError('invalid', 'consents.ask_the_child', {}, 'assent');
  if (assent === 'too_young' && age.low !== null && age.low >= assentFromAge) {
    throw new DomainError('invalid', 'consents.old_enough', { age: assentFromAge }, 'assent');
  }
  if (assent === 'refused' && consent.purpose === 'sharing') {
    throw new DomainError('invalid', 'consents.child_refuses', {}, 'assent');
  }
}

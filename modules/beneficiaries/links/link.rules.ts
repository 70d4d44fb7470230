/** Who is whose: which links there are, what cannot be, and what of them makes two people one family. */
import { DomainError } from '../../platform/shared/domain.errors';

export const LINK_KINDS = [
  'parent_of',
  'guardian_of',
  'sibling',
  'couple',
  'other_relative',
  'co_victim',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Kinds of links as chosen on a person's page; directed kinds can be chosen from either end. */
export const LINK_CHOICES = [
  'parent_of',
  'child_of',
  'sibling',
  'couple',
  'guardian_of',
  'ward_of',
  'other_relative',
  'co_victim',
] as const;
export type LinkChoice = (typeof LINK_CHOICES)[number];

export const END_REASONS = ['mistake', 'no_longer', 'person_asked'] as const;
export type EndReason = (typeof END_REASONS)[number];

export interface DirectedLink {
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
}

/** Stored form of a link: one row whichever end it was entered from. */
export function directLink(choice: LinkChoice, self: string, other: string): DirectedLink {
  if (choice === 'child_of') return { kind: 'parent_of', from: other, to: self };
  if (choice === 'ward_of') return { kind: 'guardian_of', from: other, to: self };
  if (choice === 'parent_of' || choice === 'guardian_of') {
    return { kind: choice, from: self, to: other };
  }
  const [from, to] = [self, other].sort() as [string, string];
  return { kind: choice, from, to };
}

/** The link as seen from `self`. */
export function linkChoiceOf({ kind, from }: DirectedLink, self: string): LinkChoice {
  if (kind === 'parent_of') return from === self ? 'parent_of' : 'child_of';
  if (kind === 'guardian_of') return from === self ? 'guardian_of' : 'ward_of';
  return kind;
}

/** These share a room by right; an uncle does not by being one, and a fellow victim never. */
export const FAMILY_LINK_KINDS: readonly LinkKind[] = [
  'parent_of',
  'guardian_of',
  'sibling',
  'couple',
];

/** Age of a linked person: completed years today, and possible years of birth. */
export interface LinkedAge {
  readonly low: number | null;
  readonly high: number | null;
  readonly bornFrom: number | null;
  readonly bornUntil: number | null;
}
const MAJORITY = 18;

/** The refusal, where this link cannot be; unknown ages refuse only what needs an adult. */
export function impossible(kind: LinkKind, from: LinkedAge, to: LinkedAge): DomainError | null {
  if (kind === 'parent_of' && from.bornFrom !== null && to.bornUntil !== null) {
    if (to.bornUntil <= from.bornFrom) return refuse('links.child_is_younger');
  }
  if (kind !== 'guardian_of') return null;
  if (from.low !== null && from.low >= MAJORITY) return null;
  return from.high !== null && from.high < MAJORITY
    ? refuse('links.guardian_is_child')
    : refuse('links.guardian_age_unknown');
}

const refuse = (code: 'links.child_is_younger' | GuardianCode): DomainError =>
  new DomainError('invalid', code, {}, 'kind');
type GuardianCode = 'links.guardian_is_child' | 'links.guardian_age_unknown';

/** A couple with a child is not refused: it is something that somebody must look at. */
export function coupleAlert(
  ages: readonly (Pick<LinkedAge, 'low' | 'high'> | null)[],
): 'child' | 'perhaps' | null {
  if (ages.some((age) => age?.high !== null && age?.high !== undefined && age.high < MAJORITY)) {
    return 'child';
  }
  return ages.some((age) => (age?.low ?? 0) < MAJORITY) ? 'perhaps' : null;
}

/** Relation of the joining person to the reference person, if that is the other end of the link. */
export function relationBy(kind: LinkKind, joins: 'from' | 'to', isReference: boolean): string {
  if (!isReference) return kind === 'guardian_of' ? 'companion' : 'other_relative';
  if (kind === 'parent_of') return joins === 'to' ? 'child' : 'parent';
  if (kind === 'couple') return 'spouse';
  return kind === 'sibling' ? 'sibling' : 'companion';
}

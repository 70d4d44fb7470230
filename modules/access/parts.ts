import type { Actor, Role } from '../../src/shared/actor';
import type { CasePart } from '../../migrations/support';

/**
 * Which parts of a case a reason opens (the same stands in the table `access_reasons`, and a test
 * compares the two), and which parts a role may see at all.
 */
export const CASE_PARTS: readonly CasePart[] = [
  'placement',
  'facts',
  'identity',
  'contact',
  'safe_contact',
  'story',
  'health',
  'legal',
  'care',
  'money',
];

export const REASON_PARTS: Readonly<Record<string, readonly CasePart[]>> = {
  registered: CASE_PARTS,
  assigned: CASE_PARTS,
  request: ['placement'],
  hold: ['placement', 'facts', 'safe_contact'],
  stay: ['placement', 'facts', 'identity', 'safe_contact', 'health', 'care'],
  break_glass: ['placement', 'facts', 'identity', 'contact', 'safe_contact', 'health', 'care'],
  duplicate: ['placement', 'facts', 'identity'],
  assessor: ['placement', 'facts', 'care'],
};

/** Which of them a reason also lets one write; the same stands in `access_reasons.writes`. */
export const REASON_WRITES: Readonly<Record<string, readonly CasePart[]>> = {
  registered: CASE_PARTS,
  assigned: CASE_PARTS,
  request: [],
  hold: [],
  stay: ['health', 'care'],
  break_glass: ['care'],
  duplicate: [],
  assessor: [],
};

const ROLE_PARTS: Readonly<Partial<Record<Role, readonly CasePart[]>>> = {
  shelter_manager: CASE_PARTS.filter((part) => part !== 'legal' && part !== 'money'),
  shelter_staff: ['placement', 'facts', 'identity', 'safe_contact', 'care'],
  reintegration_officer: CASE_PARTS,
  case_supervisor: CASE_PARTS,
  legal_officer: ['facts', 'identity', 'contact', 'safe_contact', 'story', 'legal'],
  hotline_operator: ['placement', 'facts', 'safe_contact'],
};

/** Whether the actor's roles may see this part of any case; row level security says of which. */
export const maySeePart = (actor: Actor, part: CasePart): boolean =>
  actor.roles.some((role) => ROLE_PARTS[role]?.includes(part) ?? false);

export type { CasePart };

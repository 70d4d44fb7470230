/**
 * Parts of a case that a role may see at all. Which parts an access reason opens is in
 * migrations/data/access-reasons.ts.
 */
import { CASE_PARTS, type CasePart } from '../../migrations/data/access-reasons';
import type { Actor, Role } from '../platform/shared/actor';
import { may } from './permissions.rules';

const ROLE_PARTS: Readonly<Partial<Record<Role, readonly CasePart[]>>> = {
  shelter_manager: CASE_PARTS.filter((part) => part !== 'legal' && part !== 'money'),
  shelter_staff: ['placement', 'facts', 'identity', 'safe_contact', 'care'],
  reintegration_officer: CASE_PARTS,
  case_supervisor: CASE_PARTS,
  legal_officer: ['facts', 'identity', 'contact', 'safe_contact', 'story', 'legal'],
  hotline_operator: ['placement', 'facts', 'safe_contact'],
};

/** Parts that show the identity of a person. */
const IDENTITY_PARTS: readonly CasePart[] = ['identity', 'contact'];

/**
 * Whether the actor's roles allow this part of a case; row-level security decides for which cases. Through a token, parts
 * that show the identity need a token with `people:show-identity` on every route, because lists show names as well.
 */
export const maySeePart = (actor: Actor, part: CasePart): boolean =>
  actor.roles.some((role) => ROLE_PARTS[role]?.includes(part) ?? false) &&
  (!IDENTITY_PARTS.includes(part) ||
    actor.token === undefined ||
    may(actor, 'people:show-identity'));

export { CASE_PARTS, type CasePart };

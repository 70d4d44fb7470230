/** Which parts of a case a role may see at all; which of them a reason opens stands in migrations/data/access-reasons.ts. */
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

/** What says who somebody is, or where. */
const WHO: readonly CasePart[] = ['identity', 'contact'];

/**
 * Whether the actor's roles may see this part of any case; row level security says of which. Who somebody is opens through
 * a token alone that was made for it, whatever the route: names stand in lists as well.
 */
export const maySeePart = (actor: Actor, part: CasePart): boolean =>
  actor.roles.some((role) => ROLE_PARTS[role]?.includes(part) ?? false) &&
  (!WHO.includes(part) || actor.token === undefined || may(actor, 'people:show-identity'));

export { CASE_PARTS, type CasePart };

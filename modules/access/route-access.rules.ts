/** Requirements of a declared route for its callers, as the guard enforces them. */
import type { DeclaredRoute } from './declared-routes.service';
import { needsProof, needsSecondFactor, type Permission } from './permissions.rules';
import { isForTokens } from './tokens/token-scope.rules';

export interface RouteAccess {
  /** Null for public routes. */
  readonly permission: Permission | null;
  /** The session must have proved its identity within the last PROOF_MINUTES. */
  readonly needsProof: boolean;
  /** The session must have been opened with a second factor. */
  readonly needsSecondFactor: boolean;
  /** Access tokens with the permission in their scope may call it. */
  readonly byToken: boolean;
}

export function routeAccess({ method, permission, isInPerson }: DeclaredRoute): RouteAccess {
  const isReading = method === 'GET';
  if (permission === 'public')
    return {
      permission: null,
      needsProof: false,
      needsSecondFactor: false,
      byToken: isReading && !isInPerson,
    };
  const needed = permission as Permission;
  return {
    permission: needed,
    needsProof: needsProof(needed, isReading),
    needsSecondFactor: needsSecondFactor(needed),
    byToken: !isInPerson && isForTokens(needed),
  };
}

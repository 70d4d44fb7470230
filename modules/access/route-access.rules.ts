/** What a declared route asks of who calls it, as the guard decides it. */
import type { DeclaredRoute } from './declared-routes.service';
import { needsProof, needsSecondFactor, type Permission } from './permissions.rules';
import { isForTokens } from './tokens/token-scope.rules';

export interface RouteAccess {
  /** Null where anybody may call it. */
  readonly permission: Permission | null;
  /** A session has shown its code or password within the last ten minutes. */
  readonly needsProof: boolean;
  /** A session was begun with a second factor. */
  readonly needsSecondFactor: boolean;
  /** A token with the permission in its scope may call it. */
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

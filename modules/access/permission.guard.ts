import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusals } from '../audit';
import { DomainError } from '../platform/shared/domain.errors';
import { type Actor, lacksSecondFactor, type TokenScope } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import {
  BEFORE_SECOND_FACTOR,
  FROM_OTHER_BROWSER,
  IN_PERSON,
  PERMISSION,
  PUBLIC,
} from './decorators';
import {
  may,
  needsProof,
  needsSecondFactor,
  PROOF_MINUTES,
  type Permission,
} from './permissions.rules';
import { isForTokens } from './tokens/token-scope.rules';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Checks permission, second factor and proof on every route. A guard and not middleware, because path matching of
 * middleware on Fastify can be bypassed.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const actor = request.mawa.actor;
    const isPublic = this.reflector.getAllAndOverride<boolean>(PUBLIC, targets) ?? false;
    const refusal = actor?.token && this.refusalOfToken(actor.token, request, targets, isPublic);
    if (actor && refusal) {
      await this.refuse(actor, request, `${request.method} ${request.routeOptions.url}`);
      throw new DomainError('forbidden', refusal);
    }
    if (isPublic) return true;
    if (!actor) throw new DomainError('unauthenticated', 'access.sign_in_first');
    if (
      actor.session?.isElsewhere &&
      !this.reflector.getAllAndOverride<boolean>(FROM_OTHER_BROWSER, targets)
    )
      throw new DomainError('forbidden', 'access.proof_elsewhere');
    const isBefore = this.reflector.getAllAndOverride<boolean>(BEFORE_SECOND_FACTOR, targets);
    if (lacksSecondFactor(actor) && !isBefore)
      throw new DomainError('forbidden', 'access.second_factor_missing');
    const permission = this.reflector.getAllAndOverride<Permission>(PERMISSION, targets);
    if (permission && this.allows(actor, permission)) {
      this.checkProof(actor, permission, request.method);
      return true;
    }
    await this.refuse(actor, request, permission ?? 'undeclared');
    const isBeyondScope = permission && actor.token && may(inPerson(actor), permission);
    const isWithoutRole = actor.roles.length === 0 && !actor.token;
    throw new DomainError(
      'forbidden',
      isBeyondScope
        ? 'access.token_scope'
        : isWithoutRole
          ? 'access.no_role_yet'
          : 'access.not_yours',
    );
  }

  /** Error code if an access token may not use this route, whatever its scope; null if it may. */
  private refusalOfToken(
    { readsOnly }: TokenScope,
    { method }: FastifyRequest,
    targets: Parameters<Reflector['getAllAndOverride']>[1],
    isPublic: boolean,
  ): string | null {
    const writes = !READING.has(method);
    if (writes && readsOnly) return 'access.token_reads_only';
    const permission = this.reflector.getAllAndOverride<Permission>(PERMISSION, targets);
    const isOfPeople =
      this.reflector.getAllAndOverride<boolean>(IN_PERSON, targets) ||
      (isPublic ? writes : permission !== undefined && !isForTokens(permission));
    return isOfPeople ? 'access.token_in_person' : null;
  }

  private async refuse(actor: Actor, request: FastifyRequest, action: string): Promise<void> {
    await this.refusals.write(actor, request.ip, { action, kind: 'route', outcome: 'refused' });
  }

  private checkProof({ session }: Actor, permission: Permission, method: string): void {
    if (!session) return;
    if (needsSecondFactor(permission) && session.secondFactorAt === null)
      throw new DomainError('forbidden', 'access.second_factor_missing');
    if (!needsProof(permission, READING.has(method))) return;
    const age = this.clock.now().getTime() - session.provedAt.getTime();
    if (age > PROOF_MINUTES * 60_000)
      throw new DomainError('forbidden', 'access.proof_missing', { minutes: PROOF_MINUTES });
  }

  /** A method of its own, so that a test can disable the application's check and test row-level security alone. */
  protected allows(actor: Actor, permission: Permission): boolean {
    return may(actor, permission);
  }
}

const inPerson = ({ token: _, ...actor }: Actor): Actor => actor;

import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusals } from '../audit';
import { DomainError } from '../platform/shared/domain.errors';
import { type Actor, lacksSecondFactor } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { BEFORE_SECOND_FACTOR, PERMISSION, PUBLIC } from './decorators';
import {
  may,
  needsProof,
  needsSecondFactor,
  PROOF_MINUTES,
  type Permission,
} from './permissions.rules';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The door of every route. Never middleware: its path matching on Fastify can be walked around. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const actor = request.mawa.actor;
    if (!actor) throw new DomainError('unauthenticated', 'access.sign_in_first');
    const isBefore = this.reflector.getAllAndOverride<boolean>(BEFORE_SECOND_FACTOR, targets);
    if (lacksSecondFactor(actor) && !isBefore)
      throw new DomainError('forbidden', 'access.second_factor_missing');
    const permission = this.reflector.getAllAndOverride<Permission>(PERMISSION, targets);
    if (permission && this.allows(actor, permission)) {
      this.checkProof(actor, permission, request.method);
      return true;
    }
    const action = permission ?? 'undeclared';
    await this.refusals.write(actor, request.ip, { action, kind: 'route', outcome: 'refused' });
    throw new DomainError('forbidden', 'access.not_yours');
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

  /** Apart, so that a test can switch the application's policy off and leave row level security alone. */
  protected allows(actor: Actor, permission: Permission): boolean {
    return may(actor, permission);
  }
}

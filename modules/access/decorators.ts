import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { Permission } from './permissions.rules';

export const PERMISSION = 'mawa:permission';
export const PUBLIC = 'mawa:public';
export const IN_PERSON = 'mawa:in-person';
export const BEFORE_SECOND_FACTOR = 'mawa:before-second-factor';
export const FROM_OTHER_BROWSER = 'mawa:from-other-browser';

/** What a route needs: one permission of permissions.rules.ts. */
export const Allow = (permission: Permission): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, permission);

/** Open to anybody who reaches the server: sign-in, health. Each use is listed by a test. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Open to whoever still has to show a second factor that their role requires. Each use is listed by a test. */
export const BeforeSecondFactor = (): MethodDecorator & ClassDecorator =>
  SetMetadata(BEFORE_SECOND_FACTOR, true);

/** Open to a session whose cookie came from another browser than the one that signed in. Each use is listed by a test. */
export const FromOtherBrowser = (): MethodDecorator & ClassDecorator =>
  SetMetadata(FROM_OTHER_BROWSER, true);

/**
 * Of people alone: no program does it with a token, whatever the scope. For routes whose permission a token may hold
 * otherwise; permissions that no token holds are listed in tokens/token-scope.rules.ts.
 */
export const InPerson = (): MethodDecorator & ClassDecorator => SetMetadata(IN_PERSON, true);

/**
 * Open to anybody and recognising nobody: no session is looked at, no cookie set, no line logged,
 * nothing measured.
 */
export const Anonymous = (): MethodDecorator =>
  applyDecorators(Public(), RouteConfig({ anonymous: true, quiet: true }));

/** A permission whose use shows in no log line and no metric: even how often says something. */
export const AllowQuietly = (permission: Permission, config: object = {}): MethodDecorator =>
  applyDecorators(Allow(permission), RouteConfig({ ...config, quiet: true }));

/**
 * What an open page fetches by itself: it needs its permission like every other route, and it does not
 * keep the session of somebody who went away.
 */
export const AllowUnattended = (permission: Permission, config: object = {}): MethodDecorator =>
  applyDecorators(Allow(permission), RouteConfig({ ...config, unattended: true }));

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { mawa } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!mawa?.actor) throw new DomainError('unauthenticated', 'access.sign_in_first');
  return mawa.actor;
});

/** The `Idempotency-Key` of an API call, or the hidden field of a form; null where there is none. */
export const RequestId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | null => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers['idempotency-key'];
    if (typeof header === 'string') return header;
    const field = (request.body as Record<string, unknown> | undefined)?.['_request'];
    return typeof field === 'string' && field !== '' ? field : null;
  },
);

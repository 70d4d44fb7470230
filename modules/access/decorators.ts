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

/** Requires one permission of permissions.rules.ts. */
export const Allow = (permission: Permission): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, permission);

/** No sign-in required, for example sign-in and health. A test lists each use. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Allowed before the second factor that the actor's role requires has been set up or shown. A test lists each use. */
export const BeforeSecondFactor = (): MethodDecorator & ClassDecorator =>
  SetMetadata(BEFORE_SECOND_FACTOR, true);

/**
 * Allowed for a session whose cookie arrives from another browser than the one that signed in. A test lists each use.
 */
export const FromOtherBrowser = (): MethodDecorator & ClassDecorator =>
  SetMetadata(FROM_OTHER_BROWSER, true);

/**
 * For people only: refused for access tokens of any scope. For routes whose permission a token may otherwise hold;
 * permissions that no token can hold are listed in tokens/token-scope.rules.ts.
 */
export const InPerson = (): MethodDecorator & ClassDecorator => SetMetadata(IN_PERSON, true);

/** Public and anonymous: reads no session, sets no cookie, writes no log line and no metric. */
export const Anonymous = (): MethodDecorator =>
  applyDecorators(Public(), RouteConfig({ anonymous: true, quiet: true }));

/**
 * Like `Allow`, but the request appears in no log line and no metric, because even the number of uses is confidential.
 */
export const AllowQuietly = (permission: Permission, config: object = {}): MethodDecorator =>
  applyDecorators(Allow(permission), RouteConfig({ ...config, quiet: true }));

/** Like `Allow`, for requests that an open page makes by itself: they do not extend the session. */
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

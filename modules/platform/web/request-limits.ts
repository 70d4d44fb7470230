/** Limits of requests, enforced before parsing. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../shared/domain.errors';
import { ANONYMOUS_BODY_LIMIT, refuseTooMany } from './body-limits.rules';
import { refuseBrokenAddress, refuseBrokenText } from './broken-text';
import { RefusedBodies } from './refused-bodies';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** By `@RouteConfig({ bodyValues: … })`: a route that takes a long list of rows. */
    bodyValues?: number;
    /** Set here from the declared routes: this one is open to anybody. */
    needsNoAccount?: boolean;
  }
}

/** A body of this size can be read at any time, so that a sign-in behind a noisy address still works. */
const SMALL_BODY = 8_192;

/**
 * Call it after the hook that recognises the session and before the first route is added.
 * `openRoutes` are the routes without an account, as "POST /sign-in".
 */
export function limitRequests(fastify: FastifyInstance, openRoutes: ReadonlySet<string>): void {
  const refused = new RefusedBodies();

  fastify.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    if (!methods.some((method) => openRoutes.has(`${method} ${route.url}`))) return;
    route.bodyLimit = ANONYMOUS_BODY_LIMIT;
    route.config = { ...route.config, needsNoAccount: true } as typeof route.config;
  });

  fastify.addHook('onRequest', async (request) => {
    if (request.mawa.actor !== null || announcedSize(request) <= SMALL_BODY) return;
    if (!request.routeOptions.config.needsNoAccount) refuseUnreadable(request);
    await refused.refuseAfterTooMany(request.ip);
  });

  fastify.addHook('preValidation', async (request) => {
    const { bodyValues } = request.routeOptions.config;
    refuseTooMany(request.body, { values: bodyValues, isForm: isForm(request) });
    refuseTooMany(request.query);
    withoutEmpty(request.query as Record<string, unknown>);
    refuseBrokenAddress(request.url);
    for (const part of [request.body, request.query, request.params]) refuseBrokenText(part);
  });

  fastify.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 413 && !request.mawa?.actor) await refused.count(request.ip);
  });
}

/** A filter that was left empty asks for nothing, before it becomes a number, a day or a list. */
function withoutEmpty(query: Record<string, unknown>): void {
  for (const name of Object.keys(query)) if (query[name] === '') delete query[name];
}

/** Nobody is signed in and the route needs it: a large body would be read only to be refused. */
function refuseUnreadable(request: FastifyRequest): void {
  if (announcedSize(request) > ANONYMOUS_BODY_LIMIT) {
    throw new DomainError('unauthenticated', 'access.sign_in_first');
  }
}

/** A body without a length may have any. */
const announcedSize = ({ headers }: FastifyRequest): number =>
  headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : Infinity;

const isForm = ({ headers }: FastifyRequest): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(
    headers['content-type'] ?? '',
  );

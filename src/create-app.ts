import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import helmet from '@fastify/helmet';
import { LogController, type FastifyRequest } from 'fastify';
import { pino } from 'pino';
import {
  DeclaredRoutes,
  FormDraftsHook,
  FormSubmissionsHook,
  PasswordCost,
  SessionHook,
} from '../modules/access';
import { ArrivalsHook } from '../modules/plans';
import { HolidaysHook } from '../modules/reference-lists';
import { AppModule } from './app.module';
import { describeApi } from './describe-api';
import type { Env } from '../modules/platform/config/env';
import { environmentOf } from '../modules/platform/database/installation';
import { loggerOptions, NestLog } from '../modules/platform/web/log';
import { Drain } from '../modules/platform/web/drain';
import { observeRequests } from '../modules/platform/web/request-metrics';
import { answerBrokenRequest } from '../modules/platform/web/broken-requests';
import { readableAddress } from '../modules/platform/web/broken-text';
import { drainRequestBody } from '../modules/platform/web/drain-request-body';
import { limitRequests } from '../modules/platform/web/request-limits';
import { cookieName } from '../modules/platform/web/cookie-name';
import { registerStatic } from '../modules/platform/web/static';
import { traceIds, traceRequests } from '../modules/platform/web/trace-requests';
import { acceptUploads } from '../modules/platform/web/uploads';
import { Clock, SystemClock } from '../modules/platform/shared/clock';

export interface AppParts {
  readonly env: Env;
  readonly databaseUrl: string;
  readonly clock?: Clock;
  readonly passwordCost?: PasswordCost;
}

/** The web application, ready to listen: the same for the server, the demo and the tests. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const { databaseUrl, clock = new SystemClock(), passwordCost = new PasswordCost() } = parts;
  const env = await environmentOf(parts.env, databaseUrl);
  const trustedProxies = env.TRUST_PROXY?.split(',');
  const adapter = new FastifyAdapter({
    logger: loggerOptions(env.LOG_LEVEL),
    bodyLimit: env.MAWA_BODY_LIMIT,
    trustProxy: trustedProxies,
    genReqId: traceIds(trustedProxies ?? []),
    // A word of an address may be as long as an address: it is looked for, and not found, in words.
    routerOptions: { maxParamLength: 16_384 },
    clientErrorHandler: answerBrokenRequest,
    rewriteUrl: ({ url = '/' }) => readableAddress(url),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    // What still comes in on an open connection is served: see Drain.
    return503OnClosing: false,
    requestTimeout: 60_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(env, databaseUrl, clock, passwordCost),
    adapter,
    { logger: new NestLog(adapter.getInstance().log), abortOnError: false },
  );
  await prepare(app, env);
  return app;
}

/** The application without routes, pages and port, for commands: making the routes takes two thirds of a start. */
export async function createContext(parts: AppParts): Promise<INestApplicationContext> {
  const { databaseUrl, clock = new SystemClock(), passwordCost = new PasswordCost() } = parts;
  const env = await environmentOf(parts.env, databaseUrl);
  const context = await NestFactory.createApplicationContext(
    AppModule.with(env, databaseUrl, clock, passwordCost),
    { logger: new NestLog(pino(loggerOptions(env.LOG_LEVEL))), abortOnError: false },
  );
  return context.enableShutdownHooks();
}

/** Plugins, hooks and pipes; order matters: cookies before the token, the token before the session. */
export async function prepare(app: NestFastifyApplication, env: Env): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  traceRequests(fastify);
  observeRequests(fastify);
  await app.register(helmet, { contentSecurityPolicy: policy(env), ...headers(env) });
  await app.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] });
  await app.register(cookie);
  await app.register(csrf, {
    cookieKey: cookieName(env, '_csrf'),
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure: env.MAWA_TLS },
    getToken: (request: FastifyRequest) =>
      (request.headers['x-csrf-token'] as string | undefined) ??
      (request.body as { _csrf?: string } | undefined)?._csrf,
  });
  registerStatic(fastify);
  app.get(SessionHook).register(fastify);
  await acceptUploads(app, env.MAWA_UPLOAD_LIMIT);
  limitRequests(fastify, app.get(DeclaredRoutes).openRoutes());
  app.get(FormSubmissionsHook).register(fastify);
  app.get(FormDraftsHook).register(fastify);
  app.get(ArrivalsHook).register(fastify);
  app.get(HolidaysHook).register(fastify);
  fastify.addHook('onSend', async (request, reply) => drainRequestBody(request, reply));
  fastify.addHook('onSend', async (_request, reply) => {
    // What names people or places is kept by no browser and no proxy; assets and public files say their own.
    if (!reply.hasHeader('cache-control')) void reply.header('Cache-Control', 'no-store');
  });
  app.get(Drain).observe(fastify);
  describeApi(app);
}

const policy = (env: Env) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'", new URL(env.MAWA_EXIT_URL).origin],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    manifestSrc: ["'self'"],
    objectSrc: ["'none'"],
    // public/answers.js makes the one policy, and takes pages of this server alone.
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['mawa-answers'],
  },
});

const headers = (env: Env) =>
  ({
    hsts: env.MAWA_TLS ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  }) as const;

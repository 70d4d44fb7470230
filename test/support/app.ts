import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from 'pg';
import supertest from 'supertest';
import { type PasswordCost, PasswordHashes, Sessions } from '../../modules/access';
import type { Env } from '../../modules/platform/config/env';
import { Transactions } from '../../modules/platform/database/transactions';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { cookieName } from '../../modules/platform/web/cookie-name';
import { failOnMissingSentences } from '../../modules/platform/web/i18n';
import { DRAFT_PARAM } from '../../modules/platform/web/posted-form';
import {
  SETUP_ACTOR,
  type Actor,
  type Language,
  type OrganisationKind,
  type Role,
} from '../../modules/platform/shared/actor';
import type { TestDatabase } from './database';
import { apiDocument } from './api-document';
import { type AnsweredCall, DocumentCheck } from './document-check';
import { organisationOf } from './role-organisation';
import { runningApp } from './running-app';

export const PASSWORD = 'un mot de passe long';
/** 23:10 on the night of Tuesday 24 November 2026. */
export const TONIGHT = '2026-11-24T23:10:00Z';

type Http = ReturnType<typeof supertest>;

export interface SignedIn {
  readonly actor: Actor;
  readonly email: string;
  get(path: string): supertest.Test;
  /** JSON to the API, with the cross-site token. */
  post(path: string, body?: object, requestId?: string): supertest.Test;
  put(path: string, body?: object): supertest.Test;
  delete(path: string): supertest.Test;
  /** Whatever text as whatever it says it is, to the API. */
  send(method: string, path: string, text: string, type?: string): supertest.Test;
  /** A form written by hand. */
  form(path: string, text: string): supertest.Test;
  /** What each of these calls carries. */
  readonly headers: Readonly<Record<string, string>>;
  /** A form of a page. */
  submit(path: string, fields: Record<string, string | string[]>): supertest.Test;
  /** Searches as a browser does: the form, then where it leads, with the cookie that came along. */
  search(words: string): Promise<supertest.Response>;
}

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: SettableClock;
  readonly env: Env;
  readonly transactions: Transactions;
  /** Superuser connection without row-level security, to prepare and to inspect data. */
  readonly admin: Client;
  http(): Http;
  /** Makes an account with these roles (confirmed) and shelters, with a session that is open. */
  signIn(
    roles: Role | Role[],
    more?: { shelterIds?: string[]; organisationId?: string; language?: Language },
  ): Promise<SignedIn>;
  /** Opens a session of an existing account, with whatever rights it has. */
  signInAs(email: string): Promise<SignedIn>;
  stop(): Promise<void>;
}

failOnMissingSentences();

/** What is to look at each answer of the API, while a test asks for it. */
export const answerObservers = new Set<(call: AnsweredCall) => void>();

let accounts = 0;
export interface StartOptions {
  /** The instant at which the test begins; `TONIGHT` without it. */
  readonly at?: string;
  /** An application with other settings is made for this caller alone. */
  readonly env?: Record<string, string>;
  readonly passwordCost?: PasswordCost;
  /** Filled already; dropped when the test stops. Its key file lies in MAWA_DATA of `env`. */
  readonly database?: TestDatabase;
}

/** `MAWA_CHECK_ANSWERS=1 npx jest test/…` compares each answer of the API in these tests with its document. */
if (process.env['MAWA_CHECK_ANSWERS']) {
  let check: DocumentCheck;
  beforeAll(async () => {
    check = new DocumentCheck(await apiDocument());
    answerObservers.add((call) => check.check(call));
  }, 300_000);
  afterAll(() => expect(Object.fromEntries(check.deviations)).toEqual({}));
}

/** With a database of its own, and an application that stands ready in this worker where there is one. */
export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const running = await runningApp(options);
  const { app, clock, env, database, admin } = running;
  const { http, leave } = await callsTo(app);
  const passwordHash = await app.get(PasswordHashes).hash(PASSWORD);
  let marks: Promise<FormMarks> | undefined;
  const sessionOf = async (email: string, actor: Actor) => {
    const forms = await (marks ??= formMarks(http));
    const token = await openSession(admin, clock.now(), actor.userId);
    const cookie = `${cookieName(env, 'mawa_session')}=${token}; ${forms.cookie}`;
    return session(http, email, actor, { cookie, token: forms.token });
  };
  return {
    app,
    database,
    clock,
    env,
    transactions: app.get(Transactions),
    admin,
    http,
    signIn: async (roles, more = {}) => {
      const email = `personne${(accounts += 1)}@example.org`;
      const account = { ...more, email, passwordHash, roles: [roles].flat() };
      return sessionOf(email, await makeAccount(admin, clock.now(), account));
    },
    signInAs: async (email) => {
      const actor = await app.get(Sessions).actorByEmail(email);
      return sessionOf(email, actor!);
    },
    stop: async () => {
      leave();
      await running.stop();
    },
  };
}

/** Over one open server and kept connections: a server for each call takes as long as the call. */
async function callsTo(app: NestFastifyApplication) {
  const base = await app.getUrl();
  const agent = new Agent({ keepAlive: true });
  const http = (): Http =>
    new Proxy(supertest(base), {
      get: (calls, verb) => {
        const call: unknown = Reflect.get(calls, verb);
        if (typeof call !== 'function') return call;
        return (path: string) => {
          const test = (call.call(calls, path) as supertest.Test).agent(agent);
          observe(test, String(verb), path);
          // Packing each answer and unpacking it again takes longer than many of them take to make.
          return test.set('accept-encoding', 'identity');
        };
      },
    });
  return { http, leave: () => agent.destroy() };
}

function observe(test: supertest.Test, verb: string, path: string): void {
  if (answerObservers.size === 0 || !path.startsWith('/api/v1/')) return;
  const parts: Buffer[] = [];
  (test as unknown as { on(event: 'request', then: (request: unknown) => void): void }).on(
    'request',
    (request) => {
      const { req } = request as { req: ClientRequest };
      req.prependListener('response', (response: IncomingMessage) => {
        response.on('data', (part: Buffer | string) => parts.push(Buffer.from(part)));
        response.on('end', () => {
          const { statusCode = 0, headers } = response;
          const call = {
            method: verb.toUpperCase(),
            path,
            status: statusCode,
            type: headers['content-type'] ?? '',
            text: Buffer.concat(parts).toString(),
          };
          for (const observer of answerObservers) observer(call);
        });
      });
    },
  );
}

interface NewAccount {
  readonly email: string;
  readonly passwordHash: string;
  readonly roles: Role[];
  readonly shelterIds?: string[];
  readonly organisationId?: string;
  readonly language?: Language;
}

async function makeAccount(admin: Client, now: Date, account: NewAccount): Promise<Actor> {
  const { email, passwordHash, roles, language = 'fr', shelterIds = [] } = account;
  const organisationId = account.organisationId ?? (await organisationOf(admin, now, roles));
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO users (email, name, password_hash, language, organisation_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [email, `Compte ${email.split('@')[0]}`, passwordHash, language, organisationId, now],
  );
  const userId = rows[0]!.id;
  const [first, second] = [SETUP_ACTOR.userId, '00000000-0000-4000-8000-000000000003'];
  for (const role of roles) {
    await admin.query(
      `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
       VALUES ($1, $2, $3, $5, $4, $5)`,
      [userId, role, first, second, now],
    );
  }
  for (const shelterId of shelterIds) {
    // A membership gives nothing in a shelter that is not there: an id of the test's own becomes one.
    await admin.query(
      `INSERT INTO shelters (id, code_name, region, kind, receives, languages, created_at)
       SELECT $1::uuid, 'Maison ' || left($1::text, 8), '04', 'emergency', '{woman}', '{fr}', $2
        WHERE NOT EXISTS (SELECT 1 FROM shelters WHERE id = $1::uuid)`,
      [shelterId, now],
    );
    await admin.query(
      `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
       VALUES ($1, 'shelter', $2, $3, $4)`,
      [userId, shelterId, new Date(now.getTime() - 400 * 86_400_000), first],
    );
  }
  const { rows: kinds } = await admin.query<{ kind: OrganisationKind }>(
    'SELECT kind FROM organisations WHERE id = $1',
    [organisationId],
  );
  return {
    userId,
    name: `Compte ${email.split('@')[0]}`,
    roles,
    organisationId,
    organisationKind: kinds[0]?.kind ?? null,
    shelterIds,
    language,
    system: false,
  };
}

/** What forms carry: a secret in a cookie and a token made of it. */
interface FormMarks {
  readonly cookie: string;
  readonly token: string;
}

async function formMarks(http: () => Http): Promise<FormMarks> {
  const answer = await http().get('/api/v1/session').expect(200);
  return { cookie: cookies(answer), token: (answer.body as { csrfToken: string }).csrfToken };
}

/**
 * As signing in with a second factor leaves it: a random token, of which the row keeps the digest. It never has to be
 * proved again.
 */
async function openSession(admin: Client, now: Date, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await admin.query(
    `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, second_factor, second_factor_at,
                           proved_at)
     VALUES ($1, $2, $3, $3, $3::timestamptz + interval '12 hours', 'code', $3, '2200-01-01Z')`,
    [createHash('sha256').update(token).digest(), userId, now],
  );
  return token;
}

function session(
  http: () => Http,
  email: string,
  actor: Actor,
  { cookie, token }: FormMarks,
): SignedIn {
  return {
    actor,
    email,
    get: (path) => http().get(path).set('cookie', cookie),
    post: (path, body = {}, requestId) => {
      const call = showingRefusals(http().post(path).set('cookie', cookie));
      void call.set('x-csrf-token', token);
      if (requestId) void call.set('idempotency-key', requestId);
      return call.send(body);
    },
    put: (path, body = {}) =>
      http().put(path).set('cookie', cookie).set('x-csrf-token', token).send(body),
    delete: (path) => http().delete(path).set('cookie', cookie).set('x-csrf-token', token),
    send: (method, path, text, type = 'application/json') => {
      const verb = method.toLowerCase() as 'post';
      const call = http()[verb](path).set({ cookie, 'x-csrf-token': token, 'content-type': type });
      void call.timeout(10_000);
      return call.serialize((body: unknown) => body as string).send(text);
    },
    form: (path, text) =>
      showingRefusals(http().post(path).set('cookie', cookie))
        .type('form')
        .send(`_csrf=${token}&${text}`),
    headers: { cookie, 'x-csrf-token': token },
    submit: (path, fields) =>
      showingRefusals(http().post(path).set('cookie', cookie))
        .type('form')
        .send({ ...fields, _csrf: token }),
    search: async (q) => {
      const form = http().post('/people/search').set('cookie', cookie).type('form');
      const asked = await form.send({ q, _csrf: token }).expect(303);
      return http()
        .get(asked.headers.location!)
        .set('cookie', `${cookie}; ${cookies(asked)}`);
    },
  };
}

/** One jar of two: the later cookie of a name stands for the earlier one. */
export function joined(...jars: string[]): string {
  const pairs = jars.flatMap((jar) => jar.split('; ')).filter(Boolean);
  const byName = new Map(pairs.map((pair) => [pair.split('=')[0]!, pair]));
  return [...byName.values()].join('; ');
}

/** The addresses that show a refused form, and a step of an intake that is not complete. */
const REFUSAL = new RegExp(`[?&](${DRAFT_PARAM}|check)=`);

/**
 * A refused form is led to an address that shows it, which answers with the status of the refusal: followed as a
 * browser does, cookies and all. Any other redirect is the answer.
 */
export function showingRefusals(call: supertest.Test): supertest.Test {
  const inner = call as unknown as {
    request(): ClientRequest;
    _maxRedirects: number;
    on(event: 'redirect', then: (response: IncomingMessage) => void): void;
  };
  const request = inner.request.bind(call);
  inner.request = () =>
    request().prependListener('response', ({ headers }) => {
      inner._maxRedirects = REFUSAL.test(headers.location ?? '') ? 1 : 0;
    });
  inner.on('redirect', ({ headers }) => {
    const fresh = (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]!);
    void call.set('cookie', [call.get('cookie'), ...fresh].join('; '));
  });
  return call;
}

export const cookies = (response: supertest.Response): string =>
  ([] as string[])
    .concat(response.headers['set-cookie'] ?? [])
    .map((line) => line.split(';')[0]!)
    .join('; ');

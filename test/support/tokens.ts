import type supertest from 'supertest';
import {
  AccessTokens,
  type Permission,
  Sessions,
  TOKEN_PERMISSIONS,
  may,
} from '../../modules/access';
import type { SignedIn, TestApp } from './app';

export interface TokenWish {
  /** Left out: everything that a token of this account may hold. */
  readonly permissions?: readonly Permission[];
  readonly readsOnly?: boolean;
  readonly places?: readonly string[];
}

export interface Program extends SignedIn {
  readonly token: string;
  readonly tokenId: string;
}

async function passwordOf(mawa: TestApp, userId: string): Promise<{ hash: string }> {
  const { rows } = await mawa.admin.query<{ hash: string }>(
    'SELECT password_hash AS hash FROM users WHERE id = $1',
    [userId],
  );
  return rows[0]!;
}

/** A program with a token of this account, which calls the API as its owner does: without cookies. */
export async function aProgramOf(
  mawa: TestApp,
  owner: SignedIn,
  { permissions, ...more }: TokenWish = {},
): Promise<Program> {
  const actor = (await mawa.app.get(Sessions).actorById(owner.actor.userId))!;
  const wanted = permissions ?? TOKEN_PERMISSIONS.filter((one) => may(actor, one));
  const { id, token } = await mawa.app
    .get(AccessTokens)
    .makeFor(
      actor,
      actor,
      { name: 'essai', permissions: wanted, days: 30, ...more },
      'mawa_pat_',
      await passwordOf(mawa, actor.userId),
    );
  return programWith(mawa, owner, { token, tokenId: id });
}

export function programWith(
  mawa: TestApp,
  { actor, email }: Pick<SignedIn, 'actor' | 'email'>,
  { token, tokenId }: { readonly token: string; readonly tokenId: string },
): Program {
  const headers = { authorization: `Bearer ${token}` };
  const call = (verb: 'get' | 'post' | 'put' | 'delete' | 'patch', path: string): supertest.Test =>
    mawa.http()[verb](path).set(headers);
  return {
    actor,
    email,
    token,
    tokenId,
    headers,
    get: (path) => call('get', path),
    post: (path, body = {}, requestId) => {
      const sent = call('post', path);
      if (requestId) void sent.set('idempotency-key', requestId);
      return sent.send(body);
    },
    put: (path, body = {}) => call('put', path).send(body),
    delete: (path) => call('delete', path),
    send: (method, path, text, type = 'application/json') =>
      call(method.toLowerCase() as 'post', path)
        .set('content-type', type)
        .serialize((body: unknown) => body as string)
        .send(text),
    form: (path, text) => call('post', path).type('form').send(text),
    submit: (path, fields) => call('post', path).type('form').send(fields),
    search: async (q) => call('post', '/people/search').type('form').send({ q }),
  };
}

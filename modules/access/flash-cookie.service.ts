import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { open, seal, type SealedFieldAddress } from '../platform/shared/seal';
import { flashCookieName } from '../platform/web/flash';
import type { Flash, FlashCookie } from '../platform/web/request';
import { Keys } from './keys';

const PLACE: SealedFieldAddress = { table: 'cookie', column: 'flash', row: '' };
const FLASHES = ['success', 'info', 'warning', 'danger'];

/** The short word after a redirect, in a sealed cookie: it may name a person, where names are shown. Shown once by the next page. */
@Injectable()
export class FlashCookies {
  readonly cookie: FlashCookie;
  private readonly key: Buffer;

  constructor(@Inject(ENV) env: Env, keys: Keys) {
    this.key = keys.derived('word after a redirect');
    this.cookie = {
      name: flashCookieName(env),
      secure: env.MAWA_TLS,
      seal: (text) => seal(this.key, PLACE, text).toString('base64url'),
    };
  }

  take(request: FastifyRequest, reply: FastifyReply): Flash | undefined {
    const { name, secure } = this.cookie;
    const text = request.cookies[name];
    if (!text || request.method !== 'GET' || /^\/(api|assets)\//.test(request.url))
      return undefined;
    void reply.clearCookie(name, { path: '/', secure });
    return this.open(text);
  }

  /** Nothing where it was not sealed here. */
  open(text: string): Flash | undefined {
    try {
      const opened = open(this.key, PLACE, Buffer.from(text, 'base64url')).toString();
      return flashOf(JSON.parse(opened) as Partial<Flash>);
    } catch {
      return undefined;
    }
  }
}

/** One of our sentences, with short plain values in it, and no more. */
export function flashOf({ kind, key, params = {} }: Partial<Flash>): Flash | undefined {
  if (!kind || !FLASHES.includes(kind) || !key || !/^[a-z-]+:[\w.]+$/.test(key)) return undefined;
  const plain = Object.entries(params).filter(
    ([name, value]) =>
      /^[a-z]{1,20}$/i.test(name) &&
      (typeof value === 'number' || (typeof value === 'string' && value.length <= 120)),
  );
  return { kind, key, params: Object.fromEntries(plain) };
}

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import type { Actor } from '../platform/shared/actor';
import { open, seal, type SealedFieldAddress } from '../platform/shared/seal';
import { cookieName } from '../platform/web/cookie-name';
import { Keys } from './keys';

const WORDS_COOKIE = 'mawa_words';
export const wordsCookieOf = (env: Env): string => cookieName(env, WORDS_COOKIE);
const SECONDS = 15 * 60;

const placeOf = (actor: Actor): SealedFieldAddress => ({
  table: 'cookie',
  column: 'words',
  row: actor.userId,
});

/**
 * Keeps the words of a search in a sealed cookie, so that going back and paging work while no address, browser history
 * or log contains them. For one account only; deleted with the browser session, by the quick exit or after 15 minutes.
 */
@Injectable()
export class WordsCookie {
  private readonly key: Buffer;

  constructor(
    @Inject(ENV) private readonly env: Env,
    keys: Keys,
  ) {
    this.key = keys.derived('words of a search');
  }

  keep(reply: FastifyReply, actor: Actor, words: string): void {
    const sealed = seal(this.key, placeOf(actor), words).toString('base64url');
    void reply.setCookie(wordsCookieOf(this.env), sealed, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.env.MAWA_TLS,
      maxAge: SECONDS,
    });
  }

  /** Null if there are none or they belong to another account. */
  read(request: FastifyRequest, actor: Actor): string | null {
    const sealed = request.cookies[wordsCookieOf(this.env)];
    if (!sealed || sealed.length > 1000) return null;
    try {
      return open(this.key, placeOf(actor), Buffer.from(sealed, 'base64url')).toString();
    } catch {
      return null;
    }
  }
}

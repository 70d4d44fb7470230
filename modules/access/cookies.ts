import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Env } from '../../src/config/env';
import { ENV } from '../../src/config/env.token';
import type { Language } from '../../src/shared/actor';
import { LANGUAGE_COOKIE } from './session.hook';
import { SESSION_COOKIE } from './sessions.service';
import { DRAFT_COOKIE } from './form-drafts/form-drafts.service';
import { WORDS_COOKIE } from './words-cookie';

/** Cookies end with the browser: a shared machine remembers nobody. */
@Injectable()
export class SessionCookies {
  constructor(@Inject(ENV) private readonly env: Env) {}

  start(reply: FastifyReply, token: string): void {
    void reply.setCookie(SESSION_COOKIE, token, this.options());
  }

  end(reply: FastifyReply): void {
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
    void reply.clearCookie(WORDS_COOKIE, { path: '/people' });
    void reply.clearCookie(DRAFT_COOKIE, { path: '/' });
  }

  language(reply: FastifyReply, language: Language): void {
    void reply.setCookie(LANGUAGE_COOKIE, language, this.options());
  }

  private options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.env.MAWA_TLS } as const;
  }
}

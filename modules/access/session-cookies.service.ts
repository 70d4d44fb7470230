import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import type { Language } from '../platform/shared/actor';
import { cookieName } from '../platform/web/cookie-name';
import type { Browser, NewSession, PendingCode } from './browser.types';
import { draftCookieOf } from './form-drafts/form-drafts.service';
import { wordsCookieOf } from './words-cookie.service';

/** `Clear-Site-Data` on sign-out. Storage is kept: forms sealed on the device may still wait for a connection. */
export const CLEARED = '"cache"';

const SESSION = 'mawa_session';
const LANGUAGE = 'mawa_language';
const DEVICE = 'mawa_device';
/** Cookie of a sign-in that waits for its second factor; no session. */
const PENDING = 'mawa_pending';
/** Cookie of a browser redirected to an identity provider; no session. */
const AWAY = 'mawa_away';
/** Maximum accounts for which a shared browser is remembered as known; the oldest is dropped. */
const PEOPLE_A_BROWSER = 8;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const DAY = 86_400;

/**
 * Session cookies, which end with the browser. The only lasting cookie, `mawa_device`, marks the browser as known
 * without telling for whom.
 */
@Injectable()
export class SessionCookies {
  constructor(@Inject(ENV) private readonly env: Env) {}

  tokenOf(request: FastifyRequest): string | undefined {
    return request.cookies[this.name(SESSION)];
  }

  languageOf(request: FastifyRequest): string | undefined {
    return request.cookies[this.name(LANGUAGE)];
  }

  devicesOf(request: FastifyRequest): string[] {
    const tokens = (request.cookies[this.name(DEVICE)] ?? '').slice(0, 1_000).split('.');
    return tokens.filter((token) => TOKEN.test(token)).slice(0, PEOPLE_A_BROWSER);
  }

  pendingOf(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.name(PENDING)];
    return token && TOKEN.test(token) ? token : undefined;
  }

  waitForCode(reply: FastifyReply, { pending }: PendingCode): void {
    void reply.setCookie(this.name(PENDING), pending, this.options());
  }

  awayOf(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.name(AWAY)];
    return token && TOKEN.test(token) ? token : undefined;
  }

  sendAway(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.name(AWAY), token, this.options());
  }

  isBack(reply: FastifyReply): void {
    void reply.clearCookie(this.name(AWAY), this.options());
  }

  browserOf(request: FastifyRequest): Browser {
    return {
      address: request.ip,
      devices: this.devicesOf(request),
      session: this.tokenOf(request),
      userAgent: request.headers['user-agent'],
    };
  }

  /** Starts a session with a new CSRF secret, so that values known before the sign-in are useless. */
  start(request: FastifyRequest, reply: FastifyReply, signedIn: NewSession): string {
    void reply.setCookie(this.name(SESSION), signedIn.token, this.options());
    if (request.cookies[this.name(PENDING)])
      void reply.clearCookie(this.name(PENDING), this.options());
    const { token, days } = signedIn.device;
    const others = this.devicesOf(request).filter((other) => other !== token);
    const value = [token, ...others].slice(0, PEOPLE_A_BROWSER).join('.');
    void reply.setCookie(this.name(DEVICE), value, { ...this.options(), maxAge: days * DAY });
    // The plugin creates a new secret, and sets its cookie, if the request has none.
    delete request.cookies[cookieName(this.env, '_csrf')];
    return reply.generateCsrf();
  }

  end(reply: FastifyReply): void {
    void reply.clearCookie(this.name(SESSION), this.options());
    void reply.clearCookie(this.name(PENDING), this.options());
    void reply.clearCookie(wordsCookieOf(this.env), this.options());
    void reply.clearCookie(draftCookieOf(this.env), this.options());
  }

  language(reply: FastifyReply, language: Language): void {
    void reply.setCookie(this.name(LANGUAGE), language, this.options());
  }

  private name(name: string): string {
    return cookieName(this.env, name);
  }

  private options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.env.MAWA_TLS } as const;
  }
}

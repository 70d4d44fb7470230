import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { publicUrl } from '../platform/config/public-url';
import { type ProgrammeFacts, ProgrammeProfile } from '../platform/database/programme-profile';
import { Clock } from '../platform/shared/clock';
import { DomainError } from '../platform/shared/domain.errors';
import { type Actor, LANGUAGES, type Language } from '../platform/shared/actor';
import { languageOf, type ShellFacts } from '../platform/web/request';
import { FlashCookies } from './flash-cookie.service';
import { SessionCookies } from './session-cookies.service';
import { deviceName } from './device-name.rules';
import { wideNetworkOf } from './guessing/network.rules';
import { SessionMoves } from './session-moves.service';
import { type SessionPlace, Sessions } from './sessions.service';
import { bearerOf, TokenSignIn } from './tokens/token-sign-in.service';

const API = '/api/v1/';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Before every route: identifies the actor and the language, and checks that a changing request comes from our own
 * pages (CSRF). Fastify hooks, because they run for each request however its path is spelled.
 */
@Injectable()
export class SessionHook {
  constructor(
    private readonly sessions: Sessions,
    private readonly moves: SessionMoves,
    private readonly cookies: SessionCookies,
    private readonly tokens: TokenSignIn,
    private readonly clock: Clock,
    private readonly profile: ProgrammeProfile,
    private readonly flashes: FlashCookies,
    @Inject(ENV) private readonly env: Env,
  ) {}

  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => this.recognise(request, reply));
    fastify.addHook('preHandler', (request, reply, done) => {
      // A form that was already refused is only shown again; it changes nothing.
      const { refusal } = request.postedForm ?? {};
      if (SAFE.has(request.method) || isHarmless(request) || refusal) return done();
      // A browser sends no token by itself: there is no right that another site's form could use.
      if (request.mawa.actor?.token) return done();
      if (comesFromElsewhere(request))
        return done(new DomainError('forbidden', 'access.elsewhere'));
      // Nobody is signed in there: there is no right that another site's form could use.
      if (request.routeOptions.config.anonymous) return done();
      fastify.csrfProtection(request, reply, (error?: Error) =>
        done(error ? new DomainError('forbidden', 'access.form_expired') : undefined),
      );
    });
  }

  private async recognise(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const programme = await this.profile.current();
    if (request.routeOptions.config.anonymous) {
      request.mawa = this.ofNobody(request, programme);
      return;
    }
    const bearer = bearerOf(request);
    if (bearer !== null) return this.recogniseProgram(bearer, request, programme);
    const token = this.cookies.tokenOf(request);
    const { unattended = false } = request.routeOptions.config;
    const actor = token ? await this.actorOf(token, unattended, request) : null;
    const chosen = this.cookies.languageOf(request) as Language | undefined;
    const language =
      actor?.language ??
      (chosen && LANGUAGES.includes(chosen) ? chosen : acceptedLanguage(request, programme));
    request.mawa = {
      actor,
      language,
      csrfToken: reply.generateCsrf(),
      ...this.factsOf(request, programme.names[language]),
      // A background request of a page must not consume the message meant for the next page.
      flash: unattended ? undefined : this.flashes.take(request, reply),
    };
  }

  /** No cookie is set. The language is the one asked for, else the account's; what is refused is refused as nobody. */
  private async recogniseProgram(
    bearer: string,
    request: FastifyRequest,
    programme: ProgrammeFacts,
  ): Promise<void> {
    const nobody = this.ofNobody(request, programme);
    request.mawa = nobody;
    if (!request.url.startsWith(API)) throw new DomainError('forbidden', 'access.token_for_api');
    if (this.cookies.tokenOf(request))
      throw new DomainError('unauthenticated', 'access.token_and_session');
    const actor = await this.tokens.actorOf(bearer, request.ip);
    const language = request.headers['accept-language'] ? nobody.language : actor.language;
    request.mawa = { ...nobody, actor, language };
  }

  /** A page that asks by itself keeps nobody signed in: idle time is the time without a hand. */
  private async actorOf(
    token: string,
    unattended: boolean,
    request: FastifyRequest,
  ): Promise<Actor | null> {
    const here = placeOf(request);
    const origin = request.url.startsWith(API) ? 'api' : 'page';
    if (unattended) {
      const actor = (await this.sessions.actorsOf([token], here)).get(token);
      return actor ? { ...actor, origin } : null;
    }
    const found = await this.sessions.actorOf(token, here);
    if (!found) return null;
    const actor: Actor = { ...found.actor, origin };
    if (found.move) await this.moves.record(actor, found.move, request.ip);
    return actor;
  }

  /** Facts of an anonymous page: without the signed-in account, in the language of the address. */
  private ofNobody(request: FastifyRequest, programme: ProgrammeFacts): ShellFacts {
    const { l } = (request.query ?? {}) as { l?: Language };
    const { language: asked = l } = (request.params ?? {}) as { language?: Language };
    const language =
      asked && LANGUAGES.includes(asked) ? asked : acceptedLanguage(request, programme);
    return {
      actor: null,
      language,
      csrfToken: '',
      ...this.factsOf(request, programme.names[language]),
    };
  }

  private factsOf(request: FastifyRequest, name: string) {
    return {
      traceId: String(request.id),
      path: request.url,
      flashCookie: this.flashes.cookie,
      programme: {
        name,
        synthetic: this.env.MAWA_SYNTHETIC,
        practiceUrl: this.env.MAWA_PRACTICE_URL,
        offsetMinutes: this.env.MAWA_OFFSET_MINUTES,
      },
      publicUrl: publicUrl(this.env, request.socket.localPort),
      neutralAddress: this.env.MAWA_EXIT_URL,
      now: this.clock.now(),
    };
  }
}

const placeOf = ({ headers, ip }: FastifyRequest): SessionPlace => ({
  device: deviceName(headers['user-agent']),
  network: wideNetworkOf(ip),
});

const acceptedLanguage = (request: FastifyRequest, { firstLanguage }: ProgrammeFacts): Language =>
  languageOf(request.headers['accept-language'], firstLanguage);

/** Leaving in a hurry must never fail on an expired form. */
const isHarmless = (request: FastifyRequest): boolean => request.url === '/quick-exit';

function comesFromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = request.headers;
  if (typeof origin !== 'string' || origin === 'null') return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

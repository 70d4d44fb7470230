import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  nextOf,
  page,
  redirect,
  withNext,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { Allow, BeforeSecondFactor, CurrentActor, FromOtherBrowser, Public } from '../decorators';
import { PasswordLinks } from '../passwords/password-links.service';
import { SessionCookies } from '../session-cookies.service';
import { digestOf, sessionOf } from '../sessions.service';
import { IdentityLinks } from './identity-links.service';
import { IdentityProviders } from './identity-providers.service';
import { type Departure, IdentitySignIn } from './identity-sign-in.service';

/** Accounts of the actor at identity providers: linking, unlinking, and signing in there again as a proof. */
@ApiExcludeController()
@Controller()
export class OwnIdentitiesPagesController {
  constructor(
    private readonly signIn: IdentitySignIn,
    private readonly providers: IdentityProviders,
    private readonly links: IdentityLinks,
    private readonly invitations: PasswordLinks,
    private readonly cookies: SessionCookies,
  ) {}

  /**
   * Answers with a page that redirects to the provider by a link, because the Content-Security-Policy forbids forms
   * that lead to other sites.
   */
  @Allow('account:link')
  @Post('account/identity-providers/:id')
  link(
    @CurrentActor() _actor: Actor,
    @Id() providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView> {
    const askedIn = sessionOf(this.cookies.browserOf(request));
    const departure = { providerId, purpose: 'link' as const, askedIn };
    return this.way(departure, '/account', request, reply);
  }

  @Allow('account:link')
  @Post('account/identities/:id/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.links.endOwn(actor, id);
    return redirect('/account', { kind: 'success', key: 'access:openid.unlinked' });
  }

  /** Proves the identity of the actor by another sign-in at the provider. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Get('account/proof/providers/:id')
  async prove(
    @CurrentActor() actor: Actor,
    @Id() providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageRedirect | void> {
    const next = nextOf(request.query as { next?: string });
    const own = await this.links.of(actor, actor.userId);
    const back = withNext('/account/proof', next);
    try {
      if (!own.some((link) => link.providerId === providerId))
        throw new DomainError('not_found', 'access.openid_not_in_force');
      const { url, token } = await this.signIn.begin({
        ...this.from(request),
        providerId,
        purpose: 'proof',
        askedIn: sessionOf(this.cookies.browserOf(request)),
        next,
      });
      this.cookies.sendAway(reply, token);
      void reply.redirect(url, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, params } = error;
      return redirect(back, { kind: 'warning', key: keyOfCode(code), params });
    }
  }

  /** Uses an invitation link to link an account at a provider instead of choosing a password. */
  @Public()
  @Post('password/:token/providers/:id')
  async useInvitation(
    @Param('token') token: string,
    @Id() providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageView> {
    await this.invitations.look(token);
    const departure = { providerId, purpose: 'invitation' as const, askedIn: digestOf(token) };
    return this.way(departure, `/password/${token}`, request, reply);
  }

  private async way(
    departure: Pick<Departure, 'providerId' | 'purpose' | 'askedIn'>,
    backPath: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const { url, token } = await this.signIn.begin({
      ...departure,
      ...this.from(request),
      next: null,
    });
    this.cookies.sendAway(reply, token);
    const named = (await this.providers.inForce()).find(({ id }) => id === departure.providerId);
    const name = named?.name[language] ?? '';
    return page('access/to-provider', {
      title: translate(language, 'access:openid.link_title', { name }),
      isInvitation: departure.purpose === 'invitation',
      name,
      address: url,
      backPath,
    });
  }

  private from({ mawa, ip }: FastifyRequest) {
    return { publicUrl: mawa.publicUrl!, address: ip };
  }
}

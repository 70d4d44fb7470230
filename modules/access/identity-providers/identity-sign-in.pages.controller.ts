import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import type { Flash } from '../../platform/web/request';
import { Public } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { IdentityProviders } from './identity-providers.service';
import { IdentitySignIn, type Outcome } from './identity-sign-in.service';

/** Redirects to identity providers and receives their callbacks. */
@ApiExcludeController()
@Controller()
export class IdentitySignInPagesController {
  constructor(
    private readonly signIn: IdentitySignIn,
    private readonly providers: IdentityProviders,
    private readonly cookies: SessionCookies,
  ) {}

  @Public()
  @Get('sign-in/providers/:id')
  async leave(
    @Id() providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageRedirect | void> {
    const next = nextOf(request.query as { next?: string });
    if (request.mawa.actor) return redirect(next ?? '/');
    if (!isNavigation(request)) return redirect('/sign-in');
    try {
      const { url, token } = await this.signIn.begin({
        providerId,
        purpose: 'sign_in',
        askedIn: null,
        next,
        publicUrl: request.mawa.publicUrl!,
        address: request.ip,
      });
      this.cookies.sendAway(reply, token);
      void reply.redirect(url, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return redirect(withNext('/sign-in', next), warning(error));
    }
  }

  @Public()
  @Get('sign-in/providers/:id/answer')
  async comeBack(
    @Id() providerId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageRedirect> {
    const { mawa } = request;
    if (!isNavigation(request)) return redirect('/sign-in');
    const outcome = await this.signIn.answer({
      providerId,
      url: new URL(request.url, mawa.publicUrl),
      token: this.cookies.awayOf(request),
      browser: this.cookies.browserOf(request),
      actor: mawa.actor,
    });
    if (outcome.request) this.cookies.isBack(reply);
    const { arrival } = outcome;
    if (arrival instanceof DomainError) return this.refused(arrival, outcome, request);
    const next = outcome.request!.next;
    switch (arrival.kind) {
      case 'session':
        this.cookies.start(request, reply, arrival.session);
        return redirect(next ?? '/');
      case 'pending':
        this.cookies.waitForCode(reply, arrival);
        return redirect(withNext('/sign-in/code', next));
      case 'linked':
        return redirect('/account', said('linked'));
      case 'invited':
        return redirect('/sign-in', said('invited'));
      case 'proved':
        return redirect(next ?? '/account', { kind: 'success', key: 'access:proof.done' });
    }
  }

  /** Confirms the sign-out from Mawa; the session at the provider may still be open in this browser. */
  @Public()
  @Get('sign-out/providers/:id')
  async signedOut(
    @Id() providerId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    if (mawa.actor) return redirect('/');
    const provider = (await this.providers.inForce()).find(({ id }) => id === providerId);
    const address = provider && (await this.signIn.signOutUrl(providerId, mawa.publicUrl!));
    if (!address) return redirect('/sign-in');
    const name = provider.name[mawa.language];
    return page('access/signed-out', {
      title: translate(mawa.language, 'access:openid.signed_out'),
      name,
      address,
    });
  }

  private refused(error: DomainError, { request }: Outcome, { mawa }: FastifyRequest) {
    const flash = warning(error);
    if (!request) return redirect(mawa.actor ? '/account' : '/sign-in', flash);
    switch (request.purpose) {
      case 'sign_in':
        return redirect(
          mawa.actor ? (request.next ?? '/') : withNext('/sign-in', request.next),
          flash,
        );
      case 'invitation':
        return redirect('/sign-in', flash);
      case 'link':
        return redirect(mawa.actor ? '/account' : '/sign-in', flash);
      case 'proof':
        return redirect(mawa.actor ? withNext('/account/proof', request.next) : '/sign-in', flash);
    }
  }
}

/**
 * False for images and scripts of other sites that load the address; they are not counted as attempts. Old browsers
 * send no Sec-Fetch header and are counted.
 */
const isNavigation = ({ headers }: FastifyRequest): boolean =>
  (headers['sec-fetch-mode'] ?? 'navigate') === 'navigate';

const warning = ({ code, params }: DomainError): Flash => ({
  kind: 'warning',
  key: keyOfCode(code),
  params,
});

const said = (key: string): Flash => ({ kind: 'success', key: `access:openid.${key}` });

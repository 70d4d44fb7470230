import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { newForm, orRefused, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import {
  nextOf,
  page,
  redirect,
  withNext,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { OwnAccounts } from '../accounts/own-account.service';
import { Allow, BeforeSecondFactor, CurrentActor } from '../decorators';
import { CodeForm } from '../dto/sign-in.dto';
import { SessionCookies } from '../session-cookies.service';
import { SecondFactors } from './second-factors.service';
import { qrCodeOf } from './qr-code.view';

type Answer = Promise<PageView | PageRedirect>;
type Fields = Record<string, string>;
const HERE = '/account/second-factor';

/**
 * Authenticator app of the actor's own account. Reachable without a second factor by accounts that have to set one up.
 */
@ApiExcludeController()
@Controller('account/second-factor')
export class SecondFactorPagesController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly own: OwnAccounts,
    private readonly cookies: SessionCookies,
  ) {}

  @Allow('account:own')
  @BeforeSecondFactor()
  @Get()
  async look(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Answer {
    const { since, shownAt } = await this.factors.own(actor);
    const next = nextOf(request.query as Fields);
    // The session was opened before the factor was set up.
    if (since && shownAt === null) return redirect(withNext('/account/proof', next ?? HERE));
    return this.show(actor, request, newForm());
  }

  @Allow('account:own')
  @BeforeSecondFactor()
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): Answer {
    return orRefused(
      async () => {
        await this.factors.begin(actor, this.cookies.browserOf(request));
        return redirect(withNext(HERE, nextOf(body)));
      },
      () => this.show(actor, request, newForm()),
    );
  }

  /** Confirms the factor and shows the recovery codes, this once. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @Post('confirmation')
  confirm(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.submit(actor, body, request, async (otp) => {
      const codes = await this.factors.confirm(actor, otp, this.cookies.browserOf(request));
      return codesPage(codes, request, nextOf(body) ?? '/');
    });
  }

  @Allow('account:own')
  @BeforeSecondFactor()
  @Post('recovery-codes')
  renew(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.submit(actor, body, request, async (otp) => {
      const codes = await this.factors.renewCodes(actor, otp, this.cookies.browserOf(request));
      return codesPage(codes, request, HERE);
    });
  }

  @Allow('account:own')
  @BeforeSecondFactor()
  @Post('removal')
  remove(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): Answer {
    return this.submit(actor, body, request, async (otp) => {
      await this.factors.remove(actor, otp, this.cookies.browserOf(request));
      return redirect(HERE, { kind: 'success', key: 'access:factor.removed' });
    });
  }

  private submit(
    actor: Actor,
    body: Fields,
    request: FastifyRequest,
    act: (otp: string) => Promise<PageView | PageRedirect>,
  ): Answer {
    // The POST addresses have no page of their own; the language switch links to this one instead.
    request.mawa = { ...request.mawa, path: HERE };
    return submitForm(
      CodeForm,
      { otp: body.otp },
      request.mawa.language,
      ({ otp }) => act(otp),
      (form) => this.show(actor, request, form),
    );
  }

  private async show(actor: Actor, request: FastifyRequest, form: FormState): Promise<PageView> {
    const factor = await this.factors.own(actor);
    const { email } = await this.own.of(actor, this.cookies.tokenOf(request)!);
    const here = this.cookies.browserOf(request);
    const begun = factor.since ? null : await this.factors.unconfirmed(actor, email, here);
    const { language } = request.mawa;
    return page('access/second-factor', {
      ...factor,
      title: translate(language, 'access:factor.title'),
      next: nextOf({ ...(request.query as Fields), ...(request.body as Fields | undefined) }),
      // The role has no effect until the factor is set up.
      missing: factor.required && !factor.since,
      begun: begun && { ...begun, picture: qrCodeOf(begun.uri) },
      email,
      form,
    });
  }
}

const codesPage = (codes: readonly string[], { mawa }: FastifyRequest, next: string): PageView =>
  page('access/recovery-codes', {
    title: translate(mawa.language, 'access:factor.codes.title'),
    codes,
    next,
  });

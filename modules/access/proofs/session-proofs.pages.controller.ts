import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import {
  nextOf,
  page,
  redirect,
  withNext,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { Allow, BeforeSecondFactor, CurrentActor, FromOtherBrowser } from '../decorators';
import { PROOF_MINUTES } from '../permissions.rules';
import { SessionCookies } from '../session-cookies.service';
import { PasskeyDto } from '../passkeys/passkey.dto';
import { optionsText } from '../passkeys/passkey-options.view';
import { Passkeys } from '../passkeys/passkeys.service';
import { ProofForm } from './session-proof.dto';
import { SessionProofs } from './session-proofs.service';

type Fields = Record<string, string>;

/** Asks for code or password again and redirects to the page that required it. */
@ApiExcludeController()
@Controller('account/proof')
export class SessionProofsPagesController {
  constructor(
    private readonly proofs: SessionProofs,
    private readonly passkeys: Passkeys,
    private readonly cookies: SessionCookies,
  ) {}

  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Get()
  look(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Post()
  prove(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ProofForm,
      { otp: body.otp },
      request.mawa.language,
      async ({ otp }) => {
        await this.proofs.prove(actor, otp, this.cookies.browserOf(request));
        return goOn(body);
      },
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Post('passkey')
  showPasskey(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PasskeyDto,
      { passkey: body.passkey },
      request.mawa.language,
      async ({ passkey }) => {
        await this.passkeys.prove(actor, passkey, this.cookies.browserOf(request));
        return goOn(body);
      },
      (form) => this.show(actor, request, form),
    );
  }

  private async show(actor: Actor, request: FastifyRequest, form: FormState): Promise<PageView> {
    const { language } = request.mawa;
    const next = nextOf({ ...(request.query as Fields), ...(request.body as Fields | undefined) });
    const { providers, ...requested } = await this.proofs.requested(actor);
    const here = this.cookies.browserOf(request);
    return page('access/proof', {
      title: translate(language, 'access:proof.title'),
      minutes: PROOF_MINUTES,
      next,
      form,
      ...requested,
      options: optionsText(await this.passkeys.optionsToProve(actor, here)),
      asksHere: requested.kind !== 'provider',
      providers: providers.map(({ id, name }) => ({
        name: name[language],
        address: withNext(`/account/proof/providers/${id}`, next),
      })),
    });
  }
}

/** Redirects to the page that required the proof. */
function goOn(body: Fields): PageRedirect {
  const next = nextOf(body);
  return next
    ? redirect(next, { kind: 'success', key: 'access:proof.done' })
    : redirect('/account');
}

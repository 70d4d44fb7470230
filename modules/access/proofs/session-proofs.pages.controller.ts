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
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { Allow, BeforeSecondFactor, CurrentActor, FromOtherBrowser } from '../decorators';
import { PROOF_MINUTES } from '../permissions.rules';
import { SessionCookies } from '../session-cookies.service';
import { ProofForm } from './session-proof.dto';
import { SessionProofs } from './session-proofs.service';

type Fields = Record<string, string>;

/** Asks for the code or the password again, and leads back to what was asked for. */
@ApiExcludeController()
@Controller('account/proof')
export class SessionProofsPagesController {
  constructor(
    private readonly proofs: SessionProofs,
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
        const next = nextOf(body);
        return next
          ? redirect(next, { kind: 'success', key: 'access:proof.done' })
          : redirect('/account');
      },
      (form) => this.show(actor, request, form),
    );
  }

  private async show(actor: Actor, request: FastifyRequest, form: FormState): Promise<PageView> {
    return page('access/proof', {
      title: translate(request.mawa.language, 'access:proof.title'),
      minutes: PROOF_MINUTES,
      next: nextOf({ ...(request.query as Fields), ...(request.body as Fields | undefined) }),
      form,
      ...(await this.proofs.requested(actor)),
    });
  }
}

import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { OwnAccounts } from '../accounts/own-account.service';
import { Allow, CurrentActor } from '../decorators';
import { SecondFactors } from '../second-factor/second-factors.service';
import { SessionCookies } from '../session-cookies.service';
import { NewPasskeyDto } from './passkey.dto';
import { optionsText } from './passkey-options.view';
import { Passkeys } from './passkeys.service';

const HERE = '/account/passkeys';

/** Passkeys of the actor's own account. */
@ApiExcludeController()
@Controller('account/passkeys')
export class PasskeysPagesController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly factors: SecondFactors,
    private readonly own: OwnAccounts,
    private readonly cookies: SessionCookies,
  ) {}

  @Allow('account:own')
  @Get()
  look(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('passkeys:change')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Body() { name, passkey }: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      NewPasskeyDto,
      { name: name?.trim(), passkey },
      request.mawa.language,
      async (form) => {
        const here = this.cookies.browserOf(request);
        await this.passkeys.add(actor, form.name, form.passkey, here);
        return redirect(HERE, { kind: 'success', key: 'access:passkeys.added' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('passkeys:change')
  @Post(':id/removal')
  async remove(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.passkeys.remove(actor, id);
    return redirect(HERE, { kind: 'success', key: 'access:passkeys.removed' });
  }

  private async show(actor: Actor, request: FastifyRequest, form: FormState): Promise<PageView> {
    const { since } = await this.factors.own(actor);
    const { email } = await this.own.of(actor, this.cookies.tokenOf(request)!);
    const here = this.cookies.browserOf(request);
    return page('access/passkeys', {
      title: translate(request.mawa.language, 'access:passkeys.title'),
      passkeys: await this.passkeys.own(actor),
      hasFactor: since !== null,
      options: since && optionsText(await this.passkeys.optionsToAdd(actor, email, here)),
      form,
    });
  }
}

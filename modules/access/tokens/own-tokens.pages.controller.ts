import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translatorOf } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Allow, CurrentActor } from '../decorators';
import { SecondFactors } from '../second-factor/second-factors.service';
import { SessionCookies } from '../session-cookies.service';
import { AccessTokens } from './access-tokens.service';
import { tokenForm, tokenLines, wantedToken } from './token-form.view';
import { MakeTokenForm } from './tokens.dto';

const wordsIn = translatorOf('tokens');

/** Access tokens of the actor's own account. */
@ApiExcludeController()
@Controller('account/tokens')
export class OwnTokensPagesController {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly factors: SecondFactors,
    private readonly cookies: SessionCookies,
  ) {}

  @Allow('account:own')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const words = wordsIn(mawa.language);
    return page('access/tokens', {
      title: words('title'),
      tokens: tokenLines(await this.tokens.of(actor), words),
    });
  }

  @Allow('account:own')
  @Get('new')
  begin(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm({ days: '90' }));
  }

  /** Creates a token and shows its text, this once. */
  @Allow('account:own')
  @Post('new')
  make(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      MakeTokenForm,
      body,
      request.mawa.language,
      async (form) => {
        const proof = { password: form.currentPassword, code: form.otp };
        const here = this.cookies.browserOf(request);
        const made = await this.tokens.make(actor, wantedToken(actor, form), proof, here);
        const title = wordsIn(request.mawa.language)('made.title');
        return page('access/token', { title, ...made, backPath: '/account/tokens' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('account:own')
  @Post(':id/revocation')
  async revoke(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.tokens.revoke(actor, id);
    return redirect('/account/tokens', { kind: 'success', key: 'tokens:revoked' });
  }

  private async show(actor: Actor, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const words = wordsIn(mawa.language);
    const places = await this.tokens.places(actor);
    const { since, shownCode } = await this.factors.own(actor);
    return page('access/new-token', {
      title: words('new'),
      action: '/account/tokens/new',
      backPath: '/account/tokens',
      backLabel: words('title'),
      lead: words('new_lead'),
      ...tokenForm(actor, places, await this.tokens.mostDays(actor), words),
      hasFactor: since !== null,
      shownCode,
      form,
    });
  }
}

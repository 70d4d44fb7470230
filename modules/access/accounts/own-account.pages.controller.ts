import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { may } from '../permissions.rules';
import { SessionCookies } from '../session-cookies.service';
import { Allow, CurrentActor } from '../decorators';
import { ChangePasswordForm } from '../dto/password.dto';
import { Passwords } from '../passwords/passwords.service';
import { IdentityLinks } from '../identity-providers/identity-links.service';
import { IdentityProviders } from '../identity-providers/identity-providers.service';
import { OwnAccounts } from './own-account.service';

@ApiExcludeController()
@Controller('account')
export class OwnAccountPagesController {
  constructor(
    private readonly own: OwnAccounts,
    private readonly passwords: Passwords,
    private readonly cookies: SessionCookies,
    private readonly links: IdentityLinks,
    private readonly providers: IdentityProviders,
  ) {}

  @Allow('account:own')
  @Get()
  look(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('account:own')
  @Post('password')
  change(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ChangePasswordForm,
      body,
      request.mawa.language,
      async ({ currentPassword: current, newPassword: wanted, repeatedPassword }) => {
        sameTwice(wanted, repeatedPassword);
        const here = this.cookies.browserOf(request);
        await this.passwords.change(actor, { current, wanted }, here);
        return redirect('/account', { kind: 'success', key: 'accounts:own.changed' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  @Allow('session:end')
  @Post('sessions/end')
  async endOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    await this.own.endOthers(actor, this.cookies.browserOf(request));
    return redirect('/account', { kind: 'success', key: 'accounts:own.ended' });
  }

  @Allow('session:end')
  @Post('sessions/:id/end')
  async endOne(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.own.endOne(actor, id);
    return redirect('/account', { kind: 'success', key: 'accounts:own.ended_one' });
  }

  private async show(actor: Actor, request: FastifyRequest, form: FormState): Promise<PageView> {
    const account = await this.own.of(actor, this.cookies.tokenOf(request)!);
    const links = await this.links.of(actor, actor.userId);
    const providers = await this.providers.inForce();
    const { language } = request.mawa;
    return page('access/account', {
      ...account,
      links: links.map((link) => ({ ...link, label: link.name?.[language] ?? null })),
      linkable: providers
        .filter(({ id }) => !links.some(({ providerId }) => providerId === id))
        .map(({ id, name }) => ({ id, name: name[language] })),
      showsProviders: links.length + providers.length > 0,
      title: translate(request.mawa.language, 'accounts:own.title'),
      hasOthers: account.sessions.length > 1,
      mayBeAbsent: may(actor, 'deputies:name'),
      form,
    });
  }
}

export function sameTwice(wanted: string, repeated: string): void {
  if (wanted !== repeated) {
    throw new DomainError('invalid', 'access.password_twice', {}, 'repeatedPassword');
  }
}

import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translatorOf } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Allow, CurrentActor } from '../decorators';
import { SecondFactors } from '../second-factor/second-factors.service';
import { SessionCookies } from '../session-cookies.service';
import { Users } from '../users.service';
import { AccessTokens } from './access-tokens.service';
import { type ServiceAccount, ServiceAccounts } from './service-accounts.service';
import { tokenForm, tokenLines, wantedToken } from './token-form.view';
import { CreateServiceAccountDto, MakeTokenForm } from './tokens.dto';

type PageResponse = Promise<PageView | PageRedirect>;
type Fields = Record<string, string>;
const wordsIn = translatorOf('tokens');
const HERE = '/admin/service-accounts';

/** Service accounts and their tokens. Administrators can also end tokens of people here. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('admin')
export class ServiceAccountsPagesController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly tokens: AccessTokens,
    private readonly users: Users,
    private readonly factors: SecondFactors,
    private readonly cookies: SessionCookies,
  ) {}

  @Allow('users:read')
  @Get('service-accounts')
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showList(actor, request, newForm());
  }

  @Allow('users:manage')
  @Post('service-accounts')
  make(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitForm(
      CreateServiceAccountDto,
      body,
      request.mawa.language,
      async (account) => {
        const { id } = await this.accounts.make(actor, account);
        return redirect(`${HERE}/${id}`, { kind: 'success', key: 'tokens:service.made' });
      },
      (form) => this.showList(actor, request, form),
    );
  }

  @Allow('users:read')
  @Get('service-accounts/:id')
  async look(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const words = wordsIn(mawa.language);
    const account = await this.accounts.look(actor, id);
    return page('access/service-account', {
      ...account,
      title: account.name,
      stateWords: words(`service.state.${account.state}`),
      mayConfirm: account.state === 'waiting' && account.madeById !== actor.userId,
      waits: account.state === 'waiting',
      isOpen: account.state === 'open',
      mayEnd: account.state !== 'ended',
      tokens: tokenLines(account.tokens, words, actor),
    });
  }

  @Allow('users:manage')
  @Post('service-accounts/:id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.accounts.confirm(actor, id);
    return redirect(`${HERE}/${id}`, { kind: 'success', key: 'common:saved' });
  }

  @Allow('users:manage')
  @Post('service-accounts/:id/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.accounts.end(actor, id);
    return redirect(`${HERE}/${id}`, { kind: 'success', key: 'tokens:service.ended' });
  }

  @Allow('users:manage')
  @Get('service-accounts/:id/tokens/new')
  beginToken(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showToken(actor, id, request, newForm({ days: '90' }));
  }

  /** Creates a token and shows its text, this once. */
  @Allow('users:manage')
  @Post('service-accounts/:id/tokens/new')
  makeToken(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitForm(
      MakeTokenForm,
      body,
      request.mawa.language,
      async (form) => {
        const owner = await this.accounts.ownerOf(id);
        const proof = { password: form.currentPassword, code: form.otp };
        const here = this.cookies.browserOf(request);
        const wanted = wantedToken(owner, form);
        const made = await this.accounts.makeToken(actor, id, wanted, proof, here);
        const title = wordsIn(request.mawa.language)('made.title');
        return page('access/token', { title, ...made, waits: true, backPath: `${HERE}/${id}` });
      },
      (form) => this.showToken(actor, id, request, form),
    );
  }

  @Allow('users:manage')
  @Post('tokens/:id/confirmation')
  async confirmToken(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { userId } = await this.tokens.confirm(actor, id);
    return redirect(`${HERE}/${userId}`, { kind: 'success', key: 'tokens:confirmed' });
  }

  /** Revokes a token of any account and redirects to the list of that account's tokens. */
  @Allow('users:manage')
  @Post('tokens/:id/revocation')
  async revoke(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { userId } = await this.tokens.revoke(actor, id);
    const isOfProgram = (await this.accounts.list(actor)).some((account) => account.id === userId);
    return redirect(isOfProgram ? `${HERE}/${userId}` : `/admin/users/${userId}`, {
      kind: 'success',
      key: 'tokens:revoked',
    });
  }

  private async showList(
    actor: Actor,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const words = wordsIn(mawa.language);
    const accounts = await this.accounts.list(actor);
    const organisations = await this.users.organisations(actor);
    const colleagues = await this.accounts.colleagues(actor);
    const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
    return page('access/service-accounts', {
      title: words('service.title'),
      accounts: accounts.map((account: ServiceAccount) => ({
        ...account,
        stateWords: words(`service.state.${account.state}`),
        waits: account.state === 'waiting' && account.madeById !== actor.userId,
      })),
      organisations: organisations.map(option),
      colleagues: colleagues.map(option),
      form,
    });
  }

  private async showToken(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const words = wordsIn(mawa.language);
    const account = await this.accounts.look(actor, id);
    const owner = await this.accounts.ownerOf(id);
    const { since, shownCode } = await this.factors.own(actor);
    return page('access/new-token', {
      title: words('new_for', { name: account.name }),
      action: `${HERE}/${id}/tokens/new`,
      backPath: `${HERE}/${id}`,
      backLabel: account.name,
      lead: words('new_lead_program'),
      ...tokenForm(owner, account.places, await this.tokens.mostDays(actor), words),
      hasFactor: since !== null,
      shownCode,
      form,
    });
  }
}

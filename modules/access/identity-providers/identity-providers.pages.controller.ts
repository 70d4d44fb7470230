import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotFoundAudit } from '../../audit';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translatorOf } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { Allow, CurrentActor } from '../decorators';
import { Users } from '../users.service';
import { IdentityLinks } from './identity-links.service';
import { logoutUri } from './identity-logouts.service';
import { ProposeProviderDto, ProposeProviderForm } from './identity-providers.dto';
import { IdentityProviders } from './identity-providers.service';
import { editionModel, editionOf, formValuesOf, listedOf } from './identity-providers.view';
import { redirectUri } from './identity-sign-in.service';
import { LocalSignIns } from './local-sign-ins.service';

type PageResponse = Promise<PageView | PageRedirect>;
type Fields = Record<string, string>;
const wordsIn = translatorOf('access');
const HERE = '/admin/identity-providers';
const done = (path: string, key: string): PageRedirect =>
  redirect(path, { kind: 'success', key: `access:providers.${key}` });

/** Identity providers, by two administrators; and what of a sign-in belongs to one account. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('admin')
export class IdentityProvidersPagesController {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly links: IdentityLinks,
    private readonly local: LocalSignIns,
    private readonly users: Users,
  ) {}

  @Allow('users:read')
  @Get('identity-providers')
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showList(actor, request, newForm());
  }

  @Allow('users:manage')
  @Post('identity-providers')
  make(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.submit(actor, body, request, null, (form) => this.showList(actor, request, form));
  }

  @Allow('users:read')
  @Get('identity-providers/:id')
  look(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showOne(actor, id, request, null);
  }

  @Allow('users:manage')
  @Post('identity-providers/:id')
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.submit(actor, body, request, id, (form) => this.showOne(actor, id, request, form));
  }

  @Allow('users:manage')
  @Post('identity-provider-editions/:id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { providerId } = await this.providers.confirm(actor, id);
    return done(`${HERE}/${providerId}`, 'confirmed');
  }

  @Allow('users:manage')
  @Post('identity-provider-editions/:id/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { providerId } = await this.providers.end(actor, id);
    return done(`${HERE}/${providerId}`, 'ended');
  }

  @Allow('users:manage')
  @Post('identities/:id/end')
  async unlink(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { userId } = await this.links.end(actor, id);
    return redirect(`/admin/users/${userId}`, { kind: 'success', key: 'access:openid.unlinked' });
  }

  @Allow('users:manage')
  @Post('users/:id/local-sign-ins')
  async askLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.local.ask(actor, id);
    return done(`/admin/users/${id}`, 'proposed');
  }

  @Allow('users:manage')
  @Post('local-sign-ins/:id/confirmation')
  async confirmLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { userId } = await this.local.confirm(actor, id);
    return done(`/admin/users/${userId}`, 'confirmed');
  }

  @Allow('users:manage')
  @Post('local-sign-ins/:id/end')
  async endLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { userId } = await this.local.end(actor, id);
    return done(`/admin/users/${userId}`, 'ended');
  }

  private submit(
    actor: Actor,
    body: Fields,
    { mawa }: FastifyRequest,
    providerId: string | null,
    again: (form: FormState) => Promise<PageView>,
  ): PageResponse {
    return submitForm(
      ProposeProviderForm,
      body,
      mawa.language,
      async (form) => {
        const dto = await validateDto(ProposeProviderDto, listedOf(form));
        const proposed = await this.providers.propose(actor, editionOf(dto), providerId);
        return done(`${HERE}/${proposed.providerId}`, 'proposed');
      },
      again,
    );
  }

  private async showList(
    actor: Actor,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const editions = await this.providers.list(actor);
    return page('access/identity-providers', {
      title: wordsIn(mawa.language)('providers.title'),
      editions: editions.map((edition) => editionModel(edition, actor, mawa.language)),
      ...(await this.choices(actor, mawa.language)),
      form,
    });
  }

  /** The form holds what is in force, or the last proposal, until something else was typed. */
  private async showOne(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState | null,
  ): Promise<PageView> {
    const editions = await this.providers.list(actor, id);
    const inForce = editions.find(({ state }) => state === 'in_force');
    const shown = inForce ?? editions[0]!;
    return page('access/identity-provider', {
      title: shown.name[mawa.language],
      id,
      redirectUri: redirectUri(mawa.publicUrl!, id),
      logoutUri: logoutUri(mawa.publicUrl!, id),
      editions: editions.map((edition) => editionModel(edition, actor, mawa.language)),
      waits: editions.some(({ state }) => state === 'waiting'),
      keepsSecret: inForce !== undefined,
      ...(await this.choices(actor, mawa.language)),
      form: form ?? newForm(formValuesOf(shown)),
    });
  }

  private async choices(actor: Actor, language: Language) {
    const words = wordsIn(language);
    const organisations = await this.users.organisations(actor);
    return {
      organisations: organisations.map(({ id, name }) => ({ value: id, label: name })),
      ways: (['no', 'yes'] as const).map((value) => ({
        value,
        label: words(`providers.only_way_${value}`),
      })),
    };
  }
}

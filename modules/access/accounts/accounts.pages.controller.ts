import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translatorOf } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { SecondFactorRemovals } from '../second-factor/second-factor-removals.service';
import {
  CloseAccountDto,
  FactorRemovalForm,
  ArabicNameDto,
  GrantRoleDto,
  JoinForm,
} from '../dto/user.dto';
import { IdentityLinks } from '../identity-providers/identity-links.service';
import { LocalSignIns } from '../identity-providers/local-sign-ins.service';
import { PasswordLinks } from '../passwords/password-links.service';
import { AccessTokens } from '../tokens/access-tokens.service';
import { tokenLines } from '../tokens/token-form.view';
import { AccountClosing } from './account-closing.service';
import { AccountFiles } from './account-file.service';
import { accountModel } from './account.view';
import { linkPage } from './password-link.view';
import { Memberships, type PrincipalKind } from './memberships.service';
import { RoleGrants } from './role-grants.service';
import { Users } from '../users.service';

type PageResponse = Promise<PageView | PageRedirect>;
type Fields = Record<string, string>;
const saved = { kind: 'success', key: 'common:saved' } as const;
const led = (userId: string): PageRedirect => redirect(`/admin/users/${userId}`, saved);

/** Page of one account: roles, memberships, sessions, closing. Each form redirects back to it. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('admin')
export class AccountsPagesController {
  constructor(
    private readonly files: AccountFiles,
    private readonly roles: RoleGrants,
    private readonly memberships: Memberships,
    private readonly closing: AccountClosing,
    private readonly links: PasswordLinks,
    private readonly users: Users,
    private readonly removals: SecondFactorRemovals,
    private readonly tokens: AccessTokens,
    private readonly identities: IdentityLinks,
    private readonly local: LocalSignIns,
  ) {}

  @Allow('users:read')
  @Get('users/:id')
  look(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, request, newForm());
  }

  @Allow('users:manage')
  @Post('users/:id/arabic-name')
  setArabicName(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const act = async ({ arabicName }: ArabicNameDto) => {
      await this.users.setArabicName(actor, id, arabicName ?? null);
      return led(id);
    };
    return this.submit(ArabicNameDto, body, request, act, actor, id);
  }

  @Allow('users:manage')
  @Post('users/:id/roles')
  grant(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const act = async ({ role, lastDay }: GrantRoleDto) => {
      await this.roles.grant(actor, id, role, lastDay);
      return led(id);
    };
    return this.submit(GrantRoleDto, body, request, act, actor, id);
  }

  @Allow('users:manage')
  @Post('roles/:id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string) {
    return led((await this.roles.confirm(actor, id)).userId);
  }

  @Allow('users:manage')
  @Post('roles/:id/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string) {
    return led((await this.roles.end(actor, id)).userId);
  }

  @Allow('users:manage')
  @Post('users/:id/memberships')
  join(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const act = async ({ place, until }: JoinForm) => {
      const [kind, principalId] = place.split(':') as [PrincipalKind, string];
      await this.memberships.join(actor, id, { kind, principalId, until });
      return led(id);
    };
    return this.submit(JoinForm, body, request, act, actor, id);
  }

  @Allow('users:manage')
  @Post('memberships/:id/end')
  async leave(@CurrentActor() actor: Actor, @Id() id: string) {
    return led((await this.memberships.leave(actor, id)).userId);
  }

  @Allow('users:manage')
  @Post('users/:id/closing')
  close(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const act = async ({ reason }: CloseAccountDto) => {
      await this.closing.close(actor, id, reason);
      return redirect(`/admin/users/${id}`, { kind: 'success', key: 'accounts:closing.done' });
    };
    return this.submit(CloseAccountDto, body, request, act, actor, id);
  }

  @Allow('users:manage')
  @Post('users/:id/reopening')
  async reopen(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.closing.reopen(actor, id);
    return led(id);
  }

  @Allow('users:manage')
  @Post('users/:id/sessions/end')
  async signOut(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.closing.endSessions(actor, id);
    return led(id);
  }

  /** Removes a lost second factor: at once, or after confirmation by another administrator. */
  @Allow('users:manage')
  @Post('users/:id/second-factor-removals')
  askRemoval(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const act = async ({ factorReason }: FactorRemovalForm) => {
      const { waits } = await this.removals.ask(actor, id, factorReason);
      const key = waits ? 'accounts:factor.asked' : 'accounts:factor.removed';
      return redirect(`/admin/users/${id}`, { kind: 'success', key });
    };
    return this.submit(FactorRemovalForm, body, request, act, actor, id);
  }

  @Allow('users:manage')
  @Post('second-factor-removals/:id/confirmation')
  async confirmRemoval(@CurrentActor() actor: Actor, @Id() id: string) {
    const { userId } = await this.removals.confirm(actor, id);
    return redirect(`/admin/users/${userId}`, { kind: 'success', key: 'accounts:factor.removed' });
  }

  @Allow('users:manage')
  @Post('users/:id/password-links')
  async link(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.links.request(actor, id);
    return redirect(`/admin/users/${id}`, { kind: 'success', key: 'accounts:link.asked' });
  }

  /** Confirms a password link and shows it once, to the confirming administrator. The link is not stored. */
  @Allow('users:manage')
  @Post('password-links/:id/confirmation')
  async confirmLink(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const link = await this.links.confirm(actor, id);
    const { name } = await this.files.of(actor, link.userId);
    const { language, publicUrl } = request.mawa;
    return linkPage(link, { name, language, base: publicUrl });
  }

  private submit<T extends object>(
    Dto: new () => T,
    body: Fields,
    request: FastifyRequest,
    act: (dto: T) => Promise<PageRedirect>,
    ...[actor, id]: [Actor, string]
  ): PageResponse {
    return submitForm(Dto, body, request.mawa.language, act, (form) =>
      this.show(actor, id, request, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const file = await this.files.of(actor, id);
    const places = await this.files.places(actor);
    const tokens = await this.tokens.of(actor, id);
    const links = await this.identities.of(actor, id);
    const local = await this.local.of(actor, id);
    return page('access/user', {
      ...accountModel(file, actor, places, mawa.language),
      links: links.map((link) => ({ ...link, label: link.name?.[mawa.language] ?? null })),
      local: local && {
        ...local,
        mayConfirm: !local.confirmedAt && local.madeById !== actor.userId && id !== actor.userId,
      },
      tokens: tokenLines(tokens, translatorOf('tokens')(mawa.language)),
      form: { ...form, values: { arabicName: file.arabicName ?? '', ...form.values } },
    });
  }
}

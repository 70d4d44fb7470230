import { Body, Controller, Delete, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { type IdentityLink, IdentityLinks } from './identity-links.service';
import { ProposeProviderDto } from './identity-providers.dto';
import { type IdentityProviderEdition, IdentityProviders } from './identity-providers.service';
import { editionOf } from './identity-providers.view';
import { LocalSignIns } from './local-sign-ins.service';

/** Identity providers and the accounts that are linked to them, by administrators. Secrets are never read back. */
@ApiTags('accounts')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class IdentityProvidersApiController {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly links: IdentityLinks,
    private readonly local: LocalSignIns,
  ) {}

  /** Editions in force and those that wait. */
  @Allow('users:read')
  @Get('identity-providers')
  list(@CurrentActor() actor: Actor): Promise<IdentityProviderEdition[]> {
    return this.providers.list(actor);
  }

  /** All editions of one provider, ended ones too. */
  @Allow('users:read')
  @Get('identity-providers/:id')
  look(@CurrentActor() actor: Actor, @Id() id: string): Promise<IdentityProviderEdition[]> {
    return this.providers.list(actor, id);
  }

  /** A new provider. It waits until another administrator confirms it. */
  @Allow('users:manage')
  @Post('identity-providers')
  make(
    @CurrentActor() actor: Actor,
    @Body() dto: ProposeProviderDto,
  ): Promise<{ id: string; providerId: string }> {
    return this.providers.propose(actor, editionOf(dto));
  }

  /** A change of it, whole. It waits as a new one does; the edition in force goes on until then. */
  @Allow('users:manage')
  @Post('identity-providers/:id/editions')
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() dto: ProposeProviderDto,
  ): Promise<{ id: string; providerId: string }> {
    return this.providers.propose(actor, editionOf(dto), id);
  }

  @Allow('users:manage')
  @Post('identity-provider-editions/:id/confirmation')
  @HttpCode(204)
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.providers.confirm(actor, id);
  }

  /** Withdraws a proposal, or takes a provider out of force: its sessions end at once. */
  @Allow('users:manage')
  @Delete('identity-provider-editions/:id')
  @HttpCode(204)
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.providers.end(actor, id);
  }

  @Allow('users:read')
  @Get('users/:id/identities')
  identities(@CurrentActor() actor: Actor, @Id() id: string): Promise<IdentityLink[]> {
    return this.links.of(actor, id);
  }

  /** Takes a link off somebody's account; sessions opened through it end. */
  @Allow('users:manage')
  @Delete('identities/:id')
  @HttpCode(204)
  async unlink(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.links.end(actor, id);
  }

  /** The account may always sign in with its password, once another administrator confirms it. */
  @Allow('users:manage')
  @Post('users/:id/local-sign-ins')
  askLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<{ id: string }> {
    return this.local.ask(actor, id);
  }

  @Allow('users:manage')
  @Post('local-sign-ins/:id/confirmation')
  @HttpCode(204)
  async confirmLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.local.confirm(actor, id);
  }

  @Allow('users:manage')
  @Delete('local-sign-ins/:id')
  @HttpCode(204)
  async endLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.local.end(actor, id);
  }
}

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

  /**
   * List identity providers.
   * Editions in force and those that wait.
   */
  @Allow('users:read')
  @Get('identity-providers')
  list(@CurrentActor() actor: Actor): Promise<IdentityProviderEdition[]> {
    return this.providers.list(actor);
  }

  /** List all editions of an identity provider, ended ones too. */
  @Allow('users:read')
  @Get('identity-providers/:id')
  look(@CurrentActor() actor: Actor, @Id() id: string): Promise<IdentityProviderEdition[]> {
    return this.providers.list(actor, id);
  }

  /**
   * Propose an identity provider.
   * It waits until another administrator confirms it.
   */
  @Allow('users:manage')
  @Post('identity-providers')
  make(
    @CurrentActor() actor: Actor,
    @Body() dto: ProposeProviderDto,
  ): Promise<{ id: string; providerId: string }> {
    return this.providers.propose(actor, editionOf(dto));
  }

  /**
   * Propose a change of an identity provider.
   * As a whole edition. It waits as a new provider does; the edition in force goes on until then.
   */
  @Allow('users:manage')
  @Post('identity-providers/:id/editions')
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() dto: ProposeProviderDto,
  ): Promise<{ id: string; providerId: string }> {
    return this.providers.propose(actor, editionOf(dto), id);
  }

  /** Confirm an identity provider or a change of it. */
  @Allow('users:manage')
  @Post('identity-provider-editions/:id/confirmation')
  @HttpCode(204)
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.providers.confirm(actor, id);
  }

  /**
   * Withdraw a proposal, or take a provider out of force.
   * Its sessions end at once.
   */
  @Allow('users:manage')
  @Delete('identity-provider-editions/:id')
  @HttpCode(204)
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.providers.end(actor, id);
  }

  /** List the identity providers that are linked to an account. */
  @Allow('users:read')
  @Get('users/:id/identities')
  identities(@CurrentActor() actor: Actor, @Id() id: string): Promise<IdentityLink[]> {
    return this.links.of(actor, id);
  }

  /**
   * Take a link to an identity provider off an account.
   * Sessions opened through it end.
   */
  @Allow('users:manage')
  @Delete('identities/:id')
  @HttpCode(204)
  async unlink(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.links.end(actor, id);
  }

  /**
   * Ask that an account may always sign in with its password.
   * It holds once another administrator confirms it.
   */
  @Allow('users:manage')
  @Post('users/:id/local-sign-ins')
  askLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<{ id: string }> {
    return this.local.ask(actor, id);
  }

  /** Confirm that an account may always sign in with its password. */
  @Allow('users:manage')
  @Post('local-sign-ins/:id/confirmation')
  @HttpCode(204)
  async confirmLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.local.confirm(actor, id);
  }

  /** End the exception by which an account signs in with its password. */
  @Allow('users:manage')
  @Delete('local-sign-ins/:id')
  @HttpCode(204)
  async endLocal(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.local.end(actor, id);
  }
}

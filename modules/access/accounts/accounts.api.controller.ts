import { Body, Controller, Delete, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { SecondFactorRemovals } from '../second-factor/second-factor-removals.service';
import { CloseAccountDto, FactorRemovalDto, GrantRoleDto, JoinDto } from '../dto/user.dto';
import { PasswordLinks } from '../passwords/password-links.service';
import { AccountClosing } from './account-closing.service';
import { AccountFiles } from './account-file.service';
import { Memberships } from './memberships.service';
import { RoleGrants } from './role-grants.service';

@ApiTags('users')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class AccountsApiController {
  constructor(
    private readonly files: AccountFiles,
    private readonly roles: RoleGrants,
    private readonly memberships: Memberships,
    private readonly closing: AccountClosing,
    private readonly links: PasswordLinks,
    private readonly removals: SecondFactorRemovals,
  ) {}

  /** Show an account with its roles, memberships and sessions. */
  @Allow('users:read')
  @Get('users/:id')
  look(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.files.of(actor, id);
  }

  /** Give an account a role. */
  @Allow('users:manage')
  @Post('users/:id/roles')
  grant(@CurrentActor() actor: Actor, @Id() id: string, @Body() { role, lastDay }: GrantRoleDto) {
    return this.roles.grant(actor, id, role, lastDay);
  }

  /**
   * Confirm a role as the second administrator.
   * The second person's word for a role that opens cases or gives roles.
   */
  @Allow('users:manage')
  @Post('roles/:id/confirmation')
  @HttpCode(204)
  async confirm(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.roles.confirm(actor, id);
  }

  /** Take a role away from an account. */
  @Allow('users:manage')
  @Delete('roles/:id')
  @HttpCode(204)
  async end(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.roles.end(actor, id);
  }

  /** Make an account a member of a shelter, a team or an organisation. */
  @Allow('users:manage')
  @Post('users/:id/memberships')
  join(@CurrentActor() actor: Actor, @Id() id: string, @Body() membership: JoinDto) {
    return this.memberships.join(actor, id, membership);
  }

  /** End a membership of an account. */
  @Allow('users:manage')
  @Delete('memberships/:id')
  @HttpCode(204)
  async leave(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.memberships.leave(actor, id);
  }

  /** Close an account. */
  @Allow('users:manage')
  @Post('users/:id/closing')
  close(@CurrentActor() actor: Actor, @Id() id: string, @Body() { reason }: CloseAccountDto) {
    return this.closing.close(actor, id, reason);
  }

  /** Open a closed account again. */
  @Allow('users:manage')
  @Delete('users/:id/closing')
  @HttpCode(204)
  reopen(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.closing.reopen(actor, id);
  }

  /** End every session of an account. */
  @Allow('users:manage')
  @Delete('users/:id/sessions')
  signOut(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.closing.endSessions(actor, id);
  }

  /**
   * Ask to take the second factor off an account.
   * Takes the second factor off an account; `waits` for another administrator where a role requires it.
   */
  @Allow('users:manage')
  @Post('users/:id/second-factor-removals')
  askRemoval(@CurrentActor() actor: Actor, @Id() id: string, @Body() { reason }: FactorRemovalDto) {
    return this.removals.ask(actor, id, reason);
  }

  /** Confirm as another administrator that a second factor is taken off. */
  @Allow('users:manage')
  @Post('second-factor-removals/:id/confirmation')
  @HttpCode(204)
  async confirmRemoval(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.removals.confirm(actor, id);
  }

  /**
   * Ask for a link by which an account sets a new password.
   * Asks for a link; another administrator confirms it and alone is shown its path.
   */
  @Allow('users:manage')
  @Post('users/:id/password-links')
  link(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.links.request(actor, id);
  }

  /**
   * Confirm a password link as another administrator, and receive its path.
   * The answer holds the link's path: this once, and nowhere else.
   */
  @Allow('users:manage')
  @Post('password-links/:id/confirmation')
  confirmLink(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.links.confirm(actor, id);
  }
}

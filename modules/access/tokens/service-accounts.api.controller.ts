import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { AccessTokens, type MadeToken } from './access-tokens.service';
import { type ServiceAccount, ServiceAccounts } from './service-accounts.service';
import { CreateServiceAccountDto, MakeTokenDto } from './tokens.dto';

/** Accounts of programs and their tokens, by administrators. Their roles and places are given as those of people are. */
@ApiTags('accounts')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class ServiceAccountsApiController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly tokens: AccessTokens,
    private readonly cookies: SessionCookies,
  ) {}

  /** List the accounts of programs. */
  @Allow('users:read')
  @Get('service-accounts')
  list(@CurrentActor() actor: Actor): Promise<ServiceAccount[]> {
    return this.accounts.list(actor);
  }

  /** Show the account of a program with its tokens. */
  @Allow('users:read')
  @Get('service-accounts/:id')
  look(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.accounts.look(actor, id);
  }

  /**
   * Ask for an account for a program.
   * It waits until another administrator confirms it.
   */
  @Allow('users:manage')
  @Post('service-accounts')
  make(
    @CurrentActor() actor: Actor,
    @Body() account: CreateServiceAccountDto,
  ): Promise<{ id: string }> {
    return this.accounts.make(actor, account);
  }

  /** Confirm the account of a program as another administrator. */
  @Allow('users:manage')
  @Post('service-accounts/:id/confirmation')
  @HttpCode(204)
  confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    return this.accounts.confirm(actor, id);
  }

  /**
   * End the account of a program.
   * Its tokens end with it.
   */
  @Allow('users:manage')
  @Delete('service-accounts/:id')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    return this.accounts.end(actor, id);
  }

  /**
   * Make a token for the account of a program.
   * A new token, shown in this answer alone. It opens nothing until another administrator confirms it.
   */
  @Allow('users:manage')
  @Post('service-accounts/:id/tokens')
  makeToken(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { currentPassword: password, code, ...wanted }: MakeTokenDto,
    @Req() request: FastifyRequest,
  ): Promise<MadeToken> {
    const here = this.cookies.browserOf(request);
    return this.accounts.makeToken(actor, id, wanted, { password, code }, here);
  }

  /**
   * Confirm the token of a program as another administrator.
   * It works from now on.
   */
  @Allow('users:manage')
  @Post('tokens/:id/confirmation')
  @HttpCode(204)
  async confirmToken(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.tokens.confirm(actor, id);
  }

  /**
   * Revoke a token of any account.
   * Ends a token of anybody's account at once.
   */
  @Allow('users:manage')
  @Delete('tokens/:id')
  @HttpCode(204)
  async revoke(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.tokens.revoke(actor, id);
  }
}

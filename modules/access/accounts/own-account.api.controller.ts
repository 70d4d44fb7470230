import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { SessionCookies } from '../session-cookies.service';
import { Allow, CurrentActor } from '../decorators';
import { ChangePasswordDto } from '../dto/password.dto';
import { Passwords } from '../passwords/passwords.service';
import { OwnAccounts } from './own-account.service';

@ApiTags('session')
@Controller('api/v1/account')
export class OwnAccountApiController {
  constructor(
    private readonly own: OwnAccounts,
    private readonly passwords: Passwords,
    private readonly cookies: SessionCookies,
  ) {}

  /** Show your own account with its sessions. */
  @Allow('account:own')
  @Get()
  look(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    return this.own.of(actor, this.cookies.tokenOf(request)!);
  }

  /**
   * Change your own password.
   * Every other session ends.
   */
  @Allow('account:own')
  @Post('password')
  @HttpCode(200)
  change(
    @CurrentActor() actor: Actor,
    @Body() { currentPassword: current, newPassword: wanted }: ChangePasswordDto,
    @Req() request: FastifyRequest,
  ) {
    const here = this.cookies.browserOf(request);
    return this.passwords.change(actor, { current, wanted }, here);
  }

  /** End all your other sessions. */
  @Allow('session:end')
  @Delete('sessions')
  endOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    return this.own.endOthers(actor, this.cookies.browserOf(request));
  }

  /** End one of your sessions. */
  @Allow('session:end')
  @Delete('sessions/:id')
  @HttpCode(204)
  endOne(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    return this.own.endOne(actor, id);
  }
}

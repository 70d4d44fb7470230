import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { AccessTokens, type MadeToken, type TokenRow } from './access-tokens.service';
import { MakeTokenDto } from './tokens.dto';

@ApiTags('session')
@Controller('api/v1/account/tokens')
export class OwnTokensApiController {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly cookies: SessionCookies,
  ) {}

  /**
   * List your own tokens.
   * The tokens of one's own account, without their secrets.
   */
  @Allow('account:own')
  @Get()
  list(@CurrentActor() actor: Actor): Promise<TokenRow[]> {
    return this.tokens.of(actor);
  }

  /**
   * Make a personal token.
   * A new token, shown in this answer alone.
   */
  @Allow('account:own')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @Body() { currentPassword: password, code, ...wanted }: MakeTokenDto,
    @Req() request: FastifyRequest,
  ): Promise<MadeToken> {
    return this.tokens.make(actor, wanted, { password, code }, this.cookies.browserOf(request));
  }

  /**
   * Revoke one of your tokens.
   * It ends at once.
   */
  @Allow('account:own')
  @Delete(':id')
  @HttpCode(204)
  async revoke(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.tokens.revoke(actor, id);
  }
}

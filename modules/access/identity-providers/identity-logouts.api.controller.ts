import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Id } from '../../platform/web/id.decorator';
import { Anonymous } from '../decorators';
import { IdentityLogouts } from './identity-logouts.service';

const BODY = {
  type: 'object',
  properties: {
    logout_token: { type: 'string', description: 'A signed JWT of the type `logout+jwt`.' },
  },
  required: ['logout_token'],
};

/** Called by identity providers, never by a browser: no session is looked at, the signature of the token is what counts. */
@ApiTags('accounts')
@Controller('api/v1/identity-providers')
export class IdentityLogoutsApiController {
  constructor(private readonly logouts: IdentityLogouts) {}

  /**
   * Take a logout token of an identity provider.
   * OpenID Connect Back-Channel Logout 1.0: sessions opened in the session `sid` of the provider end or, without one, those
   * of the subject `sub`.
   */
  @Anonymous()
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ schema: BODY })
  @Post(':id/logout-tokens')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  take(
    @Id() providerId: string,
    @Body() body: Record<string, unknown> | undefined,
    @Req() { ip: address }: FastifyRequest,
  ): Promise<void> {
    return this.logouts.acceptToken({ providerId, token: body?.['logout_token'], address });
  }
}

import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/shared/domain.errors';
import { Public } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { RequestPasswordResetDto } from './password-resets.dto';
import { PasswordResets } from './password-resets.service';

@ApiTags('session')
@Controller('api/v1/password-resets')
export class PasswordResetsApiController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly cookies: SessionCookies,
  ) {}

  /**
   * Ask for a mail with a link to set a new password.
   * 202 whether there is such an account or not; 503 without a mail server. The mail leads to a page.
   */
  @Public()
  @Post()
  @HttpCode(202)
  async request(
    @Body() { email }: RequestPasswordResetDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (!this.resets.isPossible) throw new DomainError('unavailable', 'access.reset_impossible');
    const { address } = this.cookies.browserOf(request);
    await this.resets.request(email, address, request.mawa.publicUrl!);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { OwnAccounts } from '../accounts/own-account.service';
import { Allow, BeforeSecondFactor, CurrentActor } from '../decorators';
import { CodeDto } from '../dto/sign-in.dto';
import { SessionCookies } from '../session-cookies.service';
import { SecondFactors } from './second-factors.service';

@ApiTags('session')
@Controller('api/v1/account/second-factor')
export class SecondFactorApiController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly own: OwnAccounts,
    private readonly cookies: SessionCookies,
  ) {}

  /** Show whether your account has a second factor. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @Get()
  look(@CurrentActor() actor: Actor) {
    return this.factors.own(actor);
  }

  /**
   * Begin to set up a second factor for your account.
   * Makes a new secret. It counts once a code of it is shown to `confirmation`, within half an hour.
   */
  @Allow('account:own')
  @BeforeSecondFactor()
  @Post()
  async begin(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    const here = this.cookies.browserOf(request);
    await this.factors.begin(actor, here);
    const { email } = await this.own.of(actor, this.cookies.tokenOf(request)!);
    const begun = await this.factors.unconfirmed(actor, email, here);
    if (!begun) throw new DomainError('conflict', 'access.second_factor_not_begun');
    return begun;
  }

  /**
   * Confirm the new second factor with a first code.
   * Every other session ends. The answer holds the recovery codes: this once, and nowhere else.
   */
  @Allow('account:own')
  @BeforeSecondFactor()
  @Post('confirmation')
  async confirm(
    @CurrentActor() actor: Actor,
    @Body() { code }: CodeDto,
    @Req() request: FastifyRequest,
  ) {
    const recoveryCodes = await this.factors.confirm(actor, code, this.cookies.browserOf(request));
    return { recoveryCodes };
  }

  /** Make new recovery codes in place of the old ones. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @Post('recovery-codes')
  async renew(
    @CurrentActor() actor: Actor,
    @Body() { code }: CodeDto,
    @Req() request: FastifyRequest,
  ) {
    const browser = this.cookies.browserOf(request);
    return { recoveryCodes: await this.factors.renewCodes(actor, code, browser) };
  }

  /** Remove the second factor of your account. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @Delete()
  @HttpCode(204)
  remove(
    @CurrentActor() actor: Actor,
    @Body() { code }: CodeDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.factors.remove(actor, code, this.cookies.browserOf(request));
  }
}

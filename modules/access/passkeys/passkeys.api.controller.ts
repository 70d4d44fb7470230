import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { OwnAccounts } from '../accounts/own-account.service';
import { Allow, BeforeSecondFactor, CurrentActor, FromOtherBrowser, Public } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { SignIn } from '../sign-in.service';
import { NewPasskeyDto, PasskeyDto } from './passkey.dto';
import { Passkeys } from './passkeys.service';

@ApiTags('session')
@Controller('api/v1')
export class PasskeysApiController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly own: OwnAccounts,
    private readonly signIn: SignIn,
    private readonly cookies: SessionCookies,
  ) {}

  /** List one's own passkeys. */
  @Allow('account:own')
  @Get('account/passkeys')
  list(@CurrentActor() actor: Actor) {
    return this.passkeys.own(actor);
  }

  /**
   * Make the options for a new passkey.
   * `options` is null where none can be made at this address.
   */
  @Allow('account:own')
  @Get('account/passkeys/options')
  async optionsToAdd(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    const { email } = await this.own.of(actor, this.cookies.tokenOf(request)!);
    const here = this.cookies.browserOf(request);
    return { options: await this.passkeys.optionsToAdd(actor, email, here) };
  }

  /** Add a passkey to one's own account. */
  @Allow('passkeys:change')
  @Post('account/passkeys')
  @HttpCode(204)
  add(
    @CurrentActor() actor: Actor,
    @Body() { name, passkey }: NewPasskeyDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.passkeys.add(actor, name, passkey, this.cookies.browserOf(request));
  }

  /** Remove a passkey from one's own account. */
  @Allow('passkeys:change')
  @Delete('account/passkeys/:id')
  @HttpCode(204)
  remove(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    return this.passkeys.remove(actor, id);
  }

  /**
   * Make the options for signing in with a passkey.
   * `options` is null where none can be used at this address.
   */
  @Public()
  @Get('session/passkey')
  async optionsToSignIn() {
    return { options: await this.passkeys.optionsToSignIn() };
  }

  /**
   * Sign in with a passkey.
   * With a cookie, as `POST /session` does.
   */
  @Public()
  @Post('session/passkey')
  async start(
    @Body() { passkey }: PasskeyDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ csrfToken: string }> {
    const session = await this.signIn.showPasskey(passkey, this.cookies.browserOf(request));
    return { csrfToken: this.cookies.start(request, reply, session) };
  }

  /** Make the options for a proof by passkey. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Get('session/proof/passkey')
  async optionsToProve(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    const here = this.cookies.browserOf(request);
    return { options: await this.passkeys.optionsToProve(actor, here) };
  }

  /** Show with a passkey that it is you. */
  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Post('session/proof/passkey')
  @HttpCode(204)
  prove(
    @CurrentActor() actor: Actor,
    @Body() { passkey }: PasskeyDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.passkeys.prove(actor, passkey, this.cookies.browserOf(request));
  }
}

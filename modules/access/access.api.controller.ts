import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { Browser, PendingCode } from './browser.types';
import { CLEARED, SessionCookies } from './session-cookies.service';
import { Allow, BeforeSecondFactor, CurrentActor, FromOtherBrowser, Public } from './decorators';
import { SignInDto } from './dto/sign-in.dto';
import { Sessions } from './sessions.service';
import { SignIn } from './sign-in.service';

@ApiTags('session')
@Controller('api/v1/session')
export class AccessApiController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
  ) {}

  /**
   * Sign in with e-mail, password and second factor, and begin a session.
   * Signs in with a cookie, and with `code` where the account has a second factor (401 `access.second_factor_required`
   * without it). Changing calls then carry the answer's `csrfToken` as `x-csrf-token`.
   */
  @Public()
  @Post()
  async start(
    @Body() credentials: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ csrfToken: string }> {
    const browser = this.cookies.browserOf(request);
    const answer = await this.signIn.begin(credentials, browser);
    const session =
      'pending' in answer ? await this.withCode(answer, credentials, browser) : answer;
    return { csrfToken: this.cookies.start(request, reply, session) };
  }

  private withCode({ pending }: PendingCode, { code }: SignInDto, browser: Browser) {
    if (!code) throw new DomainError('unauthenticated', 'access.second_factor_required');
    return this.signIn.showCode(pending, code, browser);
  }

  /**
   * Show who is signed in, and the token that changing calls carry.
   * Who is signed in; also where a caller finds its first `csrfToken`.
   */
  @Public()
  @Get()
  show(@Req() { mawa }: FastifyRequest) {
    const actor = mawa.actor && {
      id: mawa.actor.userId,
      name: mawa.actor.name,
      roles: mawa.actor.roles,
      language: mawa.actor.language,
    };
    return { actor, csrfToken: mawa.csrfToken };
  }

  /** Sign out: end the session. */
  @Allow('session:end')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Delete()
  @HttpCode(204)
  async end(
    @CurrentActor() _actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = this.cookies.tokenOf(request);
    if (token) await this.sessions.end(token);
    this.cookies.end(reply);
    void reply.header('clear-site-data', CLEARED);
  }
}

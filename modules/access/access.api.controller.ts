import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../platform/shared/actor';
import { SessionCookies } from './session-cookies.service';
import { Allow, CurrentActor, Public } from './decorators';
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

  /** Signs in with a cookie. Changing calls then carry the answer's `csrfToken` as `x-csrf-token`. */
  @Public()
  @Post()
  async start(
    @Body() credentials: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ csrfToken: string }> {
    const session = await this.signIn.signIn(credentials, this.cookies.browserOf(request));
    return { csrfToken: this.cookies.start(request, reply, session) };
  }

  /** Who is signed in; also where a caller finds its first `csrfToken`. */
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

  @Allow('session:end')
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
  }
}

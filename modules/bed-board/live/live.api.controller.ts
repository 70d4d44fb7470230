import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowUnattended, CurrentActor, InPerson, SessionCookies } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import { WatchDto } from './watch.dto';
import { BoardWatchers } from './watchers.service';

@ApiTags('beds')
@Controller('api/v1/beds')
export class BoardLiveController {
  constructor(
    private readonly watchers: BoardWatchers,
    private readonly cookies: SessionCookies,
    private readonly clock: Clock,
  ) {}

  /**
   * Follow changes of the bed board as they happen.
   * Server-sent events: `changed` names the shelters and nights to look at anew, `over` says that the
   * session or the right has ended, `elsewhere` that too many boards of one person are open.
   */
  @AllowUnattended('beds:board', { quiet: true })
  @InPerson()
  @ApiProduces('text/event-stream')
  @Get('board/changes')
  changes(
    @CurrentActor() { userId }: Actor,
    @Query() { shelter, since }: WatchDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    if (!request.headers.accept?.includes('text/event-stream')) {
      throw new DomainError('invalid', 'bed-board.ask_for_stream');
    }
    const stream = this.watchers.watch({
      token: this.cookies.tokenOf(request)!,
      userId,
      shelterId: shelter ?? null,
      since: since === undefined ? this.clock.now() : new Date(since),
    });
    reply.raw.once('close', () => stream.destroy());
    void reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store, no-transform')
      .header('x-accel-buffering', 'no')
      .send(stream);
  }
}

import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { CancelServiceDto } from '../dto/service.dto';
import { HoldSessionDto, ListSessionsDto } from '../dto/session.dto';
import { HoldSessions } from './hold-session.service';
import { SessionLists } from './session.queries';

@ApiTags('services')
@Controller('api/v1/service-sessions')
export class SessionsApiController {
  constructor(
    private readonly sessions: HoldSessions,
    private readonly lists: SessionLists,
  ) {}

  /** List the group sessions. */
  @Allow('services:list')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() { after }: ListSessionsDto) {
    return this.lists.list(actor, after ?? null);
  }

  /** Show a group session with its participants. */
  @Allow('services:list')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.lists.one(actor, id);
  }

  /**
   * Record a group session and who was present.
   * Each who was present is given the service; the cost falls on them in parts that add up to it.
   */
  @Allow('services:hold-session')
  @Post()
  hold(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: HoldSessionDto,
  ) {
    return this.sessions.hold(actor, body, requestId);
  }

  /** Cancel a group session. */
  @Allow('services:hold-session')
  @Post(':id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { reason }: CancelServiceDto,
  ) {
    return this.sessions.cancel(actor, id, reason, requestId);
  }
}

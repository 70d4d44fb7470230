import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { ChangeCourtDto, ClosedDayDto, CourtDto, RemoveClosedDayDto } from '../dto/court.dto';
import { Courts } from './courts.service';

@ApiTags('courts')
@Controller('api/v1/courts')
export class CourtsApiController {
  constructor(private readonly courts: Courts) {}

  /**
   * List the courts and the days on which they are closed.
   * Courts, and the days on which all or one of them do not sit.
   */
  @Allow('courts:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.courts.all(actor);
  }

  /** Add a court. */
  @Allow('courts:write')
  @Post()
  add(@CurrentActor() actor: Actor, @Body() court: CourtDto) {
    return this.courts.add(actor, court);
  }

  /**
   * Propose a day on which courts are closed.
   * Closed once another person confirms it.
   */
  @Allow('courts:write')
  @Post('closed-days')
  proposeClosedDay(@CurrentActor() actor: Actor, @Body() day: ClosedDayDto) {
    return this.courts.proposeClosedDay(actor, day);
  }

  /**
   * Propose to remove a closed day.
   * Open again once another person confirms it.
   */
  @Allow('courts:write')
  @Post('closed-days/:dayId/removal')
  proposeRemoval(
    @CurrentActor() actor: Actor,
    @Id('dayId') dayId: string,
    @Body() { source }: RemoveClosedDayDto,
  ) {
    return this.courts.proposeRemoval(actor, dayId, source);
  }

  /** Change a court. */
  @Allow('courts:write')
  @Put(':courtId')
  @HttpCode(204)
  change(
    @CurrentActor() actor: Actor,
    @Id('courtId') courtId: string,
    @Body() court: ChangeCourtDto,
  ) {
    return this.courts.change(actor, courtId, court);
  }
}

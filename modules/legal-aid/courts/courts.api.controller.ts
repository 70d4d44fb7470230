import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { ChangeCourtDto, ClosedDayDto, CourtDto } from '../dto/court.dto';
import { Courts } from './courts.service';

@ApiTags('courts')
@Controller('api/v1/courts')
export class CourtsApiController {
  constructor(private readonly courts: Courts) {}

  /** Courts, and the days on which all or one of them do not sit. */
  @Allow('courts:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.courts.all(actor);
  }

  @Allow('courts:write')
  @Post()
  add(@CurrentActor() actor: Actor, @Body() court: CourtDto) {
    return this.courts.add(actor, court);
  }

  @Allow('courts:write')
  @Post('closed-days')
  close(@CurrentActor() actor: Actor, @Body() day: ClosedDayDto) {
    return this.courts.close(actor, day);
  }

  @Allow('courts:write')
  @Delete('closed-days/:dayId')
  @HttpCode(204)
  reopen(@CurrentActor() actor: Actor, @Id('dayId') dayId: string) {
    return this.courts.reopen(actor, dayId);
  }

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

import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { boardFilterOf, BedBoard } from './board.service';
import { BoardDto } from './board.dto';

@ApiTags('beds')
@Controller('api/v1/beds')
export class BoardApiController {
  constructor(private readonly board: BedBoard) {}

  /** Show the bed board: beds and bookings by shelter and night. */
  @Allow('beds:board')
  @Get('board')
  show(@CurrentActor() actor: Actor, @Query() query: BoardDto) {
    return this.board.show(actor, boardFilterOf(query));
  }
}

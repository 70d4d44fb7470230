import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { MoveDto, NightDto, OtherBedDto, UndoDto } from '../dto/stay.dto';
import { ExpectedArrivals } from './expected.service';
import { FindMoves } from './move-choices.service';
import { Moves } from './moves.service';
import { UndoSteps } from './undo.service';

@ApiTags('beds')
@Controller('api/v1')
export class MovesApiController {
  constructor(
    private readonly moves: Moves,
    private readonly choices: FindMoves,
    private readonly undoing: UndoSteps,
    private readonly expected: ExpectedArrivals,
  ) {}

  /** List the beds to which a person can be moved. */
  @Allow('beds:move')
  @Get('bookings/:id/move-choices')
  find(@CurrentActor() actor: Actor, @Id() id: string, @Query() { night }: NightDto) {
    return this.choices.forBooking(actor, id, night);
  }

  /** Move people to other beds. */
  @Allow('beds:move')
  @Post('bed-moves')
  move(@CurrentActor() actor: Actor, @Body() body: MoveDto, @RequestId() requestId: string | null) {
    return this.moves.move(actor, body, requestId);
  }

  /**
   * Give an expected party another bed.
   * Before they come: the party is placed anew, all or nobody.
   */
  @Allow('beds:move')
  @Post('bookings/:id/other-bed')
  otherBed(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: OtherBedDto,
    @RequestId() requestId: string | null,
  ) {
    return this.expected.otherBed(actor, id, body, requestId);
  }

  /** Show what undoing the last step of a booking does. */
  @Allow('beds:undo')
  @Get('bookings/:id/undo')
  consequences(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.undoing.consequences(actor, id);
  }

  /** Undo the last step of a booking. */
  @Allow('beds:undo')
  @Post('bookings/:id/undo')
  undo(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: UndoDto,
    @RequestId() requestId: string | null,
  ) {
    return this.undoing.undo(actor, id, body, requestId);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { BookingFile } from './booking-file.service';
import { Blocks } from './blocks.service';
import { BoardHidings } from './board-hidings.service';
import { Arrivals } from './arrivals.service';
import {
  ArrivalReviewDto,
  BedBlockDto,
  BoardHidingDto,
  CheckInDto,
  ExitDto,
  PlannedExitDto,
  ReleaseDto,
} from '../dto/booking.dto';
import { Stays } from './stays.service';

@ApiTags('beds')
@Controller('api/v1')
export class BookingsApiController {
  constructor(
    private readonly file: BookingFile,
    private readonly stays: Stays,
    private readonly blocks: Blocks,
    private readonly arrivals: Arrivals,
    private readonly hidings: BoardHidings,
  ) {}

  /** Show a booking. */
  @Allow('beds:board')
  @Get('bookings/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.file.one(actor, id);
  }

  /** Check a person in to the booked bed. */
  @Allow('beds:check-in')
  @Post('bookings/:id/check-in')
  checkIn(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: CheckInDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stays.checkIn(actor, id, body, requestId);
  }

  /** Record the review of an arrival in an emergency. */
  @Allow('beds:agree')
  @Post('bookings/:id/arrival-review')
  @HttpCode(204)
  review(@CurrentActor() actor: Actor, @Id() id: string, @Body() { finding }: ArrivalReviewDto) {
    return this.arrivals.review(actor, id, finding);
  }

  /** Hide the person of a booking on bed boards. */
  @Allow('beds:hide')
  @Post('bookings/:id/board-hiding')
  @HttpCode(204)
  hide(@CurrentActor() actor: Actor, @Id() id: string, @Body() { reason }: BoardHidingDto) {
    return this.hidings.hide(actor, id, reason);
  }

  /** Show the person of a booking on bed boards again. */
  @Allow('beds:hide')
  @Delete('bookings/:id/board-hiding')
  @HttpCode(204)
  showAgain(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.hidings.showAgain(actor, id);
  }

  /** Record that a person leaves the shelter. */
  @Allow('beds:exit')
  @Post('bookings/:id/exit')
  exit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: ExitDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stays.exit(actor, id, body, requestId);
  }

  /** Plan the day on which a person leaves. */
  @Allow('beds:exit')
  @Post('bookings/:id/planned-exit')
  planExit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PlannedExitDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stays.planExit(actor, id, body, requestId);
  }

  /** Release a bed that was held or promised. */
  @Allow('beds:release')
  @Post('bookings/:id/release')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: ReleaseDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stays.release(actor, id, body, requestId);
  }

  /** Take a bed out of service. */
  @Allow('beds:block')
  @Post('beds/:id/blocks')
  block(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: BedBlockDto) {
    return this.blocks.block(actor, id, body);
  }

  /** Put a bed back into service. */
  @Allow('beds:block')
  @Delete('blocks/:id')
  @HttpCode(204)
  unblock(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.blocks.unblock(actor, id);
  }
}

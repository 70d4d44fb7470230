import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { LeaveDto, MissingEndDto, MissingStepDto, RollCallDto } from './house.dto';
import { NightDto } from '../shelter-beds';
import { Leaves } from './leaves.service';
import { MissingPeople } from './missing.service';
import { Movements } from './movements.service';
import { housesOfActor } from './residents.queries';
import { RollCall } from './roll-call.service';

@ApiTags('house')
@Controller('api/v1')
export class RollApiController {
  constructor(
    private readonly transactions: Transactions,
    private readonly roll: RollCall,
    private readonly leaves: Leaves,
    private readonly missing: MissingPeople,
    private readonly movements: Movements,
  ) {}

  /** List your houses. */
  @Allow('house:see')
  @Get('houses')
  async mine(@CurrentActor() actor: Actor) {
    return { houses: await this.transactions.run(actor, (tx) => housesOfActor(tx)) };
  }

  /** List arrivals, returns and departures of a house in the coming seven days. */
  @Allow('house:see')
  @Get('houses/:id/movements')
  coming(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.movements.of(actor, id);
  }

  /** Show the roll call of a house for a night. */
  @Allow('house:call')
  @Get('houses/:id/roll')
  of(@CurrentActor() actor: Actor, @Id() id: string, @Query() { night }: NightDto) {
    return this.roll.of(actor, id, night);
  }

  /** Save the roll call of a house. */
  @Allow('house:call')
  @Post('houses/:id/roll')
  call(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: RollCallDto,
    @RequestId() requestId: string | null,
  ) {
    return this.roll.call(actor, id, body, requestId);
  }

  /** Record a leave of a person. */
  @Allow('house:leave')
  @Post('bookings/:id/leaves')
  leave(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: LeaveDto,
    @RequestId() requestId: string | null,
  ) {
    return this.leaves.grant(actor, id, body, requestId);
  }

  /** End a leave. */
  @Allow('house:leave')
  @Post('leaves/:id/end')
  endLeave(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.leaves.end(actor, id);
  }

  /** Show the file of a missing person. */
  @Allow('house:missing')
  @Get('missing/:id')
  look(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.missing.one(actor, id);
  }

  /** Record a step taken for a missing person. */
  @Allow('house:missing')
  @Post('missing/:id/steps')
  step(@CurrentActor() actor: Actor, @Id() id: string, @Body() { step }: MissingStepDto) {
    return this.missing.done(actor, id, step);
  }

  /** Close the file of a missing person. */
  @Allow('house:call')
  @Post('missing/:id/end')
  end(@CurrentActor() actor: Actor, @Id() id: string, @Body() { outcome }: MissingEndDto) {
    return this.missing.end(actor, id, outcome);
  }
}

import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Arrivals } from '../bookings/arrivals.service';
import { FindCandidates } from '../placing/candidates.service';
import { CheckInDto } from '../dto/booking.dto';
import { HoldDto, NewRequestDto, ReasonDto } from '../dto/request.dto';
import { BedHolds } from '../placing/hold.service';
import { BedRequests } from './requests.service';
import { Stays } from '../bookings/stays.service';

@ApiTags('beds')
@Controller('api/v1/bed-requests')
export class BedRequestsApiController {
  constructor(
    private readonly requests: BedRequests,
    private readonly candidates: FindCandidates,
    private readonly holds: BedHolds,
    private readonly stays: Stays,
    private readonly arrivals: Arrivals,
  ) {}

  /** List the open bed requests in the order of the waiting list. */
  @Allow('requests:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.requests.list(actor);
  }

  /** Request beds for a person or a family. */
  @Allow('requests:open')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Body() body: NewRequestDto,
    @RequestId() requestId: string | null,
  ) {
    return this.requests.open(actor, body, requestId);
  }

  /** Show a bed request. */
  @Allow('requests:read')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.requests.one(actor, id);
  }

  /** Withdraw a bed request. */
  @Allow('requests:open')
  @Post(':id/withdraw')
  @HttpCode(204)
  withdraw(@CurrentActor() actor: Actor, @Id() id: string, @Body() { reason }: ReasonDto) {
    return this.requests.withdraw(actor, id, reason ?? null);
  }

  /** List the beds that fit a request, best first. */
  @Allow('beds:hold')
  @Get(':id/candidates')
  find(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.candidates.forRequest(actor, id);
  }

  /** Hold beds for a request. */
  @Allow('beds:hold')
  @Post(':id/holds')
  hold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: HoldDto,
    @RequestId() requestId: string | null,
  ) {
    return this.holds.place(actor, id, body, requestId);
  }

  /** Promise the held beds of a request. */
  @Allow('beds:promise')
  @Post(':id/promise')
  promise(@CurrentActor() actor: Actor, @Id() id: string, @RequestId() requestId: string | null) {
    return this.stays.promise(actor, id, requestId);
  }

  /**
   * Agree that the people of a request go to the beds held for them.
   * Whoever holds the people agrees that they go where a bed is kept for them.
   */
  @Allow('beds:agree')
  @Post(':id/agreement')
  agree(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.arrivals.agree(actor, id);
  }

  /** Renew the hold of beds. */
  @Allow('beds:hold')
  @Post(':id/hold-renewal')
  renewHold(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.holds.renew(actor, id);
  }

  /** Renew a bed request. */
  @Allow('requests:open')
  @Post(':id/renewal')
  @HttpCode(204)
  renew(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.requests.renew(actor, id);
  }

  /** Check in everybody of a request. */
  @Allow('beds:check-in')
  @Post(':id/check-in')
  checkIn(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: CheckInDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stays.checkInParty(actor, id, body, requestId);
  }

  /**
   * Release the beds held or promised for a request.
   * What is held or promised for it is free again; the request waits on.
   */
  @Allow('beds:release')
  @Post(':id/release')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stays.releaseParty(actor, id, reason, requestId);
  }
}

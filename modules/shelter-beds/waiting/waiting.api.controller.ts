import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { DeclineDto, NextOfferDto, OfferDto, TurnAwayDto } from '../dto/waiting.dto';
import { Offers } from './offers.service';
import { TurnAways } from './turn-aways.service';
import { WaitingLists } from './waiting-list.service';

@ApiTags('beds')
@Controller('api/v1')
export class WaitingApiController {
  constructor(
    private readonly lists: WaitingLists,
    private readonly offers: Offers,
    private readonly turnAways: TurnAways,
  ) {}

  /**
   * List who waits for a bed, in order.
   * Everybody who waits, in one order, each with the points and reasons of their place.
   */
  @Allow('requests:read')
  @Get('bed-waiting')
  list(@CurrentActor() actor: Actor) {
    return this.lists.list(actor);
  }

  /**
   * Offer beds of a shelter to the next in line.
   * Beds of a house to the next in line.
   */
  @Allow('beds:hold')
  @Post('bed-waiting/offers')
  next(
    @CurrentActor() actor: Actor,
    @Body() { shelterId }: NextOfferDto,
    @RequestId() requestId: string | null,
  ) {
    return this.offers.offerToNext(actor, shelterId, requestId);
  }

  /** Offer beds to a waiting request. */
  @Allow('beds:hold')
  @Post('bed-requests/:id/offers')
  offer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: OfferDto,
    @RequestId() requestId: string | null,
  ) {
    return this.offers.offer(actor, id, body, requestId);
  }

  /** Accept an offer of beds. */
  @Allow('beds:promise')
  @Post('bed-offers/:offerId/acceptance')
  @HttpCode(204)
  async accept(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @RequestId() requestId: string | null,
  ): Promise<void> {
    await this.offers.accept(actor, id, requestId);
  }

  /** Decline an offer of beds. */
  @Allow('beds:release')
  @Post('bed-offers/:offerId/refusal')
  @HttpCode(204)
  async decline(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @Body() { reason }: DeclineDto,
    @RequestId() requestId: string | null,
  ): Promise<void> {
    await this.offers.decline(actor, id, reason, requestId);
  }

  /** List the latest people who were turned away. */
  @Allow('requests:turn-away')
  @Get('bed-turn-aways')
  latest(@CurrentActor() actor: Actor) {
    return this.turnAways.latest(actor);
  }

  /** Record people who were turned away. */
  @Allow('requests:turn-away')
  @Post('bed-turn-aways')
  turnAway(
    @CurrentActor() actor: Actor,
    @Body() body: TurnAwayDto,
    @RequestId() requestId: string | null,
  ) {
    return this.turnAways.note(actor, body, requestId);
  }

  /**
   * Retract the record of people who were turned away.
   * Entered by mistake.
   */
  @Allow('requests:turn-away')
  @Post('bed-turn-aways/:turnAwayId/retraction')
  @HttpCode(204)
  retract(@CurrentActor() actor: Actor, @Id('turnAwayId') id: string) {
    return this.turnAways.retract(actor, id);
  }
}

import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { ListedNames } from '../../beneficiaries';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { submitBedForm, type PageResponse } from '../bookings/bed.form';
import { casesOf } from '../requests/people.words';
import type { Urgency } from '../beds.data';
import { ReasonDto } from '../dto/request.dto';
import {
  DeclineDto,
  NextOfferDto,
  OfferDto,
  TurnAwayDto,
  WaitingListDto,
} from '../dto/waiting.dto';
import { Offers } from './offers.service';
import { TurnAways } from './turn-aways.service';
import { waitingPage } from './waiting.view';
import { WaitingLists } from './waiting-list.service';

@ApiExcludeController()
@Controller('beds/waiting')
export class WaitingPagesController {
  constructor(
    private readonly lists: WaitingLists,
    private readonly offers: Offers,
    private readonly turnAways: TurnAways,
    private readonly names: ListedNames,
  ) {}

  @Allow('requests:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() query: WaitingListDto): Promise<PageView> {
    return this.show(actor, newForm(), null, query);
  }

  @Allow('beds:hold')
  @Post('offers')
  next(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: NextOfferDto,
      act: ({ shelterId }) => this.offers.offerToNext(actor, shelterId, repeatId),
      to: '/beds/waiting',
      words: 'waiting',
      done: 'offered',
      again: (form) => this.show(actor, form),
    });
  }

  @Allow('beds:hold')
  @Post('requests/:id/offers')
  offer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: OfferDto,
      act: (dto) => this.offers.offer(actor, id, dto, repeatId),
      to: '/beds/waiting',
      words: 'waiting',
      done: 'offered',
      again: (form) => this.show(actor, form, id),
    });
  }

  @Allow('beds:promise')
  @Post('offers/:offerId/acceptance')
  accept(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.offers.accept(actor, id, repeatId),
      to: '/beds/waiting',
      words: 'waiting',
      done: 'accepted',
      again: (form) => this.show(actor, form),
    });
  }

  @Allow('beds:release')
  @Post('offers/:offerId/refusal')
  decline(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: DeclineDto,
      act: ({ reason }) => this.offers.decline(actor, id, reason, repeatId),
      to: '/beds/waiting',
      words: 'waiting',
      done: 'declined',
      again: (form) => this.show(actor, form),
    });
  }

  @Allow('requests:turn-away')
  @Post('turn-aways')
  turnAway(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: TurnAwayDto,
      act: (dto) => this.turnAways.note(actor, dto, repeatId),
      to: '/beds/waiting',
      words: 'waiting',
      done: 'turned_away',
      again: (form) => this.show(actor, form),
    });
  }

  @Allow('requests:turn-away')
  @Post('turn-aways/:turnAwayId/retraction')
  retract(
    @CurrentActor() actor: Actor,
    @Id('turnAwayId') id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.turnAways.retract(actor, id),
      to: '/beds/waiting',
      words: 'waiting',
      done: 'retracted',
      again: (form) => this.show(actor, form),
    });
  }

  /** `refusedRow`: the request whose row shows the refused form. */
  private async show(
    actor: Actor,
    form: FormState = newForm(),
    refusedRow: string | null = null,
    { urgency = null }: { urgency?: Urgency | null } = {},
  ): Promise<PageView> {
    const list = await this.lists.list(actor);
    const shown = list.line.filter(
      ({ request }) => urgency === null || request.urgency === urgency,
    );
    const model = waitingPage(list, actor, form, { shown, refusedRow, urgency });
    const names = await this.names.of(
      actor,
      shown.flatMap(({ request }) => casesOf(request)),
    );
    return page('beds/waiting', { ...model, names, requestKey: randomUUID() });
  }
}

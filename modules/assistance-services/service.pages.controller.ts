import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { RateServiceDto, ratingOf, RATINGS } from './dto/rating.dto';
import { CancelServiceDto } from './dto/service.dto';
import type { PostedFields } from './service.form';
import { RateServices } from './ratings/rate.service';
import { ServiceNotes } from './service-notes.service';
import { ServiceLists } from './services.queries';
import { CANCEL_REASONS, Services } from './services.service';

/** One service: what it was, its note on demand, and taking it back. */
@ApiExcludeController()
@Controller('services/:id')
export class ServicePagesController {
  constructor(
    private readonly services: Services,
    private readonly lists: ServiceLists,
    private readonly notes: ServiceNotes,
    private readonly ratings: RateServices,
  ) {}

  @Allow('services:list')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, request, newForm());
  }

  /** A deliberate "show": the reading of the note is recorded. */
  @Allow('services:list')
  @Post('note')
  async note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { note } = await this.notes.read(actor, id);
    return this.view(actor, id, request, newForm(), note);
  }

  @Allow('services:cancel')
  @Post('cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CancelServiceDto,
      body,
      request.mawa.language,
      async ({ reason }) => {
        await this.services.cancel(actor, id, reason, requestId);
        return redirect(`/services/${id}`, { kind: 'success', key: 'services:cancel.done' });
      },
      (form) => this.view(actor, id, request, form),
    );
  }

  /** Records the rating of the person, once. */
  @Allow('services:rate')
  @Post('rating')
  rate(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      RateServiceDto,
      body,
      request.mawa.language,
      async ({ rating }) => {
        await this.ratings.rate(actor, id, ratingOf(rating), requestId);
        return redirect(`/services/${id}`, { kind: 'success', key: 'ratings:done' });
      },
      (form) => this.view(actor, id, request, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
    note?: string,
  ): Promise<PageView> {
    const service = await this.lists.find(actor, id);
    return page('services/service', {
      title: service.typeName[mawa.language],
      service,
      note,
      rating: await this.ratings.of(actor, id),
      mayRate: may(actor, 'services:rate') && !service.cancelled,
      mayCancel: may(actor, 'services:cancel') && !service.cancelled,
      reasons: CANCEL_REASONS.map((value) => ({
        value,
        label: translate(mawa.language, `services:reason.${value}`),
      })),
      ratings: RATINGS,
      requestId: randomUUID(),
      rateKey: randomUUID(),
      form,
    });
  }
}

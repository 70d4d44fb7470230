import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { Lists } from '../../reference-lists';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { ExtensionDecisionDto, ExtensionDto } from '../dto/length.dto';
import { submitBedForm, type PageResponse } from './bed.form';
import { StayLengths } from './stay-length.service';

@ApiExcludeController()
@Controller('beds')
export class LengthPagesController {
  constructor(
    private readonly lengths: StayLengths,
    private readonly lists: Lists,
  ) {}

  @Allow('beds:board')
  @Get('bookings/:id/length')
  of(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.show(actor, id, newForm());
  }

  @Allow('stays:extend')
  @Post('bookings/:id/extensions')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ExtensionDto,
      act: (dto) => this.lengths.ask(actor, id, dto, key),
      to: `/beds/bookings/${id}/length`,
      done: 'extension_asked',
      words: 'stays',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('stays:approve-extension')
  @Post('extensions/:id/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ExtensionDecisionDto,
      act: ({ decision }) => this.lengths.decide(actor, id, decision),
      to: ({ bookingId }) => `/beds/bookings/${bookingId}/length`,
      done: 'extension_decided',
      words: 'stays',
      again: async (form) => page('house/refused', { form }),
    });
  }

  private async show(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const { language } = actor;
    const length = await this.lengths.of(actor, id);
    const reasons = await this.lists.choices(actor, 'extension_reasons');
    const most = length.limit === null ? null : length.limit + length.extended;
    return page('stays/length', {
      form,
      bookingId: id,
      reasons,
      most,
      length,
      over: length.left !== null && length.left < 0 ? -length.left : 0,
      count: length.extensions.filter(({ decision }) => decision === 'approved').length,
      extensions: length.extensions.map(({ labels, ...one }) => ({
        ...one,
        reason: labels[language],
        mayDecide: one.decision === null && !one.mine && may(actor, 'stays:approve-extension'),
      })),
      mayAsk:
        most !== null &&
        may(actor, 'stays:extend') &&
        length.extensions.every(({ decision }) => decision !== null),
      mayPlan: may(actor, 'beds:exit'),
      requestKey: randomUUID(),
    });
  }
}

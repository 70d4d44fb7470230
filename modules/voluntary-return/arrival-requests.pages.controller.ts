import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../access';
import { NotFoundAudit } from '../audit';
import { submitForm } from '../platform/web/forms';
import {
  TrackForms,
  TrackTarget,
  type TrackFormTarget,
  type PostedFields,
  type PageResult,
} from './track-forms.service';
import { ArrivalRequests } from './arrival-requests.service';
import { RequestArrivalDto } from './dto/journey.dto';
import { PartnerRequests } from './partner-requests.service';
import type { ReturnFormBuilder } from './return-pages.view';
import { wordsIn } from './return.view';

const requestForm: ReturnFormBuilder = async (forms, { shares }) =>
  forms.askPartner(await shares());

/** A link for the receiving partner: the choice of partner, then the only page that shows the link. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/returns/:trackId/partner-link')
export class ArrivalRequestsPagesController {
  constructor(
    private readonly forms: TrackForms,
    private readonly arrivals: ArrivalRequests,
    private readonly asks: PartnerRequests,
  ) {}

  @Allow('returns:write')
  @Get('new')
  form(@TrackTarget('partner-link') at: TrackFormTarget) {
    return this.forms.show(at, requestForm);
  }

  @Allow('returns:write')
  @Post()
  ask(
    @TrackTarget('partner-link') at: TrackFormTarget,
    @Body() { _request, ...fields }: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return submitForm(
      RequestArrivalDto,
      fields,
      at.language,
      async ({ shareId }) =>
        this.asks.hand(
          {
            ...(await this.arrivals.ask(at.actor, at.id, at.trackId, shareId)),
            backPath: `/people/${at.id}/returns/${at.trackId}`,
            backLabel: wordsIn(at.language)('tab'),
          },
          request,
        ),
      (form) => this.forms.show(at, requestForm, form),
    );
  }
}

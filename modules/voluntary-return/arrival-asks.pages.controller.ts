import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../access';
import { AskedNotFound } from '../audit';
import { submitForm } from '../../src/web/forms';
import { ActForms, At, type Place, type Posted, type Shown } from './act-forms';
import { ArrivalAsks } from './arrival-asks.service';
import { AskPartnerDto } from './dto/journey.dto';
import { PartnerAsks } from './partner-asks';
import type { Build } from './return.pages';
import { wordsIn } from './return.view';

const askForm: Build = async (forms, { shares }) => forms.askPartner(await shares());

/** Asking the receiving partner by a link: with whom, then the one page on which the link is told. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/returns/:trackId/partner-link')
export class ArrivalAsksPagesController {
  constructor(
    private readonly forms: ActForms,
    private readonly arrivals: ArrivalAsks,
    private readonly asks: PartnerAsks,
  ) {}

  @Allow('returns:write')
  @Get('new')
  form(@At('partner-link') at: Place) {
    return this.forms.show(at, askForm);
  }

  @Allow('returns:write')
  @Post()
  ask(
    @At('partner-link') at: Place,
    @Body() { _request, ...fields }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    return submitForm(
      AskPartnerDto,
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
      (form) => this.forms.show(at, askForm, form),
    );
  }
}

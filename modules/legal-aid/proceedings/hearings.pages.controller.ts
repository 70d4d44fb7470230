import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { notFound } from '../../../src/shared/domain-error';
import { EndHearingDto, SetHearingDto } from '../dto/legal.dto';
import { Hearings } from '../hearings/hearings.service';
import {
  type Build,
  Id,
  Of,
  ParticularForms,
  placeOf,
  type Posted,
  type Shown,
} from './particular-forms';

/** Hearings of one proceeding: set, and what became of them. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class HearingFormsPagesController {
  constructor(
    private readonly forms: ParticularForms,
    private readonly hearings: Hearings,
  ) {}

  @Allow('legal:write')
  @Get('hearings/new')
  hearingForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.forms.show(placeOf(actor, id, of, request, 'hearings'), hearingForm);
  }

  @Allow('legal:write')
  @Post('hearings')
  setHearing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const requestId = typeof _request === 'string' ? _request : null;
    const at = placeOf(actor, id, of, request, 'hearings');
    return this.forms.take(at, SetHearingDto, body, hearingForm, (given) =>
      this.hearings.set(actor, id, of, given, requestId),
    );
  }

  @Allow('legal:write')
  @Get('hearings/:hearingId/end')
  endForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('hearingId') hearingId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.forms.show(
      placeOf(actor, id, of, request, `hearings/${hearingId}/end`),
      endForm(hearingId),
    );
  }

  @Allow('legal:write')
  @Post('hearings/:hearingId/end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('hearingId') hearingId: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = placeOf(actor, id, of, request, `hearings/${hearingId}/end`);
    // The day and hour of the next are asked for an adjourned one alone.
    const asked = body['to'] === 'adjourned' ? body : without(body, ['next.day', 'next.time']);
    return this.forms.take(at, EndHearingDto, asked, endForm(hearingId), (given) =>
      this.hearings.end(actor, id, of, hearingId, given),
    );
  }
}

const without = (body: Posted, names: readonly string[]): Posted =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

const hearingForm: Build = (forms, { choices, proceeding }) =>
  forms.hearing(choices, { courtId: proceeding.court?.id ?? '' });

const endForm =
  (hearingId: string): Build =>
  (forms, { proceeding }) => {
    const hearing = proceeding.hearings.find(({ id }) => id === hearingId);
    if (!hearing) throw notFound();
    return forms.end(hearing.next, {});
  };

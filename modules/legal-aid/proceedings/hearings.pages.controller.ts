import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow, RequestId } from '../../access';
import { AskedNotFound } from '../../audit';
import { notFound } from '../../../src/shared/domain-error';
import { EndHearingDto, SetHearingDto } from '../dto/legal.dto';
import { Hearings } from '../hearings/hearings.service';
import { At, type Build, ParticularForms, type Place, type Posted } from './particular-forms';

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
  hearingForm(@At('hearings') at: Place) {
    return this.forms.show(at, hearingForm);
  }

  @Allow('legal:write')
  @Post('hearings')
  setHearing(
    @At('hearings') at: Place,
    @Body() body: Posted,
    @RequestId() requestId: string | null,
  ) {
    return this.forms.take(at, SetHearingDto, body, hearingForm, (given) =>
      this.hearings.set(at.actor, at.id, at.of, given, requestId),
    );
  }

  @Allow('legal:write')
  @Get('hearings/:hearingId/end')
  endForm(@At('hearings/:hearingId/end') at: Place, @Param('hearingId') hearingId: string) {
    return this.forms.show(at, endForm(hearingId));
  }

  @Allow('legal:write')
  @Post('hearings/:hearingId/end')
  end(
    @At('hearings/:hearingId/end') at: Place,
    @Param('hearingId') hearingId: string,
    @Body() body: Posted,
  ) {
    // The day and hour of the next are asked for an adjourned one alone.
    const asked = body['to'] === 'adjourned' ? body : without(body, ['next.day', 'next.time']);
    return this.forms.take(at, EndHearingDto, asked, endForm(hearingId), (given) =>
      this.hearings.end(at.actor, at.id, at.of, hearingId, given),
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

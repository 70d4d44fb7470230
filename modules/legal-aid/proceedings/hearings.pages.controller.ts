import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import { notFound } from '../../platform/shared/domain.errors';
import { CorrectHearingDto, EndHearingDto, SetHearingDto } from '../dto/legal.dto';
import { Hearings } from '../hearings/hearings.service';
import {
  ProceedingTarget,
  type ProceedingFormBuilder,
  ProceedingForms,
  type ProceedingFormTarget,
  type FormBody,
} from './proceeding-forms.service';

/** Hearings of one proceeding: set, and what became of them. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal/:proceedingId')
export class HearingFormsPagesController {
  constructor(
    private readonly forms: ProceedingForms,
    private readonly hearings: Hearings,
  ) {}

  @Allow('legal:write')
  @Get('hearings/new')
  hearingForm(@ProceedingTarget('hearings') at: ProceedingFormTarget) {
    return this.forms.show(at, hearingForm);
  }

  @Allow('legal:write')
  @Post('hearings')
  setHearing(
    @ProceedingTarget('hearings') at: ProceedingFormTarget,
    @Body() body: FormBody,
    @RequestId() requestId: string | null,
  ) {
    return this.forms.take(at, SetHearingDto, body, hearingForm, (given) =>
      this.hearings.set(at.actor, at.id, at.of, given, requestId),
    );
  }

  @Allow('legal:write')
  @Get('hearings/:hearingId/end')
  endForm(
    @ProceedingTarget('hearings/:hearingId/end') at: ProceedingFormTarget,
    @Param('hearingId') hearingId: string,
  ) {
    return this.forms.show(at, endForm(hearingId));
  }

  @Allow('legal:write')
  @Post('hearings/:hearingId/end')
  end(
    @ProceedingTarget('hearings/:hearingId/end') at: ProceedingFormTarget,
    @Param('hearingId') hearingId: string,
    @Body() body: FormBody,
  ) {
    // The day and hour of the next are asked for an adjourned one alone.
    const asked = body['to'] === 'adjourned' ? body : without(body, ['next.day', 'next.time']);
    return this.forms.take(at, EndHearingDto, asked, endForm(hearingId), (given) =>
      this.hearings.end(at.actor, at.id, at.of, hearingId, given),
    );
  }

  @Allow('legal:write')
  @Get('hearings/:hearingId/correction')
  correctionForm(
    @ProceedingTarget('hearings/:hearingId/correction') at: ProceedingFormTarget,
    @Param('hearingId') hearingId: string,
  ) {
    return this.forms.show(at, correctionForm(hearingId));
  }

  @Allow('legal:write')
  @Post('hearings/:hearingId/correction')
  correct(
    @ProceedingTarget('hearings/:hearingId/correction') at: ProceedingFormTarget,
    @Param('hearingId') hearingId: string,
    @Body() body: FormBody,
  ) {
    return this.forms.take(at, CorrectHearingDto, body, correctionForm(hearingId), (given) =>
      this.hearings.correct(at.actor, at.id, at.of, hearingId, given),
    );
  }
}

const without = (body: FormBody, names: readonly string[]): FormBody =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

const hearingForm: ProceedingFormBuilder = (forms, { choices, proceeding }) =>
  forms.hearing(choices, { courtId: proceeding.court?.id ?? '' });

const endForm =
  (hearingId: string): ProceedingFormBuilder =>
  (forms, { choices, proceeding }) => {
    const hearing = proceeding.hearings.find(({ id }) => id === hearingId);
    if (!hearing) throw notFound();
    return forms.end(choices, proceeding.kind, hearing);
  };

const correctionForm =
  (hearingId: string): ProceedingFormBuilder =>
  (forms, { choices, proceeding, time }) => {
    const hearing = proceeding.hearings.find(({ id }) => id === hearingId);
    if (!hearing) throw notFound();
    return forms.correction(choices, hearing, time(hearing.startsAt));
  };

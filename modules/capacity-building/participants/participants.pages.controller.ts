import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { ImportRuns, translateFileError } from '../../imports';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import {
  newForm,
  type PostedFields,
  requestIdOf,
  submitFile,
  submitForm,
} from '../../platform/web/forms';
import { redirect, type PageRedirect } from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { DayPipe } from '../../platform/web/day.pipe';
import { Id } from '../../platform/web/id.decorator';
import { type CapacityFormBuilder, CapacityPages } from '../capacity-pages.view';
import { capacityActs, type PageResult, SAVED, trainingTarget } from '../capacity-acts.view';
import { pathOf } from '../capacity.view';
import { CapacityRegisterDto, NoteTestsDto, RegisterParticipantDto } from '../capacity.dto';
import { MOMENTS, type Moment } from './participants.queries';
import { Participants } from './participants.service';
import { CapacityRegister } from './register.service';

const participant: CapacityFormBuilder = (forms, choices) => forms.participant(choices);

/** Who takes part in a training: registered one by one or from a file, the register of a day, tests before and after. */
@ApiExcludeController()
@Controller('training/capacity')
export class CapacityParticipantsPagesController {
  private readonly acts = capacityActs(() => this.pages);

  constructor(
    private readonly pages: CapacityPages,
    private readonly participants: Participants,
    private readonly registers: CapacityRegister,
    private readonly runs: ImportRuns,
  ) {}

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/participants/new')
  participantForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'participants'), participant);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/participants')
  register(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = trainingTarget(id, 'participants');
    return this.acts.take(
      request,
      place,
      RegisterParticipantDto,
      body,
      participant,
      (given, once) => this.participants.register(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/participants/:participantId/removal')
  async leave(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('participantId') participantId: string,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    await this.participants.leave(actor, id, participantId, requestId);
    return redirect(pathOf(id), SAVED);
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/participants/file')
  participantsFile(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.file(actor, mawa.language, id, 'participants', newForm());
  }

  @Allow('capacity:manage')
  @RouteConfig({ takesFile: true })
  @Post('trainings/:trainingId/participants/file')
  bringParticipants(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): PageResult {
    return this.bring(actor, request, id, 'participants', requestId);
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/attendance/file')
  attendanceFile(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.file(actor, mawa.language, id, 'attendance', newForm());
  }

  @Allow('capacity:manage')
  @RouteConfig({ takesFile: true })
  @Post('trainings/:trainingId/attendance/file')
  bringAttendance(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): PageResult {
    return this.bring(actor, request, id, 'attendance', requestId);
  }

  @Allow('capacity:read')
  @Get('trainings/:trainingId/register/:date')
  registerOf(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Param('date', DayPipe) day: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.register(actor, mawa.language, id, day, newForm());
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/register/:date')
  take(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Param('date', DayPipe) day: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const marks = entriesFromForm(body).map(({ id: participantId, said: mark }) => ({
      participantId,
      mark,
    }));
    return submitForm(
      CapacityRegisterDto,
      { marks },
      mawa.language,
      async (given) => {
        await this.registers.take(actor, id, day, given.marks, requestIdOf(_request));
        return redirect(`${pathOf(id)}/register/${day}`, SAVED);
      },
      (form) =>
        this.pages.register(actor, mawa.language, id, day, { ...form, values: textFieldsOf(body) }),
    );
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/tests/:moment')
  testsForm(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Param('moment') moment: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.tests(actor, mawa.language, id, parseMoment(moment), newForm());
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/tests/:moment')
  noteTests(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Param('moment') asked: string,
    @Body() { _request, on, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const moment = parseMoment(asked);
    const scores = entriesFromForm(body).map(({ id: participantId, said: score }) => ({
      participantId,
      score,
    }));
    return submitForm(
      NoteTestsDto,
      { moment, on, scores },
      mawa.language,
      async (given) => {
        await this.registers.noteTests(actor, id, given, requestIdOf(_request));
        return redirect(pathOf(id), SAVED);
      },
      (form) =>
        this.pages.tests(actor, mawa.language, id, moment, {
          ...form,
          values: textFieldsOf({ ...body, on }),
        }),
    );
  }

  /** The file goes the way of all lists from files: matched, tried out, brought in. */
  private bring(
    actor: Actor,
    request: FastifyRequest,
    id: string,
    what: 'participants' | 'attendance',
    requestId: string | null,
  ): PageResult {
    const { language } = request.mawa;
    return submitFile(
      language,
      async () => {
        await this.pages.file(actor, language, id, what, newForm());
        const { bytes } = oneFile(request);
        const opened = this.runs.open(actor, `capacity-${what}`, bytes, requestId, {
          training: id,
        });
        return redirect(`/imports/${(await opened.catch(translateFileError)).id}`);
      },
      (form) => this.pages.file(actor, language, id, what, form),
    );
  }
}

/** Posted entries by person (`who.<id>`), without empty ones. */
const entriesFromForm = (body: PostedFields) =>
  Object.entries(body).flatMap(([name, said]) => {
    const id = /^who\.([0-9a-f-]{36})$/.exec(name)?.[1];
    return id && said !== '' ? [{ id, said }] : [];
  });

const textFieldsOf = (body: PostedFields) =>
  Object.fromEntries(
    Object.entries(body).filter(([, value]) => typeof value === 'string'),
  ) as Record<string, string>;

function parseMoment(asked: string): Moment {
  const moment = MOMENTS.find((one) => one === asked);
  if (!moment) throw notFound();
  return moment;
}

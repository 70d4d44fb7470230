import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, MonthDto, RequestId, YearDto } from '../access';
import { ImportRuns, translateFileError } from '../imports';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { FormActs } from '../platform/web/form-acts';
import {
  newForm,
  type PostedFields,
  requestIdOf,
  submitFile,
  submitForm,
} from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { oneFile } from '../platform/web/uploads';
import { Id } from '../platform/web/id.decorator';
import { DayPipe } from '../platform/web/day.pipe';
import {
  AgendaRowDto,
  CapacityRegisterDto,
  CapacityStepDto,
  CertifyAttendanceDto,
  FindLearnersDto,
  MergeLearnersDto,
  NoteCostDto,
  NoteTestsDto,
  PlanCapacityDto,
  RegisterParticipantDto,
  WithdrawAttendanceDto,
} from './capacity.dto';
import {
  type CapacityFormBuilder,
  CapacityPages,
  dayChoices,
  type CapacityFormTarget,
} from './capacity-pages.view';
import { hoursOf, pathOf, ROOT } from './capacity.view';
import { CapacityCertificates } from './certificates/capacity-certificates.service';
import { Learners } from './learners/learners.service';
import { CapacityCosts } from './money/capacity-costs.service';
import { MOMENTS, type Moment } from './participants/participants.queries';
import { Participants } from './participants/participants.service';
import { CapacityRegister } from './participants/register.service';
import { CapacityTrainings } from './trainings/trainings.service';
import { nextOf } from './trainings/training-states.rules';

type PageResult = Promise<PageView | PageRedirect>;
const SAVED = { kind: 'success', key: 'capacity:saved' } as const;

const plan: CapacityFormBuilder = (forms, choices) => forms.plan(choices);
const step: CapacityFormBuilder = (forms, _choices, training) =>
  forms.step(training ? nextOf(training.state) : []);
const agenda: CapacityFormBuilder = (forms, _choices, training, language) =>
  forms.agenda(dayChoices(training, language));
const participant: CapacityFormBuilder = (forms, choices) => forms.participant(choices);
const cost: CapacityFormBuilder = (forms) => forms.cost();
const certificates: CapacityFormBuilder = (forms) => forms.certificates();
const withdrawal: CapacityFormBuilder = (forms) => forms.withdrawal();
const merge: CapacityFormBuilder = (forms) => forms.merge();

const NEW_TRAINING_TARGET: CapacityFormTarget = { id: null, action: ROOT, back: ROOT };
const trainingTarget = (id: string, act: string): CapacityFormTarget => ({
  id,
  action: `${pathOf(id)}/${act}`,
  back: pathOf(id),
});
const learnerTarget = (id: string): CapacityFormTarget => ({
  id: null,
  action: `${ROOT}/learners/${id}/merges`,
  back: `${ROOT}/learners/${id}`,
});
const certificateTarget = (id: string): CapacityFormTarget => ({
  id: null,
  action: `${ROOT}/participants/${id}/certificate/withdrawal`,
  back: ROOT,
});

/** Trainings of those who meet victims: planned, held, who took part, what they learnt and what it cost. */
@ApiExcludeController()
@Controller('training/capacity')
export class CapacityPagesController {
  private readonly acts = new FormActs<CapacityFormTarget, CapacityFormBuilder>(
    ({ mawa }, place, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, build, form),
    ({ back }) => redirect(back, SAVED),
  );

  constructor(
    private readonly pages: CapacityPages,
    private readonly trainings: CapacityTrainings,
    private readonly participants: Participants,
    private readonly registers: CapacityRegister,
    private readonly costs: CapacityCosts,
    private readonly certificates: CapacityCertificates,
    private readonly learners: Learners,
    private readonly runs: ImportRuns,
  ) {}

  @Allow('capacity:read')
  @Get()
  all(
    @CurrentActor() actor: Actor,
    @Query() { month }: MonthDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.all(actor, mawa.language, month ?? null);
  }

  @Allow('capacity:manage')
  @Get('new')
  planForm(@Req() request: FastifyRequest) {
    return this.acts.show(request, NEW_TRAINING_TARGET, plan);
  }

  @Allow('capacity:manage')
  @Post()
  plan(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...fields }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      PlanCapacityDto,
      fields,
      mawa.language,
      async (given) => {
        const { id } = await this.trainings.plan(actor, given, requestIdOf(_request));
        return redirect(pathOf(id), SAVED);
      },
      (form) => this.pages.form(actor, mawa.language, NEW_TRAINING_TARGET, plan, form),
    );
  }

  @Allow('capacity:read')
  @Get('trainings/:trainingId')
  one(@CurrentActor() actor: Actor, @Id('trainingId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, mawa.language, id);
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/steps/new')
  stepForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'steps'), step);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      trainingTarget(id, 'steps'),
      CapacityStepDto,
      body,
      step,
      (given, once) => this.trainings.step(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/agenda/new')
  agendaForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'agenda'), agenda);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/agenda')
  addToAgenda(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      trainingTarget(id, 'agenda'),
      AgendaRowDto,
      body,
      agenda,
      (given, once) => this.trainings.addToAgenda(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/agenda/:rowId/removal')
  async takeOffAgenda(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('rowId') rowId: string,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    await this.trainings.takeOffAgenda(actor, id, rowId, requestId);
    return redirect(pathOf(id), SAVED);
  }

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

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/costs/new')
  costForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'costs'), cost);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/costs')
  noteCost(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      trainingTarget(id, 'costs'),
      NoteCostDto,
      body,
      cost,
      (given, once) => this.costs.note(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/costs/:costId/removal')
  async takeBackCost(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('costId') costId: string,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    await this.costs.takeBack(actor, id, costId, requestId);
    return redirect(pathOf(id), SAVED);
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/certificates/new')
  certificatesForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'certificates'), certificates);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/certificates')
  certify(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = trainingTarget(id, 'certificates');
    return this.acts.take(request, place, CertifyAttendanceDto, body, certificates, (given, once) =>
      this.certificates.issue(actor, id, given, once),
    );
  }

  /** To be printed: what the organiser certifies. */
  @Allow('capacity:read')
  @Get('participants/:participantId/certificate')
  async print(
    @CurrentActor() actor: Actor,
    @Id('participantId') id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const certificate = await this.certificates.printed(actor, id);
    return page('capacity/certificate', {
      bare: true,
      title: translate(language, 'capacity:paper.title'),
      certificate,
      hoursLabel: hoursOf(certificate.minutes, language),
      address: new URL('/verify', request.mawa.publicUrl).href,
    });
  }

  @Allow('capacity:manage')
  @Get('participants/:participantId/certificate/withdrawal/new')
  withdrawalForm(@Id('participantId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, certificateTarget(id), withdrawal);
  }

  @Allow('capacity:manage')
  @Post('participants/:participantId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id('participantId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      certificateTarget(id),
      WithdrawAttendanceDto,
      body,
      withdrawal,
      (given, once) => this.certificates.withdraw(actor, id, given, once),
    );
  }

  @Allow('capacity:read')
  @Get('learners')
  everybody(
    @CurrentActor() actor: Actor,
    @Query() { q }: FindLearnersDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.everybody(actor, mawa.language, q ?? null);
  }

  @Allow('capacity:read')
  @Get('learners/:learnerId')
  learner(
    @CurrentActor() actor: Actor,
    @Id('learnerId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.learner(actor, mawa.language, id);
  }

  @Allow('capacity:manage')
  @Get('learners/:learnerId/merges/new')
  mergeForm(@Id('learnerId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, learnerTarget(id), merge);
  }

  @Allow('capacity:manage')
  @Post('learners/:learnerId/merges')
  merge(
    @CurrentActor() actor: Actor,
    @Id('learnerId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      learnerTarget(id),
      MergeLearnersDto,
      body,
      merge,
      (given, once) => this.learners.merge(actor, id, given, once),
    );
  }

  @Allow('capacity:read')
  @Get('figures')
  ofYear(
    @CurrentActor() actor: Actor,
    @Query() { year }: YearDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.ofYear(actor, mawa.language, year ?? null);
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

/** What was said of each, `who.<id>`; whoever is left open is passed over. */
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

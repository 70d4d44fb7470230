import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { FormActs } from '../../platform/web/form-acts';
import { type PostedFields } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { Certificates } from '../certificates/certificates.service';
import {
  AssessTrainingDto,
  CertifyDto,
  ChooseTrainingDto,
  EnrolDto,
  EnrolmentStepDto,
  RecordOrientationDto,
  TrainingServicesDto,
  WithdrawCertificateDto,
} from '../dto/training.dto';
import { TrainingServices } from '../enrolments/training-services.service';
import { Enrolments } from '../enrolments/enrol.service';
import { Orientations } from '../orientation/orientations.service';
import { EXPECTED_STATES } from '../enrolments/enrolment-states.rules';
import { ReadTraining } from './read-training.service';
import {
  type TrainingFormBuilder,
  type TrainingFormTarget,
  TrainingPages,
} from './training-pages.view';

const Of = () => Id('enrolmentId');

/** The languages as the last orientation has them, before the first one as the file has them. */
const orientation: TrainingFormBuilder = (forms, { file, lists }) =>
  forms.orientation(lists, file.orientations.at(-1)?.languages ?? file.person.languages);
const choice: TrainingFormBuilder = (forms, { sessions }) =>
  forms.choice(sessions, sessions[0]?.value ?? null);
const enrolment =
  (asked: string | null): TrainingFormBuilder =>
  (forms, { file, sessions }) => {
    const chosen = file.orientations.at(-1)?.choices.at(-1)?.sessionId ?? null;
    const first = sessions.find(({ value }) => value === (asked ?? chosen))?.value ?? null;
    return forms.enrolment(sessions, first);
  };
const step: TrainingFormBuilder = (forms, { enrolment, lists }) =>
  enrolment && enrolment.next.length > 0 ? forms.step(enrolment.next, lists.dropoutReasons) : null;
const services: TrainingFormBuilder = (forms, { enrolment, serviceTypes, tomorrow }) =>
  enrolment && EXPECTED_STATES.includes(enrolment.state)
    ? forms.services(serviceTypes, enrolment.session, tomorrow)
    : null;
const assessment: TrainingFormBuilder = (forms) => forms.assessment();
const certificate: TrainingFormBuilder = (forms) => forms.certificate();
const withdrawal: TrainingFormBuilder = (forms) => forms.withdrawal();

/** The training of one person: orientation, choice, each enrolment to its certificate. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/training')
export class PersonTrainingPagesController {
  private readonly acts = new FormActs<TrainingFormTarget, TrainingFormBuilder>(
    ({ mawa }, place, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, build, form),
    ({ id }) => redirect(`/people/${id}/training`, { kind: 'success', key: 'training:saved' }),
  );

  constructor(
    private readonly pages: TrainingPages,
    private readonly read: ReadTraining,
    private readonly orientations: Orientations,
    private readonly enrolments: Enrolments,
    private readonly services: TrainingServices,
    private readonly certificates: Certificates,
  ) {}

  @Allow('training:read')
  @Get()
  file(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.file(actor, mawa.language, id);
  }

  @Allow('training:write')
  @Get('orientations/new')
  orientationForm(@Id() id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, personTarget(id, '/orientations'), orientation);
  }

  @Allow('training:write')
  @Post('orientations')
  orient(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = personTarget(id, '/orientations');
    return this.acts.take(
      request,
      place,
      RecordOrientationDto,
      body,
      orientation,
      (given, requestId) => this.orientations.note(actor, id, given, requestId),
    );
  }

  @Allow('training:write')
  @Get('orientations/:orientationId/choice/new')
  choiceForm(
    @Id() id: string,
    @Id('orientationId') orientationId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      personTarget(id, `/orientations/${orientationId}/choice`),
      choice,
    );
  }

  @Allow('training:write')
  @Post('orientations/:orientationId/choice')
  choose(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('orientationId') orientationId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = personTarget(id, `/orientations/${orientationId}/choice`);
    return this.acts.take(request, place, ChooseTrainingDto, body, choice, (given, requestId) =>
      this.orientations.choose(actor, id, orientationId, given, requestId),
    );
  }

  @Allow('training:write')
  @Get('enrolments/new')
  enrolmentForm(
    @Id() id: string,
    @Query('session') session: unknown,
    @Req() request: FastifyRequest,
  ) {
    const asked = typeof session === 'string' && isUUID(session) ? session : null;
    return this.acts.show(request, personTarget(id, '/enrolments'), enrolment(asked));
  }

  @Allow('training:write')
  @Post('enrolments')
  enrol(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = personTarget(id, '/enrolments');
    return this.acts.take(request, place, EnrolDto, body, enrolment(null), (given, requestId) =>
      this.enrolments.enrol(actor, id, given, requestId),
    );
  }

  @Allow('training:write')
  @Get('enrolments/:enrolmentId/steps/new')
  stepForm(@Id() id: string, @Of() enrolmentId: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, enrolmentTarget(id, enrolmentId, 'steps'), step);
  }

  @Allow('training:write')
  @Post('enrolments/:enrolmentId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = enrolmentTarget(id, enrolmentId, 'steps');
    return this.acts.take(request, place, EnrolmentStepDto, body, step, (given, requestId) =>
      this.enrolments.step(actor, id, enrolmentId, given, requestId),
    );
  }

  @Allow('services:record')
  @Get('enrolments/:enrolmentId/services/new')
  servicesForm(@Id() id: string, @Of() enrolmentId: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, enrolmentTarget(id, enrolmentId, 'services'), services);
  }

  @Allow('services:record')
  @Post('enrolments/:enrolmentId/services')
  planServices(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = enrolmentTarget(id, enrolmentId, 'services');
    return this.acts.take(request, place, TrainingServicesDto, body, services, (given, requestId) =>
      this.services.plan(actor, id, enrolmentId, given, requestId),
    );
  }

  @Allow('training:write')
  @Get('enrolments/:enrolmentId/assessments/new')
  assessmentForm(@Id() id: string, @Of() enrolmentId: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, enrolmentTarget(id, enrolmentId, 'assessments'), assessment);
  }

  @Allow('training:write')
  @Post('enrolments/:enrolmentId/assessments')
  assess(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = enrolmentTarget(id, enrolmentId, 'assessments');
    return this.acts.take(request, place, AssessTrainingDto, body, assessment, (given, once) =>
      this.enrolments.assess(actor, id, enrolmentId, given, once),
    );
  }

  @Allow('training:write')
  @Get('enrolments/:enrolmentId/certificate/new')
  certificateForm(@Id() id: string, @Of() enrolmentId: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, enrolmentTarget(id, enrolmentId, 'certificate'), certificate);
  }

  @Allow('training:write')
  @Post('enrolments/:enrolmentId/certificate')
  certify(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = enrolmentTarget(id, enrolmentId, 'certificate');
    return this.acts.take(request, place, CertifyDto, body, certificate, (given, requestId) =>
      this.certificates.issue(actor, id, enrolmentId, given, requestId),
    );
  }

  /** To be printed: what the provider certifies, with nothing of ours on it. */
  @Allow('training:read')
  @Get('enrolments/:enrolmentId/certificate')
  async print(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { enrolment } = await this.read.one(actor, id, enrolmentId);
    const { certificate, session } = enrolment;
    if (!certificate || certificate.withdrawnOn) throw notFound();
    return page('training/certificate', {
      bare: true,
      title: translate(request.mawa.language, 'training:paper.title'),
      certificate,
      course: session.course,
      session,
      address: new URL('/verify', request.mawa.publicUrl).href,
    });
  }

  @Allow('training:write')
  @Get('enrolments/:enrolmentId/certificate/withdrawal/new')
  withdrawalForm(@Id() id: string, @Of() enrolmentId: string, @Req() request: FastifyRequest) {
    return this.acts.show(
      request,
      enrolmentTarget(id, enrolmentId, 'certificate/withdrawal'),
      withdrawal,
    );
  }

  @Allow('training:write')
  @Post('enrolments/:enrolmentId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = enrolmentTarget(id, enrolmentId, 'certificate/withdrawal');
    return this.acts.take(request, place, WithdrawCertificateDto, body, withdrawal, (given, id) =>
      this.certificates.withdraw(actor, place.id, enrolmentId, given, id),
    );
  }
}

const personTarget = (id: string, path: string): TrainingFormTarget => ({
  id,
  enrolmentId: null,
  path,
});
const enrolmentTarget = (id: string, enrolmentId: string, act: string): TrainingFormTarget => ({
  id,
  enrolmentId,
  path: `/enrolments/${enrolmentId}/${act}`,
});

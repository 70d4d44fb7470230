import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
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
import { ReadTraining } from './read-training.service';

const Of = () => Id('enrolmentId');

@ApiTags('vocational training')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/training')
export class PersonTrainingApiController {
  constructor(
    private readonly read: ReadTraining,
    private readonly orientations: Orientations,
    private readonly enrolments: Enrolments,
    private readonly services: TrainingServices,
    private readonly certificates: Certificates,
  ) {}

  /**
   * Show the orientation and training of a person.
   * Orientation, what is proposed for it with reasons, and every enrolment. Recorded.
   */
  @Allow('training:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Id() id: string) {
    const { orientations, proposals, enrolments, mayWrite } = await this.read.of(actor, id);
    return {
      orientations,
      enrolments,
      mayWrite,
      proposals: proposals.map(({ offer, ...why }) => ({ sessionId: offer.id, ...why })),
    };
  }

  /** Record the orientation of a person. */
  @Allow('training:write')
  @Post('orientations')
  orient(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: RecordOrientationDto,
    @RequestId() requestId: string | null,
  ) {
    return this.orientations.note(actor, id, body, requestId);
  }

  /** Record which training a person chose. */
  @Allow('training:write')
  @Post('orientations/:orientationId/choice')
  choose(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('orientationId') orientationId: string,
    @Body() body: ChooseTrainingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.orientations.choose(actor, id, orientationId, body, requestId);
  }

  /**
   * Enrol a person in a session.
   * `applied` with a place, `waiting` in the line where none is free.
   */
  @Allow('training:write')
  @Post('enrolments')
  enrol(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: EnrolDto,
    @RequestId() requestId: string | null,
  ) {
    return this.enrolments.enrol(actor, id, body, requestId);
  }

  /** Show an enrolment. */
  @Allow('training:read')
  @Get('enrolments/:enrolmentId')
  async one(@CurrentActor() actor: Actor, @Id() id: string, @Of() enrolmentId: string) {
    return (await this.read.one(actor, id, enrolmentId)).enrolment;
  }

  /** Move an enrolment to its next step. */
  @Allow('training:write')
  @Post('enrolments/:enrolmentId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: EnrolmentStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.enrolments.step(actor, id, enrolmentId, body, requestId);
  }

  /**
   * Plan a service on the days of a training.
   * An appointment on each day of the session that is still to come; what is left is called off when the enrolment ends.
   */
  @Allow('services:record')
  @Post('enrolments/:enrolmentId/services')
  planServices(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: TrainingServicesDto,
    @RequestId() requestId: string | null,
  ) {
    return this.services.plan(actor, id, enrolmentId, body, requestId);
  }

  /** Record the result of a training. */
  @Allow('training:write')
  @Post('enrolments/:enrolmentId/assessments')
  assess(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: AssessTrainingDto,
    @RequestId() requestId: string | null,
  ) {
    return this.enrolments.assess(actor, id, enrolmentId, body, requestId);
  }

  /** Issue the certificate of a training. */
  @Allow('training:write')
  @Post('enrolments/:enrolmentId/certificate')
  certify(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: CertifyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.certificates.issue(actor, id, enrolmentId, body, requestId);
  }

  /** Withdraw the certificate of a training. */
  @Allow('training:write')
  @Post('enrolments/:enrolmentId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() enrolmentId: string,
    @Body() body: WithdrawCertificateDto,
    @RequestId() requestId: string | null,
  ) {
    return this.certificates.withdraw(actor, id, enrolmentId, body, requestId);
  }
}

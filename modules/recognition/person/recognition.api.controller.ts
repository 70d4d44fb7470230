import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Assessors } from '../assessment/assessors.service';
import { Awards } from '../award/award.service';
import { Gaps } from '../gap/gaps.service';
import { Portfolio } from '../portfolio/portfolio.service';
import { Procedures } from '../procedure/procedures.service';
import {
  AddPieceDto,
  AskAssessorDto,
  AwardDto,
  BeginRecognitionDto,
  LinkCourseDto,
  RecognitionStepDto,
  TakeBackAppealDto,
  WithdrawAwardDto,
} from '../recognition.dto';
import { ReadRecognition } from './read-recognition.service';

/** What whoever accompanies the person does. */
@ApiTags('recognition of prior learning')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/training/recognition')
export class RecognitionApiController {
  constructor(
    private readonly read: ReadRecognition,
    private readonly procedures: Procedures,
    private readonly portfolio: Portfolio,
    private readonly assessors: Assessors,
    private readonly gaps: Gaps,
    private readonly awards: Awards,
  ) {}

  /**
   * List the recognition procedures of a person.
   * Every procedure with its units, portfolio, results and certificate. Recorded.
   */
  @Allow('training:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Id() id: string) {
    const { procedures, mayWrite } = await this.read.of(actor, id);
    return { procedures, mayWrite };
  }

  /** Show a recognition procedure. */
  @Allow('training:read')
  @Get(':procedureId')
  one(@CurrentActor() actor: Actor, @Id() id: string, @Id('procedureId') procedureId: string) {
    return this.read.one(actor, id, procedureId);
  }

  /** Begin a recognition procedure of a person. */
  @Allow('training:write')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: BeginRecognitionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.procedures.begin(actor, id, body, requestId);
  }

  /**
   * Move a recognition procedure to its next step.
   * `assessed` and the decision of an appeal are the assessor's; a certificate is issued.
   */
  @Allow('training:write')
  @Post(':procedureId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: RecognitionStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.procedures.step(actor, id, procedureId, body, requestId);
  }

  /** Take back an appeal. */
  @Allow('training:write')
  @Post(':procedureId/appeal/taking-back')
  takeBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: TakeBackAppealDto,
    @RequestId() requestId: string | null,
  ) {
    return this.procedures.takeBackAppeal(actor, id, procedureId, body, requestId);
  }

  /** Add a piece to the portfolio. */
  @Allow('training:write')
  @Post(':procedureId/pieces')
  addPiece(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: AddPieceDto,
    @RequestId() requestId: string | null,
  ) {
    return this.portfolio.add(actor, id, procedureId, body, requestId);
  }

  /**
   * Ask a colleague to be the assessor.
   * Opens the care of the person to that colleague for some days.
   */
  @Allow('training:write')
  @Post(':procedureId/assessors')
  askAssessor(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: AskAssessorDto,
    @RequestId() requestId: string | null,
  ) {
    return this.assessors.ask(actor, id, procedureId, body, requestId);
  }

  /** Link a course that fills a gap. */
  @Allow('training:write')
  @Post(':procedureId/courses')
  linkCourse(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: LinkCourseDto,
    @RequestId() requestId: string | null,
  ) {
    return this.gaps.link(actor, id, procedureId, body, requestId);
  }

  /** Issue the certificate of a recognition procedure. */
  @Allow('training:write')
  @Post(':procedureId/certificate')
  certify(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: AwardDto,
    @RequestId() requestId: string | null,
  ) {
    return this.awards.issue(actor, id, procedureId, body, requestId);
  }

  /** Withdraw the certificate of a recognition procedure. */
  @Allow('training:write')
  @Post(':procedureId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: WithdrawAwardDto,
    @RequestId() requestId: string | null,
  ) {
    return this.awards.withdraw(actor, id, procedureId, body, requestId);
  }
}

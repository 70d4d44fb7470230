import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  CompareAssessmentsDto,
  CorrectAssessmentDto,
  DecideDto,
  FinishDto,
  SaveSectionDto,
  SendBackDto,
  StartAssessmentDto,
} from '../dto/assessment.dto';
import { compareAnswers } from './answers.view';
import { BeginAssessments } from './begin.service';
import { DecideScreenings } from './decide.service';
import { AssessmentFilling } from './fill-in.service';
import { ReadAssessments } from './read-assessments.service';
import { SignAssessments } from './sign.service';

@ApiTags('assessments')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/assessments')
export class AssessmentsApiController {
  constructor(
    private readonly read: ReadAssessments,
    private readonly beginning: BeginAssessments,
    private readonly filling: AssessmentFilling,
    private readonly signing: SignAssessments,
    private readonly deciding: DecideScreenings,
  ) {}

  /** List the assessments of a person. */
  @Allow('assessments:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Id() id: string) {
    const { assessments, results, forms } = await this.read.list(actor, id);
    return { assessments, results, forms };
  }

  /** Start an assessment of a person. */
  @Allow('assessments:write')
  @Post()
  start(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { form }: StartAssessmentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.beginning.start(actor, id, form, requestId);
  }

  /**
   * Compare two assessments of a person.
   * Field by field, by their stable ids.
   */
  @Allow('assessments:read')
  @Get('comparison')
  async compare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { from, to }: CompareAssessmentsDto,
  ) {
    const [before, after] = await this.read.pair(actor, id, [from, to]);
    return {
      before: before!.id,
      after: after!.id,
      fields: compareAnswers(before!, after!, actor.language),
    };
  }

  /**
   * Show an assessment with its questions, answers and scores.
   * With the definition of its own version, the answers, and what they add up to. Recorded.
   */
  @Allow('assessments:read')
  @Get(':assessmentId')
  one(@CurrentActor() actor: Actor, @Id() id: string, @Id('assessmentId') assessmentId: string) {
    return this.read.open(actor, id, assessmentId);
  }

  /** Save the answers of a section of an assessment. */
  @Allow('assessments:write')
  @Put(':assessmentId/sections/:section')
  save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Param('section') section: string,
    @Body() { revision, answers }: SaveSectionDto,
  ) {
    return this.filling.save(actor, id, assessmentId, { section, revision, answers });
  }

  /** Delete the draft of an assessment. */
  @Allow('assessments:write')
  @Delete(':assessmentId')
  @HttpCode(204)
  drop(@CurrentActor() actor: Actor, @Id() id: string, @Id('assessmentId') assessmentId: string) {
    return this.filling.drop(actor, id, assessmentId);
  }

  /** List the colleagues who may approve an assessment. */
  @Allow('assessments:write')
  @Get(':assessmentId/approvers')
  approvers(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
  ) {
    return this.signing.approversFor(actor, id, assessmentId);
  }

  /** Sign an assessment, and send it to its approver where it needs one. */
  @Allow('assessments:write')
  @Post(':assessmentId/signature')
  finish(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Body() { approverId }: FinishDto,
  ) {
    return this.signing.finish(actor, id, assessmentId, approverId ?? null);
  }

  /** Start a correction of a finished assessment. */
  @Allow('assessments:write')
  @Post(':assessmentId/corrections')
  correct(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Body() { reason }: CorrectAssessmentDto,
  ) {
    return this.beginning.correct(actor, id, assessmentId, reason);
  }

  /** Approve an assessment. */
  @Allow('assessments:approve')
  @Post(':assessmentId/approval')
  @HttpCode(204)
  approve(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
  ) {
    return this.signing.approve(actor, id, assessmentId);
  }

  /** Send an assessment back to whoever wrote it. */
  @Allow('assessments:approve')
  @Post(':assessmentId/return')
  @HttpCode(204)
  sendBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Body() { note }: SendBackDto,
  ) {
    return this.signing.sendBack(actor, id, assessmentId, note);
  }

  /** Take back an assessment that was sent for approval. */
  @Allow('assessments:write')
  @Post(':assessmentId/taking-back')
  @HttpCode(204)
  takeBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
  ) {
    return this.signing.takeBack(actor, id, assessmentId);
  }

  /** Record what was decided on the ground of an assessment. */
  @Allow('assessments:write')
  @Post(':assessmentId/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') assessmentId: string,
    @Body() body: DecideDto,
    @RequestId() requestId: string | null,
  ) {
    return this.deciding.decide(actor, id, assessmentId, body, requestId);
  }
}

import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, InPerson, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Portfolio } from '../portfolio/portfolio.service';
import {
  ConcludeDto,
  DecideAppealDto,
  DeclareConflictDto,
  RecordResultDto,
  JudgePieceDto,
} from '../recognition.dto';
import { RecognitionAssessments } from './assessments.service';
import { Assessors } from './assessors.service';

/** What whoever was asked to assess does. */
@ApiTags('recognition of prior learning')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/training/recognition/:procedureId')
export class AssessmentApiController {
  constructor(
    private readonly assessors: Assessors,
    private readonly portfolio: Portfolio,
    private readonly assessments: RecognitionAssessments,
  ) {}

  /**
   * Declare whether you have a conflict of interest as assessor.
   * Whether something stands between assessor and person; whoever declares a conflict sees the file no longer.
   */
  @Allow('recognition:assess')
  @Post('declaration')
  declare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: DeclareConflictDto,
    @RequestId() requestId: string | null,
  ) {
    return this.assessors.declare(actor, id, procedureId, body, requestId);
  }

  /** Judge a piece of the portfolio. */
  @Allow('recognition:assess')
  @Post('pieces/:pieceId/judgements')
  judge(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Id('pieceId') pieceId: string,
    @Body() body: JudgePieceDto,
    @RequestId() requestId: string | null,
  ) {
    return this.portfolio.judge(actor, id, procedureId, pieceId, body, requestId);
  }

  /**
   * Record the result of a unit.
   * Of one unit; a second attempt is another row, and the last counts.
   */
  @Allow('recognition:assess')
  @Post('results')
  find(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: RecordResultDto,
    @RequestId() requestId: string | null,
  ) {
    return this.assessments.recordResult(actor, id, procedureId, body, requestId);
  }

  /**
   * Conclude an assessment of prior learning.
   * `assessed`, or `sent_back` to be completed.
   */
  @Allow('recognition:assess')
  @Post('conclusion')
  conclude(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: ConcludeDto,
    @RequestId() requestId: string | null,
  ) {
    return this.assessments.conclude(actor, id, procedureId, body, requestId);
  }

  /**
   * Decide an appeal against an assessment of prior learning.
   * By another than who assessed first.
   */
  @Allow('recognition:assess')
  @InPerson()
  @Post('appeal/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: DecideAppealDto,
    @RequestId() requestId: string | null,
  ) {
    return this.assessments.decide(actor, id, procedureId, body, requestId);
  }
}

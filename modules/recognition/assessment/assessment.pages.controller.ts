import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { FormActs } from '../../platform/web/form-acts';
import { type PostedFields } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import * as forms from '../person/recognition-pages.view';
import {
  type RecognitionFormBuilder,
  type RecognitionFormTarget as PlaceOf,
  RecognitionPages,
} from '../person/recognition-pages.view';
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

type PageResult = Promise<PageView | PageRedirect>;
const SAVED = { kind: 'success', key: 'recognition:saved' } as const;

/** Pages of assessors. Redirects to the worklist afterwards, since the case may be closed to them by then. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/training/recognition')
export class AssessmentPagesController {
  private readonly acts = new FormActs<AssessmentFormTarget, RecognitionFormBuilder>(
    ({ mawa }, place, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, 'assessor', build, form),
    ({ after }) => redirect(after, SAVED),
  );

  constructor(
    private readonly pages: RecognitionPages,
    private readonly assessors: Assessors,
    private readonly portfolio: Portfolio,
    private readonly assessments: RecognitionAssessments,
  ) {}

  @Allow('recognition:assess')
  @Get(':procedureId/declaration/new')
  declareForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      assessmentTarget(id, procedureId, 'declaration'),
      forms.declaration,
    );
  }

  @Allow('recognition:assess')
  @Post(':procedureId/declaration')
  declare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = assessmentTarget(id, procedureId, 'declaration');
    return this.acts.take(
      request,
      place,
      DeclareConflictDto,
      body,
      forms.declaration,
      (given, once) => this.assessors.declare(actor, id, procedureId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/pieces/:pieceId/judgements/new')
  judgeForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Id('pieceId') pieceId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      assessmentTarget(id, procedureId, `pieces/${pieceId}/judgements`),
      forms.judgement(pieceId),
    );
  }

  @Allow('recognition:assess')
  @Post(':procedureId/pieces/:pieceId/judgements')
  judge(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Id('pieceId') pieceId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = assessmentTarget(id, procedureId, `pieces/${pieceId}/judgements`);
    return this.acts.take(
      request,
      place,
      JudgePieceDto,
      body,
      forms.judgement(pieceId),
      (given, once) => this.portfolio.judge(actor, id, procedureId, pieceId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/results/new')
  findForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Query('unit') unit: unknown,
    @Req() request: FastifyRequest,
  ) {
    const asked = typeof unit === 'string' && isUUID(unit) ? unit : null;
    return this.acts.show(
      request,
      assessmentTarget(id, procedureId, 'results'),
      forms.result(asked),
    );
  }

  @Allow('recognition:assess')
  @Post(':procedureId/results')
  find(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = assessmentTarget(id, procedureId, 'results');
    const build = forms.result(null);
    return this.acts.take(request, place, RecordResultDto, body, build, (given, once) =>
      this.assessments.recordResult(actor, id, procedureId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/conclusion/new')
  concludeForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      assessmentTarget(id, procedureId, 'conclusion'),
      forms.conclusion,
    );
  }

  @Allow('recognition:assess')
  @Post(':procedureId/conclusion')
  conclude(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = assessmentTarget(id, procedureId, 'conclusion');
    return this.acts.take(request, place, ConcludeDto, body, forms.conclusion, (given, once) =>
      this.assessments.conclude(actor, id, procedureId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/appeal/decision/new')
  decideForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      assessmentTarget(id, procedureId, 'appeal/decision'),
      forms.decision,
    );
  }

  @Allow('recognition:assess')
  @Post(':procedureId/appeal/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = assessmentTarget(id, procedureId, 'appeal/decision');
    return this.acts.take(request, place, DecideAppealDto, body, forms.decision, (given, once) =>
      this.assessments.decide(actor, id, procedureId, given, once),
    );
  }
}

interface AssessmentFormTarget extends PlaceOf {
  /** Where to redirect after the action. */
  readonly after: string;
}

/** Actions that may end the assessor's access to the case. */
const ACTIONS_CLOSING_ACCESS = ['declaration', 'conclusion', 'appeal/decision'];
const assessmentTarget = (id: string, procedureId: string, act: string): AssessmentFormTarget => ({
  id,
  procedureId,
  path: `/${procedureId}/${act}`,
  after: ACTIONS_CLOSING_ACCESS.includes(act)
    ? '/training/recognition'
    : `/people/${id}/training/recognition`,
});

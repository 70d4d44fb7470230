import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { FormActs } from '../../platform/web/form-acts';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
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
import { recognitionWords } from '../recognition.words';
import { ReadRecognition } from './read-recognition.service';
import * as forms from './recognition-pages.view';
import {
  type RecognitionFormBuilder,
  type RecognitionFormTarget,
  RecognitionPages,
} from './recognition-pages.view';

type PageResult = Promise<PageView | PageRedirect>;
const SAVED = { kind: 'success', key: 'recognition:saved' } as const;

/** Pages of a person's recognition for the accompanying officer. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/training/recognition')
export class RecognitionPagesController {
  private readonly acts = new FormActs<RecognitionFormTarget, RecognitionFormBuilder>(
    ({ mawa }, place, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, 'officer', build, form),
    ({ id }) => redirect(recognitionPath(id), SAVED),
  );

  constructor(
    private readonly pages: RecognitionPages,
    private readonly read: ReadRecognition,
    private readonly procedures: Procedures,
    private readonly portfolio: Portfolio,
    private readonly assessors: Assessors,
    private readonly gaps: Gaps,
    private readonly awards: Awards,
  ) {}

  @Allow('training:read')
  @Get()
  file(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.file(actor, mawa.language, id);
  }

  @Allow('training:write')
  @Get('new')
  beginForm(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.beginForm(actor, mawa.language, newProcedureTarget(id), newForm());
  }

  @Allow('training:write')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...fields }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      BeginRecognitionDto,
      fields,
      mawa.language,
      async (given) => {
        await this.procedures.begin(actor, id, given, requestIdOf(_request));
        return redirect(recognitionPath(id), SAVED);
      },
      (form) => this.pages.beginForm(actor, mawa.language, newProcedureTarget(id), form),
    );
  }

  @Allow('training:write')
  @Get(':procedureId/steps/new')
  stepForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, procedureTarget(id, procedureId, 'steps'), forms.step);
  }

  @Allow('training:write')
  @Post(':procedureId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'steps');
    return this.acts.take(request, place, RecognitionStepDto, body, forms.step, (given, once) =>
      this.procedures.step(actor, id, procedureId, given, once),
    );
  }

  @Allow('training:write')
  @Get(':procedureId/appeal/taking-back/new')
  takeBackForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      procedureTarget(id, procedureId, 'appeal/taking-back'),
      forms.takeBack,
    );
  }

  @Allow('training:write')
  @Post(':procedureId/appeal/taking-back')
  takeBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'appeal/taking-back');
    return this.acts.take(request, place, TakeBackAppealDto, body, forms.takeBack, (given, once) =>
      this.procedures.takeBackAppeal(actor, id, procedureId, given, once),
    );
  }

  @Allow('training:write')
  @Get(':procedureId/pieces/new')
  addPieceForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, procedureTarget(id, procedureId, 'pieces'), forms.piece);
  }

  @Allow('training:write')
  @Post(':procedureId/pieces')
  addPiece(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'pieces');
    return this.acts.take(request, place, AddPieceDto, body, forms.piece, (given, once) =>
      this.portfolio.add(actor, id, procedureId, given, once),
    );
  }

  @Allow('training:write')
  @Get(':procedureId/assessors/new')
  askAssessorForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, procedureTarget(id, procedureId, 'assessors'), forms.assessor);
  }

  @Allow('training:write')
  @Post(':procedureId/assessors')
  askAssessor(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'assessors');
    return this.acts.take(request, place, AskAssessorDto, body, forms.assessor, (given, once) =>
      this.assessors.ask(actor, id, procedureId, given, once),
    );
  }

  @Allow('training:write')
  @Get(':procedureId/courses/new')
  linkCourseForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, procedureTarget(id, procedureId, 'courses'), forms.course);
  }

  @Allow('training:write')
  @Post(':procedureId/courses')
  linkCourse(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'courses');
    return this.acts.take(request, place, LinkCourseDto, body, forms.course, (given, once) =>
      this.gaps.link(actor, id, procedureId, given, once),
    );
  }

  @Allow('training:write')
  @Get(':procedureId/certificate/new')
  certifyForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, procedureTarget(id, procedureId, 'certificate'), forms.award);
  }

  @Allow('training:write')
  @Post(':procedureId/certificate')
  certify(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'certificate');
    return this.acts.take(request, place, AwardDto, body, forms.award, (given, once) =>
      this.awards.issue(actor, id, procedureId, given, once),
    );
  }

  /** To be printed: what the authority certifies, with nothing of ours on it. */
  @Allow('training:read')
  @Get(':procedureId/certificate')
  async print(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { certificate, standard } = await this.read.one(actor, id, procedureId);
    if (!certificate || certificate.withdrawnOn) throw notFound();
    const words = recognitionWords(request.mawa.language);
    return page('recognition/certificate', {
      bare: true,
      title: words('paper.title'),
      certificate,
      standard,
      description: words(certificate.complete ? 'paper.full' : 'paper.partial'),
      units: standard.units.filter((unit) => certificate.units?.includes(unit.id)),
      address: new URL('/verify', request.mawa.publicUrl).href,
    });
  }

  @Allow('training:write')
  @Get(':procedureId/certificate/withdrawal/new')
  withdrawForm(
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(
      request,
      procedureTarget(id, procedureId, 'certificate/withdrawal'),
      forms.withdrawal,
    );
  }

  @Allow('training:write')
  @Post(':procedureId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('procedureId') procedureId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = procedureTarget(id, procedureId, 'certificate/withdrawal');
    return this.acts.take(request, place, WithdrawAwardDto, body, forms.withdrawal, (given, once) =>
      this.awards.withdraw(actor, id, procedureId, given, once),
    );
  }
}

const procedureTarget = (id: string, procedureId: string, act: string): RecognitionFormTarget => ({
  id,
  procedureId,
  path: `/${procedureId}/${act}`,
});
const recognitionPath = (id: string): string => `/people/${id}/training/recognition`;
const newProcedureTarget = (id: string): RecognitionFormTarget => ({
  id,
  procedureId: null,
  path: '',
});

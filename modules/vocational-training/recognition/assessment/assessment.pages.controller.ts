import {
  Body,
  Controller,
  Get,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../../access';
import { AskedNotFound } from '../../../audit';
import type { Actor } from '../../../../src/shared/actor';
import { newForm, submitForm } from '../../../../src/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../../../src/web/page';
import type { DtoClass } from '../../../../src/web/validation';
import { type Posted, requestIdOf } from '../../person/training.pages';
import * as forms from '../person/recognition.pages';
import { type Build, type Place as PlaceOf, RecognitionPages } from '../person/recognition.pages';
import { Portfolio } from '../portfolio/portfolio.service';
import {
  ConcludeDto,
  DecideAppealDto,
  DeclareDto,
  FindResultDto,
  JudgePieceDto,
} from '../recognition.dto';
import { RecognitionAssessments } from './assessments.service';
import { Assessors } from './assessors.service';

type Shown = Promise<PageView | PageRedirect>;
type Sent = Posted & { _request?: unknown };
const Id = () => Param('id', ParseUUIDPipe);
const Of = () => Param('procedureId', ParseUUIDPipe);
const OfPiece = () => Param('pieceId', ParseUUIDPipe);

/** What whoever was asked to assess does; afterwards the worklist, for the file may be closed to them by then. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/training/recognition')
export class AssessmentPagesController {
  constructor(
    private readonly pages: RecognitionPages,
    private readonly assessors: Assessors,
    private readonly portfolio: Portfolio,
    private readonly assessments: RecognitionAssessments,
  ) {}

  @Allow('recognition:assess')
  @Get(':procedureId/declaration/new')
  declareForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, request, at(id, procedureId, 'declaration'), forms.declaration);
  }

  @Allow('recognition:assess')
  @Post(':procedureId/declaration')
  declare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Body() body: Sent,
    @Req() request: FastifyRequest,
  ): Shown {
    const place = at(id, procedureId, 'declaration');
    return this.take(actor, request, place, DeclareDto, body, forms.declaration, (given, once) =>
      this.assessors.declare(actor, id, procedureId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/pieces/:pieceId/judgements/new')
  judgeForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @OfPiece() pieceId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(
      actor,
      request,
      at(id, procedureId, `pieces/${pieceId}/judgements`),
      forms.judgement(pieceId),
    );
  }

  @Allow('recognition:assess')
  @Post(':procedureId/pieces/:pieceId/judgements')
  judge(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @OfPiece() pieceId: string,
    @Body() body: Sent,
    @Req() request: FastifyRequest,
  ): Shown {
    const place = at(id, procedureId, `pieces/${pieceId}/judgements`);
    return this.take(
      actor,
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
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Query('unit') unit: unknown,
    @Req() request: FastifyRequest,
  ) {
    const asked = typeof unit === 'string' && isUUID(unit) ? unit : null;
    return this.show(actor, request, at(id, procedureId, 'results'), forms.result(asked));
  }

  @Allow('recognition:assess')
  @Post(':procedureId/results')
  find(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Body() body: Sent,
    @Req() request: FastifyRequest,
  ): Shown {
    const place = at(id, procedureId, 'results');
    const build = forms.result(null);
    return this.take(actor, request, place, FindResultDto, body, build, (given, once) =>
      this.assessments.find(actor, id, procedureId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/conclusion/new')
  concludeForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, request, at(id, procedureId, 'conclusion'), forms.conclusion);
  }

  @Allow('recognition:assess')
  @Post(':procedureId/conclusion')
  conclude(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Body() body: Sent,
    @Req() request: FastifyRequest,
  ): Shown {
    const place = at(id, procedureId, 'conclusion');
    return this.take(actor, request, place, ConcludeDto, body, forms.conclusion, (given, once) =>
      this.assessments.conclude(actor, id, procedureId, given, once),
    );
  }

  @Allow('recognition:assess')
  @Get(':procedureId/appeal/decision/new')
  decideForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, request, at(id, procedureId, 'appeal/decision'), forms.decision);
  }

  @Allow('recognition:assess')
  @Post(':procedureId/appeal/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() procedureId: string,
    @Body() body: Sent,
    @Req() request: FastifyRequest,
  ): Shown {
    const place = at(id, procedureId, 'appeal/decision');
    return this.take(actor, request, place, DecideAppealDto, body, forms.decision, (given, once) =>
      this.assessments.decide(actor, id, procedureId, given, once),
    );
  }

  private show(actor: Actor, { mawa }: FastifyRequest, place: Place, build: Build) {
    return this.pages.form(actor, mawa.language, place, 'assessor', build, newForm());
  }

  private take<T extends object>(
    actor: Actor,
    { mawa }: FastifyRequest,
    place: Place,
    Dto: DtoClass<T>,
    { _request, ...fields }: Sent,
    build: Build,
    act: (given: T, requestId: string | null) => Promise<unknown>,
  ): Shown {
    return submitForm(
      Dto,
      fields,
      mawa.language,
      async (given) => {
        await act(given, requestIdOf(_request));
        return redirect(place.after, { kind: 'success', key: 'recognition:saved' });
      },
      (form) => this.pages.form(actor, mawa.language, place, 'assessor', build, form),
    );
  }
}

interface Place extends PlaceOf {
  /** Where whoever pressed goes next. */
  readonly after: string;
}

/** Declaring a conflict and deciding an appeal may close the file to whoever does it. */
const LEAVING = ['declaration', 'conclusion', 'appeal/decision'];
const at = (id: string, procedureId: string, act: string): Place => ({
  ...{ id, procedureId, path: `/${procedureId}/${act}` },
  after: LEAVING.includes(act) ? '/training/recognition' : `/people/${id}/training/recognition`,
});

import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { FormActs } from '../../platform/web/form-acts';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import * as dto from '../projects.dto';
import { ReadSitting } from './read-sitting.service';
import {
  type SittingFormBuilder,
  decide,
  recuse,
  score,
  type SittingFormTarget,
  SittingPages,
} from './sitting-pages.view';
import { SITTINGS } from './sitting.view';
import { Sittings } from './sittings.service';

const saved = { kind: 'success', key: 'projects:saved' } as const;
const withMembers = (given: dto.CallSittingDto) => ({ ...given, memberIds: given.memberIds ?? [] });

/** The committee: its sittings, and what each member does there. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('training/projects/sittings')
export class SittingsPagesController {
  private readonly acts = new FormActs<SittingFormTarget, SittingFormBuilder>(
    ({ mawa }, place, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, build, form),
    ({ sittingId }) => redirect(`${SITTINGS}/${sittingId}`, saved),
  );

  constructor(
    private readonly pages: SittingPages,
    private readonly sittings: Sittings,
  ) {}

  @Allow('projects:decide')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('projects:decide')
  @Get('new')
  callForm(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.pages.callForm(actor, mawa.language, newForm());
  }

  @Allow('projects:decide')
  @Post()
  call(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...fields }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ) {
    return submitForm(
      dto.CallSittingDto,
      fields,
      mawa.language,
      async (given) => {
        const { id } = await this.sittings.call(actor, withMembers(given), requestIdOf(_request));
        return redirect(`${SITTINGS}/${id}`, saved);
      },
      (form) => this.pages.callForm(actor, mawa.language, form),
    );
  }

  @Allow('projects:decide')
  @Get(':sittingId')
  one(@CurrentActor() actor: Actor, @Id('sittingId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, mawa.language, id);
  }

  @Allow('projects:decide')
  @Get(':sittingId/projects/:projectId/scores/new')
  scoreForm(
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, { sittingId, projectId, act: 'scores' }, score);
  }

  @Allow('projects:decide')
  @Post(':sittingId/projects/:projectId/scores')
  score(
    @CurrentActor() actor: Actor,
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { sittingId, projectId, act: 'scores' } as const;
    return this.acts.take(request, place, dto.ScoreProjectDto, body, score, (given, once) =>
      this.sittings.score(actor, sittingId, projectId, given, once),
    );
  }

  @Allow('projects:decide')
  @Get(':sittingId/projects/:projectId/recusal/new')
  recuseForm(
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, { sittingId, projectId, act: 'recusal' }, recuse);
  }

  @Allow('projects:decide')
  @Post(':sittingId/projects/:projectId/recusal')
  recuse(
    @CurrentActor() actor: Actor,
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { sittingId, projectId, act: 'recusal' } as const;
    return this.acts.take(request, place, dto.RecuseDto, body, recuse, (given, once) =>
      this.sittings.recuse(actor, sittingId, projectId, given, once),
    );
  }

  @Allow('projects:decide')
  @Get(':sittingId/projects/:projectId/decision/new')
  decideForm(
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, { sittingId, projectId, act: 'decision' }, decide);
  }

  @Allow('projects:decide')
  @Post(':sittingId/projects/:projectId/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { sittingId, projectId, act: 'decision' } as const;
    return this.acts.take(request, place, dto.DecideProjectDto, body, decide, (given, once) =>
      this.sittings.decide(actor, sittingId, projectId, given, once),
    );
  }
}

@ApiTags('projects')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/training/projects/sittings')
export class SittingsApiController {
  constructor(
    private readonly read: ReadSitting,
    private readonly sittings: Sittings,
  ) {}

  /** List the sittings of the project committee. */
  @Allow('projects:decide')
  @Get()
  async all(@CurrentActor() actor: Actor) {
    return { sittings: await this.read.all(actor) };
  }

  /** Call a sitting of the project committee. */
  @Allow('projects:decide')
  @Post()
  call(
    @CurrentActor() actor: Actor,
    @Body() body: dto.CallSittingDto,
    @RequestId() once: string | null,
  ) {
    return this.sittings.call(actor, withMembers(body), once);
  }

  /**
   * Show a sitting of the project committee.
   * For its members; what others scored once the reader has scored, or it is decided. Recorded.
   */
  @Allow('projects:decide')
  @Get(':sittingId')
  async one(@CurrentActor() actor: Actor, @Id('sittingId') id: string) {
    const { agenda, ...sitting } = await this.read.of(actor, id);
    return {
      ...sitting,
      agenda: agenda.map(({ project: { wordsOf: _words, ...project }, ...one }) => ({
        ...one,
        project,
      })),
    };
  }

  /** Score a project as a member of the committee. */
  @Allow('projects:decide')
  @Post(':sittingId/projects/:projectId/scores')
  score(
    @CurrentActor() actor: Actor,
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Body() body: dto.ScoreProjectDto,
    @RequestId() once: string | null,
  ) {
    return this.sittings.score(actor, sittingId, projectId, body, once);
  }

  /** Recuse yourself from the decision on a project. */
  @Allow('projects:decide')
  @Post(':sittingId/projects/:projectId/recusal')
  recuse(
    @CurrentActor() actor: Actor,
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Body() body: dto.RecuseDto,
    @RequestId() once: string | null,
  ) {
    return this.sittings.recuse(actor, sittingId, projectId, body, once);
  }

  /**
   * Record the committee's decision on a project.
   * By the chair, on a quorum of scores; an approval lays down its tranches.
   */
  @Allow('projects:decide')
  @Post(':sittingId/projects/:projectId/decision')
  decide(
    @CurrentActor() actor: Actor,
    @Id('sittingId') sittingId: string,
    @Id('projectId') projectId: string,
    @Body() body: dto.DecideProjectDto,
    @RequestId() once: string | null,
  ) {
    return this.sittings.decide(actor, sittingId, projectId, body, once);
  }
}

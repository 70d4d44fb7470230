import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, AllowUnattended, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { nested } from '../../platform/web/forms';
import { validateDto } from '../../platform/web/validation';
import { Id } from '../../platform/web/id.decorator';
import {
  FollowUpDto,
  OfflineFormDto,
  OutcomeDto,
  SatisfactionDto,
  SurveyDto,
} from '../dto/follow-up.dto';
import { Outcomes } from '../outcome/outcomes.service';
import { Surveys } from '../survey/surveys.service';
import { DueFollowUps } from './due-follow-ups.service';
import { FollowUps } from './follow-ups.service';
import { OfflineForms } from './offline-forms.service';
import { offlineFormTarget } from './offline-form-target.rules';

const Of = () => Id('trackId');

@ApiTags('voluntary return')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1')
export class FollowUpApiController {
  constructor(
    private readonly followUps: FollowUps,
    private readonly surveys: Surveys,
    private readonly outcomes: Outcomes,
    private readonly due: DueFollowUps,
    private readonly kept: OfflineForms,
  ) {}

  /**
   * Record an attempt of a follow-up after return.
   * One attempt: all answers where somebody was reached, the reason where nobody was.
   */
  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/follow-ups')
  followUp(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: FollowUpDto,
    @RequestId() requestId: string | null,
  ) {
    return this.followUps.note(actor, id, trackId, body, requestId);
  }

  /**
   * Send a follow-up that was filled in offline.
   * A follow-up that was filled in without a connection, sealed on the device to this server; sent by the page itself.
   */
  @AllowUnattended('returns:write')
  @Post('returns/kept')
  async keptForm(
    @CurrentActor() actor: Actor,
    @Body() body: OfflineFormDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    const opened = this.kept.open(actor, body, mawa.now ?? new Date());
    const { id, trackId } = offlineFormTarget(actor, mawa.language, opened.action);
    const { _request, ...fields } = opened.fields;
    const requestId = typeof _request === 'string' && _request ? _request : null;
    const given = await validateDto(FollowUpDto, nested(fields));
    return this.followUps.note(actor, id, trackId, given, requestId, opened.keptAt);
  }

  /**
   * Record a reintegration survey.
   * Scored by the weights in force; the scores stay as they are when those change.
   */
  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/surveys')
  survey(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: SurveyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.surveys.hold(actor, id, trackId, body, requestId);
  }

  /**
   * Show the answers of a reintegration survey.
   * What was answered, question by question.
   */
  @Allow('returns:read')
  @Get('people/:id/returns/:trackId/surveys/:surveyId')
  async answers(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('surveyId') surveyId: string,
  ) {
    return { answers: await this.surveys.answers(actor, id, trackId, surveyId) };
  }

  /** Record how satisfied a person is with the assistance. */
  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/satisfactions')
  satisfaction(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: SatisfactionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.followUps.satisfaction(actor, id, trackId, body, requestId);
  }

  /**
   * Record what became of a returned person.
   * What became of somebody; another than the written definition proposes says why.
   */
  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/outcomes')
  outcome(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: OutcomeDto,
    @RequestId() requestId: string | null,
  ) {
    return this.outcomes.decide(actor, id, trackId, body, requestId);
  }

  /**
   * List the follow-ups that are due or were missed.
   * Follow-ups whose window is open or that were missed, of the people whom one accompanies.
   */
  @Allow('returns:read')
  @Get('returns/follow-ups')
  async all(@CurrentActor() actor: Actor) {
    const { followUps } = await this.due.of(actor);
    return { followUps };
  }
}

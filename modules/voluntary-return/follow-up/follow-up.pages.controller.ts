import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { validateDto } from '../../platform/web/validation';
import {
  TrackForms,
  TrackTarget,
  type TrackFormTarget,
  type PostedFields,
  type PageResult,
} from '../track-forms.service';
import {
  FollowUpDto,
  OfflineFormDto,
  OutcomeDto,
  SatisfactionDto,
  SurveyDto,
} from '../dto/follow-up.dto';
import { Outcomes } from '../outcome/outcomes.service';
import type { ReturnFormBuilder } from '../return-pages.view';
import { surveyForm } from '../survey/survey.form';
import { Surveys } from '../survey/surveys.service';
import { followUpFields, followUpForm, outcomeForm, satisfactionForm } from './follow-up.form';
import { FollowUps } from './follow-ups.service';
import { OfflineForms } from './offline-forms.service';
import { offlineFormTarget } from './offline-form-target.rules';

const satisfactionFormBuilder: ReturnFormBuilder = ({ today, language }) =>
  satisfactionForm(language, today);
const outcomeFormBuilder: ReturnFormBuilder = async ({ today, language }, { proposed }) =>
  outcomeForm(language, today, await proposed());
const surveyFormBuilder: ReturnFormBuilder = async ({ today, language }, { edition }) =>
  surveyForm(language, today, await edition());

/** The year after, on pages: how somebody is, the survey, what they thought of the help, what became of them. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller()
export class FollowUpPagesController {
  constructor(
    private readonly forms: TrackForms,
    private readonly followUps: FollowUps,
    private readonly surveys: Surveys,
    private readonly outcomes: Outcomes,
    private readonly kept: OfflineForms,
  ) {}

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/follow-ups/new')
  followUpForm(@TrackTarget('follow-ups') at: TrackFormTarget) {
    return this.forms.show(at, this.followUpBuild);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/follow-ups')
  followUp(@TrackTarget('follow-ups') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.takeFollowUp(at, body, null);
  }

  /** Shows a form stored on a device that was refused, to be corrected. */
  @Allow('returns:write')
  @Post('returns/kept')
  async keptForm(
    @CurrentActor() actor: Actor,
    @Body() { key, iv, sealed }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const form = await validateDto(OfflineFormDto, { key, iv, sealed });
    const opened = this.kept.open(actor, form, mawa.now ?? new Date());
    const at = offlineFormTarget(actor, mawa.language, opened.action);
    return this.takeFollowUp(at, opened.fields, opened.keptAt);
  }

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/surveys/new')
  surveyForm(@TrackTarget('surveys') at: TrackFormTarget) {
    return this.forms.show(at, surveyFormBuilder);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/surveys')
  survey(@TrackTarget('surveys') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, SurveyDto, body, surveyFormBuilder, (given, requestId) =>
      this.surveys.hold(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/satisfactions/new')
  satisfactionForm(@TrackTarget('satisfactions') at: TrackFormTarget) {
    return this.forms.show(at, satisfactionFormBuilder);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/satisfactions')
  satisfaction(@TrackTarget('satisfactions') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, SatisfactionDto, body, satisfactionFormBuilder, (given, requestId) =>
      this.followUps.satisfaction(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/outcomes/new')
  outcomeForm(@TrackTarget('outcomes') at: TrackFormTarget) {
    return this.forms.show(at, outcomeFormBuilder);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/outcomes')
  outcome(@TrackTarget('outcomes') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, OutcomeDto, body, outcomeFormBuilder, (given, requestId) =>
      this.outcomes.decide(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  private takeFollowUp(at: TrackFormTarget, body: PostedFields, keptAt: Date | null): PageResult {
    return this.forms.take(at, FollowUpDto, body, this.followUpBuild, (given, requestId) =>
      this.followUps.note(at.actor, at.id, at.trackId, given, requestId, keptAt),
    );
  }

  private readonly followUpBuild: ReturnFormBuilder = ({ today, language }, { track }) => {
    const { words } = followUpFields(language);
    const open = track.marks.filter(({ state }) => state !== 'ahead' && state !== 'reached');
    const marks = open.map(({ months, dueOn }) => ({
      value: String(months),
      label: words('mark_due', { count: months, day: dueOn }),
    }));
    const first = open.find(({ state }) => state === 'open') ?? open[0] ?? null;
    return { ...followUpForm(language, today, marks, first), keeps: this.kept.publicKey() };
  };
}

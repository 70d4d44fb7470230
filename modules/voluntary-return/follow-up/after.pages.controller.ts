import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { checked } from '../../../src/web/validation';
import { ActForms, At, type Place, type Posted, type Shown } from '../act-forms';
import { FollowUpDto, KeptFormDto, OutcomeDto, SatisfactionDto, SurveyDto } from '../dto/after.dto';
import { Outcomes } from '../outcome/outcomes.service';
import type { Build } from '../return.pages';
import { surveyForm } from '../survey/survey-form';
import { Surveys } from '../survey/surveys.service';
import { afterFields, followUpForm, outcomeForm, satisfactionForm } from './after-forms';
import { FollowUps } from './follow-ups.service';
import { KeptForms } from './kept-forms';
import { placeOfKept } from './kept-place';

const satisfactionBuild: Build = ({ today, language }) => satisfactionForm(language, today);
const outcomeBuild: Build = async ({ today, language }, { proposed }) =>
  outcomeForm(language, today, await proposed());
const surveyBuild: Build = async ({ today, language }, { edition }) =>
  surveyForm(language, today, await edition());

/** The year after, on pages: how somebody is, the survey, what they thought of the help, what became of them. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller()
export class AfterPagesController {
  constructor(
    private readonly forms: ActForms,
    private readonly followUps: FollowUps,
    private readonly surveys: Surveys,
    private readonly outcomes: Outcomes,
    private readonly kept: KeptForms,
  ) {}

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/follow-ups/new')
  followUpForm(@At('follow-ups') at: Place) {
    return this.forms.show(at, this.followUpBuild);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/follow-ups')
  followUp(@At('follow-ups') at: Place, @Body() body: Posted) {
    return this.takeFollowUp(at, body, null);
  }

  /** What waited on a device and was refused, shown to be put right. */
  @Allow('returns:write')
  @Post('returns/kept')
  async keptForm(
    @CurrentActor() actor: Actor,
    @Body() { key, iv, sealed }: Posted,
    @Req() { mawa }: FastifyRequest,
  ): Shown {
    const form = await checked(KeptFormDto, { key, iv, sealed });
    const opened = this.kept.open(actor, form, mawa.now ?? new Date());
    const at = placeOfKept(actor, mawa.language, opened.action);
    return this.takeFollowUp(at, opened.fields, opened.keptAt);
  }

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/surveys/new')
  surveyForm(@At('surveys') at: Place) {
    return this.forms.show(at, surveyBuild);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/surveys')
  survey(@At('surveys') at: Place, @Body() body: Posted) {
    return this.forms.take(at, SurveyDto, body, surveyBuild, (given, requestId) =>
      this.surveys.hold(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/satisfactions/new')
  satisfactionForm(@At('satisfactions') at: Place) {
    return this.forms.show(at, satisfactionBuild);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/satisfactions')
  satisfaction(@At('satisfactions') at: Place, @Body() body: Posted) {
    return this.forms.take(at, SatisfactionDto, body, satisfactionBuild, (given, requestId) =>
      this.followUps.satisfaction(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('people/:id/returns/:trackId/outcomes/new')
  outcomeForm(@At('outcomes') at: Place) {
    return this.forms.show(at, outcomeBuild);
  }

  @Allow('returns:write')
  @Post('people/:id/returns/:trackId/outcomes')
  outcome(@At('outcomes') at: Place, @Body() body: Posted) {
    return this.forms.take(at, OutcomeDto, body, outcomeBuild, (given, requestId) =>
      this.outcomes.decide(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  private takeFollowUp(at: Place, body: Posted, keptAt: Date | null): Shown {
    return this.forms.take(at, FollowUpDto, body, this.followUpBuild, (given, requestId) =>
      this.followUps.note(at.actor, at.id, at.trackId, given, requestId, keptAt),
    );
  }

  private readonly followUpBuild: Build = ({ today, language }, { track }) => {
    const { words } = afterFields(language);
    const open = track.marks.filter(({ state }) => state !== 'ahead' && state !== 'reached');
    const marks = open.map(({ months, dueOn }) => ({
      value: String(months),
      label: words('mark_due', { count: months, day: dueOn }),
    }));
    const first = open.find(({ state }) => state === 'open') ?? open[0] ?? null;
    return { ...followUpForm(language, today, marks, first), keeps: this.kept.publicKey() };
  };
}

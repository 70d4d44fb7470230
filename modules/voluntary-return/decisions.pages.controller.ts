import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../access';
import { NotFoundAudit } from '../audit';
import {
  TrackForms,
  TrackTarget,
  type TrackFormTarget,
  type PostedFields,
} from './track-forms.service';
import { ReturnCounselling } from './counselling.service';
import {
  AssessReturnRiskDto,
  CounsellingSessionDto,
  DecideReturnDto,
  DecideReturnRiskDto,
  ReturnFamilyDto,
} from './dto/return.dto';
import type { ReturnFormBuilder } from './return-pages.view';
import { ReturnRisks } from './return-risks.service';
import { Id } from '../platform/web/id.decorator';

const counselForm: ReturnFormBuilder = async (forms, { choices }) =>
  forms.counselling(await choices('return_topics'));
const decideForm: ReturnFormBuilder = async (forms, { isAsChild, determinations, setting }) => {
  const asChild = await isAsChild();
  const days = await setting('return_cooling_off_days', 3);
  return forms.decision(asChild, asChild ? await determinations() : [], days);
};
const familyForm: ReturnFormBuilder = (forms) => forms.family();
const riskForm: ReturnFormBuilder = (forms) => forms.risk();
const riskDecisionForm: ReturnFormBuilder = (forms) => forms.riskDecision();

/** Pages of counselling, decisions, family and risks. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/returns/:trackId')
export class DecisionsPagesController {
  constructor(
    private readonly forms: TrackForms,
    private readonly counselling: ReturnCounselling,
    private readonly risks: ReturnRisks,
  ) {}

  @Allow('returns:write')
  @Get('counselling/new')
  counselForm(@TrackTarget('counselling') at: TrackFormTarget) {
    return this.forms.show(at, counselForm);
  }

  @Allow('returns:write')
  @Post('counselling')
  counsel(@TrackTarget('counselling') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, CounsellingSessionDto, body, counselForm, (given, requestId) =>
      this.counselling.hold(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('decisions/new')
  decideForm(@TrackTarget('decisions') at: TrackFormTarget) {
    return this.forms.show(at, decideForm);
  }

  @Allow('returns:write')
  @Post('decisions')
  decide(@TrackTarget('decisions') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, DecideReturnDto, body, decideForm, (given, requestId) =>
      this.counselling.decide(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('family/new')
  familyForm(@TrackTarget('family') at: TrackFormTarget) {
    return this.forms.show(at, familyForm);
  }

  @Allow('returns:write')
  @Post('family')
  family(@TrackTarget('family') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, ReturnFamilyDto, body, familyForm, (given, requestId) =>
      this.counselling.family(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('risks/new')
  riskForm(@TrackTarget('risks') at: TrackFormTarget) {
    return this.forms.show(at, riskForm);
  }

  @Allow('returns:write')
  @Post('risks')
  assess(@TrackTarget('risks') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, AssessReturnRiskDto, body, riskForm, (given, requestId) =>
      this.risks.assess(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:decide-risk')
  @Get('risks/:riskId/decision/new')
  riskDecisionForm(@TrackTarget('risks/:riskId/decision') at: TrackFormTarget) {
    return this.forms.show(at, riskDecisionForm);
  }

  @Allow('returns:decide-risk')
  @Post('risks/:riskId/decision')
  decideRisk(
    @TrackTarget('risks/:riskId/decision') at: TrackFormTarget,
    @Id('riskId') riskId: string,
    @Body() body: PostedFields,
  ) {
    return this.forms.take(at, DecideReturnRiskDto, body, riskDecisionForm, (given, requestId) =>
      this.risks.decide(at.actor, at.id, at.trackId, riskId, given, requestId),
    );
  }
}

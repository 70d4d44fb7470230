import { Body, Controller, Get, Param, ParseUUIDPipe, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../access';
import { AskedNotFound } from '../audit';
import { ActForms, At, type Place, type Posted } from './act-forms';
import { ReturnCounselling } from './counselling.service';
import {
  AssessReturnRiskDto,
  CounselDto,
  DecideReturnDto,
  DecideReturnRiskDto,
  ReturnFamilyDto,
} from './dto/return.dto';
import type { Build } from './return.pages';
import { ReturnRisks } from './return-risks.service';

const counselForm: Build = async (forms, { choices }) =>
  forms.counselling(await choices('return_topics'));
const decideForm: Build = async (forms, { isAsChild, determinations, setting }) => {
  const asChild = await isAsChild();
  const days = await setting('return_cooling_off_days', 3);
  return forms.decision(asChild, asChild ? await determinations() : [], days);
};
const familyForm: Build = (forms) => forms.family();
const riskForm: Build = (forms) => forms.risk();
const riskDecisionForm: Build = (forms) => forms.riskDecision();

/** What makes a decision free and informed, and safe enough. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/returns/:trackId')
export class DecisionsPagesController {
  constructor(
    private readonly forms: ActForms,
    private readonly counselling: ReturnCounselling,
    private readonly risks: ReturnRisks,
  ) {}

  @Allow('returns:write')
  @Get('counselling/new')
  counselForm(@At('counselling') at: Place) {
    return this.forms.show(at, counselForm);
  }

  @Allow('returns:write')
  @Post('counselling')
  counsel(@At('counselling') at: Place, @Body() body: Posted) {
    return this.forms.take(at, CounselDto, body, counselForm, (given, requestId) =>
      this.counselling.hold(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('decisions/new')
  decideForm(@At('decisions') at: Place) {
    return this.forms.show(at, decideForm);
  }

  @Allow('returns:write')
  @Post('decisions')
  decide(@At('decisions') at: Place, @Body() body: Posted) {
    return this.forms.take(at, DecideReturnDto, body, decideForm, (given, requestId) =>
      this.counselling.decide(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('family/new')
  familyForm(@At('family') at: Place) {
    return this.forms.show(at, familyForm);
  }

  @Allow('returns:write')
  @Post('family')
  family(@At('family') at: Place, @Body() body: Posted) {
    return this.forms.take(at, ReturnFamilyDto, body, familyForm, (given, requestId) =>
      this.counselling.family(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('risks/new')
  riskForm(@At('risks') at: Place) {
    return this.forms.show(at, riskForm);
  }

  @Allow('returns:write')
  @Post('risks')
  assess(@At('risks') at: Place, @Body() body: Posted) {
    return this.forms.take(at, AssessReturnRiskDto, body, riskForm, (given, requestId) =>
      this.risks.assess(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:decide-risk')
  @Get('risks/:riskId/decision/new')
  riskDecisionForm(@At('risks/:riskId/decision') at: Place) {
    return this.forms.show(at, riskDecisionForm);
  }

  @Allow('returns:decide-risk')
  @Post('risks/:riskId/decision')
  decideRisk(
    @At('risks/:riskId/decision') at: Place,
    @Param('riskId', ParseUUIDPipe) riskId: string,
    @Body() body: Posted,
  ) {
    return this.forms.take(at, DecideReturnRiskDto, body, riskDecisionForm, (given, requestId) =>
      this.risks.decide(at.actor, at.id, at.trackId, riskId, given, requestId),
    );
  }
}

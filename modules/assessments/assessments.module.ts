import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule } from '../plans';
import { RightsModule } from '../rights';
import { AssessmentFollowUp } from './filling/assessment-follow-up.service';
import { Approvers } from './filling/approvers.service';
import { AssessmentDecisions } from './filling/assessment-decisions.source';
import { AssessmentPages } from './filling/assessment-pages.service';
import { AssessmentsApiController } from './filling/assessments.api.controller';
import { AssessmentsPagesController } from './filling/assessments.pages.controller';
import { BeginAssessments } from './filling/begin.service';
import { DecideScreenings } from './filling/decide.service';
import { AssessmentFilling } from './filling/fill-in.service';
import { FillSections } from './filling/fill-sections.service';
import { AssessmentCaseFilePanel } from './filling/assessment-case-file.service';
import { AssessmentFileSections } from './filling/assessment-file-sections.service';
import { ReadAssessments } from './filling/read-assessments.service';
import { SectionPages } from './filling/section-pages.service';
import { SectionsPagesController } from './filling/sections.pages.controller';
import { SignAssessments } from './filling/sign.service';
import { DraftForms } from './forms/draft-forms.service';
import { DraftPages } from './forms/draft-pages.service';
import { DraftPagesController } from './forms/draft.pages.controller';
import { DraftPartsPagesController } from './forms/draft-parts.pages.controller';
import { FormPages } from './forms/form-pages.service';
import { FormsApiController } from './forms/forms.api.controller';
import { FormsPagesController } from './forms/forms.pages.controller';
import { Forms } from './forms/forms.service';
import { QuestionPage } from './forms/question-page.service';
import { TextPages } from './forms/text-pages.service';
import { FindAssessments } from './overview/find-assessments.service';
import {
  OverviewApiController,
  OverviewPagesController,
} from './overview/overview.pages.controller';
import { OverviewPages } from './overview/overview-pages.service';
import { FormDecisions } from './forms/form-decisions.source';

@Module({
  imports: [BeneficiariesModule, PlansModule, RightsModule],
  controllers: [
    AssessmentsApiController,
    SectionsPagesController,
    AssessmentsPagesController,
    FormsApiController,
    FormsPagesController,
    DraftPagesController,
    DraftPartsPagesController,
    OverviewApiController,
    OverviewPagesController,
  ],
  providers: [
    FormDecisions,
    AssessmentFollowUp,
    AssessmentDecisions,
    Approvers,
    AssessmentPages,
    AssessmentFileSections,
    AssessmentCaseFilePanel,
    BeginAssessments,
    DecideScreenings,
    DraftForms,
    DraftPages,
    FormPages,
    Forms,
    QuestionPage,
    TextPages,
    FindAssessments,
    OverviewPages,
    AssessmentFilling,
    FillSections,
    ReadAssessments,
    SectionPages,
    SignAssessments,
  ],
  exports: [
    BeginAssessments,
    DecideScreenings,
    DraftForms,
    Forms,
    AssessmentFilling,
    ReadAssessments,
    SignAssessments,
  ],
})
export class AssessmentsModule {}

import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule } from '../plans';
import { AfterAssessments } from './filling/after-assessments';
import { Approvers } from './filling/approvers';
import { AssessmentPages } from './filling/assessment-pages';
import { AssessmentsApiController } from './filling/assessments.api.controller';
import { AssessmentsPagesController } from './filling/assessments.pages.controller';
import { DecideScreenings } from './filling/decide.service';
import { FillIn } from './filling/fill-in.service';
import { FillSections } from './filling/fill-sections';
import { AssessmentsOnTheFile } from './filling/on-the-file';
import { ReadAssessments } from './filling/read-assessments.service';
import { SectionsPagesController } from './filling/sections.pages.controller';
import { SignAssessments } from './filling/sign.service';
import { DraftForms } from './forms/draft-forms.service';
import { DraftPages } from './forms/draft-pages';
import { DraftPagesController } from './forms/draft.pages.controller';
import { DraftPartsPagesController } from './forms/draft-parts.pages.controller';
import { FormPages } from './forms/form-pages';
import { FormsApiController } from './forms/forms.api.controller';
import { FormsPagesController } from './forms/forms.pages.controller';
import { Forms } from './forms/forms.service';
import { TextPages } from './forms/text-pages';

@Module({
  imports: [BeneficiariesModule, PlansModule],
  controllers: [
    AssessmentsApiController,
    SectionsPagesController,
    AssessmentsPagesController,
    FormsApiController,
    FormsPagesController,
    DraftPagesController,
    DraftPartsPagesController,
  ],
  providers: [
    AfterAssessments,
    Approvers,
    AssessmentPages,
    AssessmentsOnTheFile,
    DecideScreenings,
    DraftForms,
    DraftPages,
    FormPages,
    Forms,
    TextPages,
    FillIn,
    FillSections,
    ReadAssessments,
    SignAssessments,
  ],
  exports: [DecideScreenings, DraftForms, Forms, FillIn, ReadAssessments, SignAssessments],
})
export class AssessmentsModule {}

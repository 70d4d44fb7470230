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

@Module({
  imports: [BeneficiariesModule, PlansModule],
  controllers: [AssessmentsApiController, SectionsPagesController, AssessmentsPagesController],
  providers: [
    AfterAssessments,
    Approvers,
    AssessmentPages,
    AssessmentsOnTheFile,
    DecideScreenings,
    FillIn,
    FillSections,
    ReadAssessments,
    SignAssessments,
  ],
  exports: [DecideScreenings, FillIn, ReadAssessments, SignAssessments],
})
export class AssessmentsModule {}

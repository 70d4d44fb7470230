import { Module } from '@nestjs/common';
import { AssessmentApiController } from './assessment/assessment.api.controller';
import { AssessmentPagesController } from './assessment/assessment.pages.controller';
import { RecognitionAssessments } from './assessment/assessments.service';
import { Assessors } from './assessment/assessors.service';
import { Awards } from './award/award.service';
import { Gaps } from './gap/gaps.service';
import { ReadRecognition } from './person/read-recognition.service';
import { RecognitionApiController } from './person/recognition.api.controller';
import { RecognitionPages } from './person/recognition-pages.view';
import { RecognitionPagesController } from './person/recognition.pages.controller';
import { Portfolio } from './portfolio/portfolio.service';
import { Fees } from './procedure/fees.service';
import { Procedures } from './procedure/procedures.service';
import { RecognitionActions } from './recognition-actions.service';
import { StandardsApiController } from './standards/standards.api.controller';
import { StandardPages } from './standards/standards-pages.view';
import { StandardsPagesController } from './standards/standards.pages.controller';
import { Standards } from './standards/standards.service';
import { WorklistApiController } from './worklist/worklist.api.controller';
import { WorklistPagesController } from './worklist/worklist.pages.controller';
import { RecognitionWorklist } from './worklist/worklist.service';
import { CaseClosings, BeneficiariesModule, PersonRecords } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { translateRecognitionErrors } from './recognition.errors';
import { RecognitionHousekeeping } from './recognition.schedule';
import { RECOGNITION_BLOCK } from './figures/recognition-figures.view';
import { TrainingFigureBlocks, VocationalTrainingModule } from '../vocational-training';

@Module({
  imports: [
    BeneficiariesModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
    VocationalTrainingModule,
  ],
  controllers: [
    AssessmentApiController,
    AssessmentPagesController,
    RecognitionApiController,
    RecognitionPagesController,
    StandardsApiController,
    StandardsPagesController,
    WorklistApiController,
    WorklistPagesController,
  ],
  providers: [
    RecognitionAssessments,
    Assessors,
    Awards,
    Gaps,
    ReadRecognition,
    RecognitionPages,
    Portfolio,
    Fees,
    Procedures,
    RecognitionActions,
    StandardPages,
    Standards,
    RecognitionWorklist,
    RecognitionHousekeeping,
    PersonRecords.of({ parts: ['care'], translate: translateRecognitionErrors }),
  ],
  exports: [Assessors, Awards, Gaps, Portfolio, Procedures, RecognitionAssessments, Standards],
})
export class RecognitionModule {
  constructor(blocks: TrainingFigureBlocks, closings: CaseClosings) {
    blocks.add(RECOGNITION_BLOCK);
    closings.add({
      key: 'recognition',
      does: 'ends',
      order: 40,
      permission: 'training:read',
      ids: 'SELECT recognition_ending_with($1)',
      path: ({ caseId }) => `/people/${caseId}/training/recognition`,
    });
  }
}

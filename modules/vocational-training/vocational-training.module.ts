import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { ImportLists } from '../imports';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { SessionAttendanceImport } from './attendance/attendance.import';
import { Allowances } from './attendance/allowances.service';
import { RegisterApiController } from './attendance/register.api.controller';
import { RegisterPagesController } from './attendance/register.pages.controller';
import { Registers } from './attendance/register.service';
import { SessionFilePagesController } from './attendance/session-file.pages.controller';
import {
  CAPACITY_CONTROLLERS,
  CAPACITY_PROVIDERS,
  CAPACITY_SERVICES,
  CapacityAttendanceImport,
  CapacityParticipantsImport,
} from './capacity';
import { CertificateRegister } from './certificates/certificate-register.service';
import { CertificateDigests } from './certificates/certificate-digests.service';
import { Certificates } from './certificates/certificates.service';
import { VerifyApiController } from './certificates/verification.api.controller';
import { CertificateVerification } from './certificates/verification.service';
import { VerificationLimits } from './certificates/verification-limits.service';
import { VerifyPagesController } from './certificates/verification.pages.controller';
import { CourseCalendar } from './courses/calendar.service';
import { CoursesApiController } from './courses/courses.api.controller';
import { CoursesPagesController } from './courses/courses.pages.controller';
import { Courses } from './courses/courses.service';
import { Enrolments } from './enrolments/enrol.service';
import { TrainingHousekeeping } from './enrolments/training.schedule';
import { TrainingFiguresService } from './figures/training-figures.service';
import { Orientations } from './orientation/orientations.service';
import { PersonTrainingApiController } from './person/person-training.api.controller';
import { PersonTrainingPagesController } from './person/person-training.pages.controller';
import { ReadTraining } from './person/read-training.service';
import { TrainingCaseFilePanel } from './person/case-file-panel.service';
import { TrainingPages } from './person/training-pages.view';
import { AssessmentApiController } from './recognition/assessment/assessment.api.controller';
import { AssessmentPagesController } from './recognition/assessment/assessment.pages.controller';
import { RecognitionAssessments } from './recognition/assessment/assessments.service';
import { Assessors } from './recognition/assessment/assessors.service';
import { Awards } from './recognition/award/award.service';
import { Gaps } from './recognition/gap/gaps.service';
import { ReadRecognition } from './recognition/person/read-recognition.service';
import { RecognitionApiController } from './recognition/person/recognition.api.controller';
import { RecognitionPages } from './recognition/person/recognition-pages.view';
import { RecognitionPagesController } from './recognition/person/recognition.pages.controller';
import { Portfolio } from './recognition/portfolio/portfolio.service';
import { Fees } from './recognition/procedure/fees.service';
import { Procedures } from './recognition/procedure/procedures.service';
import { RecognitionRecords } from './recognition/recognition-records.service';
import { StandardsApiController } from './recognition/standards/standards.api.controller';
import { StandardPages } from './recognition/standards/standards-pages.view';
import { StandardsPagesController } from './recognition/standards/standards.pages.controller';
import { Standards } from './recognition/standards/standards.service';
import { WorklistApiController } from './recognition/worklist/worklist.api.controller';
import { WorklistPagesController } from './recognition/worklist/worklist.pages.controller';
import { RecognitionWorklist } from './recognition/worklist/worklist.service';
import { PROJECT_CONTROLLERS, PROJECT_PROVIDERS, PROJECT_SERVICES } from './projects';
import { TrainingRecords } from './training-records.service';
import { WORK_CONTROLLERS, WORK_PROVIDERS, WORK_SERVICES } from './work';

@Module({
  imports: [
    BeneficiariesModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
  ],
  controllers: [
    CoursesApiController,
    CoursesPagesController,
    RegisterApiController,
    RegisterPagesController,
    SessionFilePagesController,
    PersonTrainingApiController,
    PersonTrainingPagesController,
    StandardsApiController,
    StandardsPagesController,
    WorklistApiController,
    WorklistPagesController,
    RecognitionApiController,
    RecognitionPagesController,
    AssessmentApiController,
    AssessmentPagesController,
    VerifyApiController,
    VerifyPagesController,
    ...CAPACITY_CONTROLLERS,
    ...WORK_CONTROLLERS,
    ...PROJECT_CONTROLLERS,
  ],
  providers: [
    Allowances,
    Assessors,
    Awards,
    CertificateRegister,
    CertificateDigests,
    Certificates,
    CourseCalendar,
    Courses,
    Enrolments,
    Fees,
    Gaps,
    Orientations,
    Portfolio,
    Procedures,
    ReadRecognition,
    ReadTraining,
    RecognitionAssessments,
    RecognitionRecords,
    RecognitionPages,
    RecognitionWorklist,
    Registers,
    SessionAttendanceImport,
    StandardPages,
    Standards,
    TrainingHousekeeping,
    TrainingFiguresService,
    TrainingRecords,
    TrainingCaseFilePanel,
    TrainingPages,
    CertificateVerification,
    VerificationLimits,
    ...CAPACITY_PROVIDERS,
    ...WORK_PROVIDERS,
    ...PROJECT_PROVIDERS,
  ],
  exports: [
    Assessors,
    Awards,
    Certificates,
    Courses,
    Enrolments,
    Gaps,
    Orientations,
    Portfolio,
    Procedures,
    RecognitionAssessments,
    Registers,
    Standards,
    ...CAPACITY_SERVICES,
    ...WORK_SERVICES,
    ...PROJECT_SERVICES,
  ],
})
export class VocationalTrainingModule {
  constructor(
    imports: ImportLists,
    ofSessions: SessionAttendanceImport,
    participants: CapacityParticipantsImport,
    attendance: CapacityAttendanceImport,
  ) {
    imports.register(ofSessions);
    imports.register(participants);
    imports.register(attendance);
  }
}

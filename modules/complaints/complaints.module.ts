import { Module, type OnModuleInit } from '@nestjs/common';
import { DocumentsModule } from '../documents';
import { PlansModule, TaskKinds } from '../plans';
import { ComplaintIntake } from './complaint-intake.service';
import { PublicComplaintForm } from './public-complaint.service';
import {
  ChannelContactsApiController,
  ChannelContactsPagesController,
} from './form-contacts.pages.controller';
import { ChannelContacts } from './form-contacts.service';
import { PublicComplaintLimits } from './form-limits.service';
import { ComplaintConversations } from './complaint-conversations.service';
import { ComplaintMessages } from './complaint-messages.service';
import { ComplaintFiguresService } from './complaint.figures';
import {
  ComplaintFilesApiController,
  ComplaintFilesPagesController,
} from './complaint-files.pages.controller';
import { ComplaintPages } from './complaint-pages.view';
import { ComplaintSeals } from './complaint-seals.service';
import { ComplaintsApiController } from './complaints.api.controller';
import { ComplaintsPagesController } from './complaints.pages.controller';
import { ComplaintTriage } from './complaint-triage.service';
import {
  ComplaintFiguresApiController,
  ComplaintFiguresPagesController,
  FocalPointsApiController,
  FocalPointsPagesController,
} from './focal-points.pages.controller';
import { FocalPoints } from './focal-points.service';
import { ComplaintHandling } from './complaint-handling.service';
import { ComplaintAssignments } from './complaint-assignments.service';
import { ComplaintRetention } from './complaint-retention.service';
import { ComplaintCaseLinks } from './complaint-case-links.service';
import { PublicComplaintApiController } from './public-complaint.api.controller';
import {
  PublicComplaintRedirectController,
  PublicComplaintPagesController,
} from './public-complaint.pages.controller';
import { SlipPages } from './slips-pages.view';
import { SlipsApiController, SlipsPagesController } from './slips.pages.controller';
import { ComplaintSlips } from './slips.service';
import {
  PhoneComplaintApiController,
  PhoneComplaintPagesController,
} from './phone-complaints.pages.controller';
import { ComplaintsPanel } from './home/complaints-panel.service';
import { ReadComplaints } from './read-complaints.service';
import { ComplaintReceipts } from './receipts.service';
import { COMPLAINT_TASKS } from './task-kinds.data';
import { ComplaintsHousekeeping } from './complaints.schedule';
import { ComplaintDecisions } from './home/complaint-decisions.source';

/** A fixed path before one with an id in it. */
@Module({
  imports: [DocumentsModule, PlansModule],
  controllers: [
    PublicComplaintApiController,
    PublicComplaintPagesController,
    PublicComplaintRedirectController,
    SlipsApiController,
    SlipsPagesController,
    ChannelContactsApiController,
    ChannelContactsPagesController,
    PhoneComplaintApiController,
    PhoneComplaintPagesController,
    FocalPointsApiController,
    FocalPointsPagesController,
    ComplaintFiguresApiController,
    ComplaintFiguresPagesController,
    ComplaintsApiController,
    ComplaintsPagesController,
    ComplaintFilesApiController,
    ComplaintFilesPagesController,
  ],
  providers: [
    ComplaintIntake,
    ComplaintDecisions,
    PublicComplaintForm,
    ChannelContacts,
    PublicComplaintLimits,
    ComplaintConversations,
    ComplaintMessages,
    ComplaintFiguresService,
    ComplaintPages,
    ComplaintSeals,
    ComplaintTriage,
    FocalPoints,
    ComplaintHandling,
    ComplaintAssignments,
    ComplaintRetention,
    ComplaintCaseLinks,
    SlipPages,
    ComplaintSlips,
    ReadComplaints,
    ComplaintsPanel,
    ComplaintReceipts,
    ComplaintsHousekeeping,
  ],
})
export class ComplaintsModule implements OnModuleInit {
  constructor(private readonly taskKinds: TaskKinds) {}

  onModuleInit(): void {
    for (const kind of COMPLAINT_TASKS) this.taskKinds.add(kind);
  }
}

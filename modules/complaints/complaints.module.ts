import { Module, type OnModuleInit } from '@nestjs/common';
import { DocumentsModule } from '../documents';
import { PlansModule, TaskKinds } from '../plans';
import { ComplaintIntake } from './arrivals';
import { PublicComplaintForm } from './channel.service';
import {
  ChannelContactsApiController,
  ChannelContactsPagesController,
} from './channel-contacts.controllers';
import { ChannelContacts } from './channel-contacts.service';
import { PublicComplaintLimits } from './channel-limits';
import { ComplaintConversations } from './channel-reading.service';
import { ComplaintMessages } from './channel-words';
import { ComplaintFiguresService } from './complaint.figures';
import {
  ComplaintFilesApiController,
  ComplaintFilesPagesController,
} from './complaint-files.controllers';
import { ComplaintPages } from './complaint-pages';
import { ComplaintSeals } from './complaint-seals';
import { ComplaintsApiController } from './complaints.api.controller';
import { ComplaintsPagesController } from './complaints.pages.controller';
import { ComplaintTriage } from './direct-complaints.service';
import {
  ComplaintFiguresApiController,
  ComplaintFiguresPagesController,
  FocalPointsApiController,
  FocalPointsPagesController,
} from './focal-points.controllers';
import { FocalPoints } from './focal-points.service';
import { ComplaintHandling } from './follow-complaints.service';
import { ComplaintAssignments } from './hand-complaints.service';
import { ComplaintRetention } from './keep-complaints.service';
import { ComplaintCaseLinks } from './link-complaints.service';
import { PublicComplaintApiController } from './mot.api.controller';
import {
  PublicComplaintRedirectController,
  PublicComplaintPagesController,
} from './mot.pages.controller';
import { SlipPages } from './paper-pages';
import { SlipsApiController, SlipsPagesController } from './papers.controllers';
import { ComplaintSlips } from './papers.service';
import { PhoneComplaintApiController, PhoneComplaintPagesController } from './phone.controllers';
import { ReadComplaints } from './read-complaints.service';
import { ComplaintReceipts } from './receipts';
import { COMPLAINT_TASKS } from './task-kinds';
import { ComplaintsHousekeeping } from './tend-complaints';

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

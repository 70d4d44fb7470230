import { Module, type OnModuleInit } from '@nestjs/common';
import { DocumentsModule } from '../documents';
import { PlansModule, TaskKinds } from '../plans';
import { Arrivals } from './arrivals';
import { Channel } from './channel.service';
import {
  ChannelContactsApiController,
  ChannelContactsPagesController,
} from './channel-contacts.controllers';
import { ChannelContacts } from './channel-contacts.service';
import { ChannelLimits } from './channel-limits';
import { ChannelReading } from './channel-reading.service';
import { ChannelWords } from './channel-words';
import { ComplaintFiguresService } from './complaint.figures';
import {
  ComplaintFilesApiController,
  ComplaintFilesPagesController,
} from './complaint-files.controllers';
import { ComplaintPages } from './complaint-pages';
import { ComplaintSeals } from './complaint-seals';
import { ComplaintsApiController } from './complaints.api.controller';
import { ComplaintsPagesController } from './complaints.pages.controller';
import { DirectComplaints } from './direct-complaints.service';
import {
  ComplaintFiguresApiController,
  ComplaintFiguresPagesController,
  FocalPointsApiController,
  FocalPointsPagesController,
} from './focal-points.controllers';
import { FocalPoints } from './focal-points.service';
import { FollowComplaints } from './follow-complaints.service';
import { HandComplaints } from './hand-complaints.service';
import { KeepComplaints } from './keep-complaints.service';
import { LinkComplaints } from './link-complaints.service';
import { MotApiController } from './mot.api.controller';
import { MotCapitalsController, MotPagesController } from './mot.pages.controller';
import { PaperPages } from './paper-pages';
import { PapersApiController, PapersPagesController } from './papers.controllers';
import { Papers } from './papers.service';
import { PhoneApiController, PhonePagesController } from './phone.controllers';
import { ReadComplaints } from './read-complaints.service';
import { Receipts } from './receipts';
import { COMPLAINT_TASKS } from './task-kinds';
import { TendComplaints } from './tend-complaints';

/** A fixed path before one with an id in it. */
@Module({
  imports: [DocumentsModule, PlansModule],
  controllers: [
    MotApiController,
    MotPagesController,
    MotCapitalsController,
    PapersApiController,
    PapersPagesController,
    ChannelContactsApiController,
    ChannelContactsPagesController,
    PhoneApiController,
    PhonePagesController,
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
    Arrivals,
    Channel,
    ChannelContacts,
    ChannelLimits,
    ChannelReading,
    ChannelWords,
    ComplaintFiguresService,
    ComplaintPages,
    ComplaintSeals,
    DirectComplaints,
    FocalPoints,
    FollowComplaints,
    HandComplaints,
    KeepComplaints,
    LinkComplaints,
    PaperPages,
    Papers,
    ReadComplaints,
    Receipts,
    TendComplaints,
  ],
})
export class ComplaintsModule implements OnModuleInit {
  constructor(private readonly taskKinds: TaskKinds) {}

  onModuleInit(): void {
    for (const kind of COMPLAINT_TASKS) this.taskKinds.add(kind);
  }
}

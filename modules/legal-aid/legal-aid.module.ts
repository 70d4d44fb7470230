import { Module } from '@nestjs/common';
import { BeneficiariesModule, PersonRecords } from '../beneficiaries';
import { DisclosureModule } from '../disclosure';
import { ExportLists } from '../exports';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { SettingsModule } from '../settings';
import { AwardsApiController, AwardsPagesController } from './awards/awards.pages.controller';
import { UnpaidAwards } from './awards/awards.service';
import { UNPAID_AWARDS_EXPORT } from './awards/unpaid-awards.export';
import { CourtsApiController } from './courts/courts.api.controller';
import { CourtsPagesController } from './courts/courts.pages.controller';
import { Courts } from './courts/courts.service';
import { HearingFeedController } from './feed/hearing-feed.api.controller';
import { HearingsPanel } from './home/hearings-panel.service';
import { HearingFeeds } from './feed/hearing-feeds.service';
import {
  LegalFiguresApiController,
  LegalFiguresPagesController,
} from './figures/legal-figures.pages.controller';
import { LegalFiguresService } from './figures/legal-figures.service';
import { HearingCalendars } from './hearings/calendar.service';
import { HearingsApiController } from './hearings/hearings.api.controller';
import { HearingsPagesController } from './hearings/hearings.pages.controller';
import { Hearings } from './hearings/hearings.service';
import { LegalCaseFilePanel } from './case-file-panel.service';
import { LegalPages } from './proceedings/legal-pages.view';
import { CourtOrders } from './proceedings/orders.service';
import { ProtectionMeasures } from './proceedings/measures.service';
import { ProceedingDetails } from './proceedings/proceeding-details.service';
import { AccusedPagesController } from './proceedings/accused.pages.controller';
import { CompensationPagesController } from './proceedings/compensation.pages.controller';
import { ContactsPagesController } from './proceedings/contacts.pages.controller';
import { HearingFormsPagesController } from './proceedings/hearings.pages.controller';
import { OrdersPagesController } from './proceedings/orders.pages.controller';
import { ProceedingForms } from './proceedings/proceeding-forms.service';
import { PROCEEDINGS_EXPORT } from './proceedings.export';
import { ProceedingsApiController } from './proceedings/proceedings.api.controller';
import { ProceedingsPagesController } from './proceedings/proceedings.pages.controller';
import { Proceedings } from './proceedings/proceedings.service';
import { ReadLegal } from './proceedings/read-legal.service';
import { CourtSummaries } from './summary/court-summaries.service';
import {
  SummariesApiController,
  SummariesPagesController,
} from './summary/summaries.pages.controller';
import { translateLegalErrors } from './legal.errors';

@Module({
  imports: [
    BeneficiariesModule,
    DisclosureModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
    SettingsModule,
  ],
  controllers: [
    SummariesApiController,
    SummariesPagesController,
    ProceedingsApiController,
    HearingFormsPagesController,
    OrdersPagesController,
    ContactsPagesController,
    CompensationPagesController,
    AccusedPagesController,
    ProceedingsPagesController,
    AwardsApiController,
    AwardsPagesController,
    LegalFiguresApiController,
    LegalFiguresPagesController,
    HearingsApiController,
    HearingsPagesController,
    HearingFeedController,
    CourtsApiController,
    CourtsPagesController,
  ],
  providers: [
    CourtOrders,
    Courts,
    CourtSummaries,
    HearingCalendars,
    HearingFeeds,
    HearingsPanel,
    Hearings,
    LegalFiguresService,
    PersonRecords.of({ parts: ['legal'], translate: translateLegalErrors }),
    LegalCaseFilePanel,
    LegalPages,
    ProceedingForms,
    ProceedingDetails,
    Proceedings,
    ProtectionMeasures,
    ReadLegal,
    UnpaidAwards,
  ],
  exports: [
    CourtOrders,
    Courts,
    CourtSummaries,
    HearingFeeds,
    Hearings,
    ProceedingDetails,
    Proceedings,
    ProtectionMeasures,
  ],
})
export class LegalAidModule {
  constructor(exports: ExportLists) {
    exports.define(PROCEEDINGS_EXPORT);
    exports.define(UNPAID_AWARDS_EXPORT);
  }
}

import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { DocumentsModule } from '../documents';
import { ExportLists } from '../exports';
import { ImportLists } from '../imports';
import { Views } from '../views';
import { AbsencesApiController } from './absences/absences.api.controller';
import { AbsencesPage } from './absences/absences-page.service';
import { AbsencesPagesController } from './absences/absences.pages.controller';
import { AbsentColleagues } from './absences/absent-colleagues.service';
import { CaseloadHandovers } from './absences/caseload-handovers.service';
import { Deputies } from './absences/deputies.service';
import { CaseAccessApiController } from './access/access.api.controller';
import { AccessPage } from './access/access-page.service';
import { CaseAccessPagesController } from './access/access.pages.controller';
import {
  BreakGlassApiController,
  BreakGlassPagesController,
} from './access/break-glass.pages.controller';
import { ReviewsPanel } from './home/reviews-panel.service';
import { BreakGlass } from './access/break-glass.service';
import { Conflicts } from './access/conflicts.service';
import { KeepApart } from './access/keep-apart.service';
import { Restrictions } from './access/restrictions.service';
import { WhoHasAccess } from './access/who-has-access.service';
import { AgeAssessments } from './ages/age-assessments.service';
import { AgePage } from './ages/age-page.service';
import { AgesApiController, AgesPagesController } from './ages/ages.pages.controller';
import { CaseAccess } from './case-access.service';
import { CaseAlerts } from './case-alerts.service';
import { CaseClosings } from './case-closings.service';
import { CaseFilePagesController } from './case-file.pages.controller';
import { CaseFiles } from './case-file.service';
import { CaseSeals } from './case-seals.service';
import { CaseHeaderInterceptor } from './case-header.interceptor';
import { CaseHeaders } from './case-header.service';
import { CaseTabs } from './case-tabs.service';
import { CaseTimeline } from './case-timeline.service';
import { ClassificationApiController } from './classification/classification.api.controller';
import { ClassificationPages } from './classification/classification-pages.service';
import { ClassificationPagesController } from './classification/classification.pages.controller';
import { SaveClassifications } from './classification/classify.service';
import { ReadClassifications } from './classification/read-classifications.service';
import { DocumentsApiController } from './documents/documents.api.controller';
import { DocumentsPagesController } from './documents/documents.pages.controller';
import { PersonDocuments } from './documents/person-documents.service';
import { CorrectionsApiController } from './corrections/corrections.api.controller';
import { CorrectionsPagesController } from './corrections/corrections.pages.controller';
import { Corrections } from './corrections/corrections.service';
import { DuplicateFinder } from './duplicates/finder.service';
import { FactChangeListeners } from './fact-changes.service';
import { ImportApiController } from './import.api.controller';
import { PeopleImport } from './import/people.import';
import { CaseLinks } from './links/case-links.service';
import { Families } from './links/families.service';
import { LinksApiController } from './links/links.api.controller';
import { LinksPage } from './links/links-page.service';
import { LinksPagesController } from './links/links.pages.controller';
import { NetworkLinks } from './links/network-links.service';
import { NetworksApiController, NetworksPagesController } from './links/networks.pages.controller';
import { Networks } from './links/networks.service';
import { ReadLinks } from './links/read-links.service';
import { ListPeople } from './list-people.service';
import { ListedNames } from './listed-names/listed-names.service';
import { ShownNamesPagesController } from './listed-names/shown-names.pages.controller';
import { PeopleApiController, PersonApiController } from './people.api.controller';
import { PEOPLE_LIST } from './people-list.view';
import { PEOPLE_EXPORT } from './people.export';
import { PeoplePagesController } from './people.pages.controller';
import { People } from './people.service';
import { PickPagesController } from './pick/pick.pages.controller';
import { PeopleSearchSource } from './pick/people-search.source';
import { PersonFilters } from './pick/person-filter.service';
import { PickPeople } from './pick/pick-people.service';
import { RegisterPeople } from './register-people.service';
import { SearchPagesController } from './search.pages.controller';
import { SearchPeople } from './search-people.service';
import { ShowIdentity } from './show-identity.service';
import { StagesApiController } from './stages.api.controller';
import { StagesPagesController } from './stages.pages.controller';
import { Stages } from './stages.service';
import { CaseAccessDecisions } from './home/case-access-decisions.source';

@Module({
  imports: [DocumentsModule],
  controllers: [
    ImportApiController,
    PeopleApiController,
    PersonApiController,
    PeoplePagesController,
    PickPagesController,
    SearchPagesController,
    CaseFilePagesController,
    CorrectionsApiController,
    CorrectionsPagesController,
    ClassificationApiController,
    ClassificationPagesController,
    StagesApiController,
    StagesPagesController,
    DocumentsApiController,
    DocumentsPagesController,
    AbsencesApiController,
    AbsencesPagesController,
    CaseAccessApiController,
    CaseAccessPagesController,
    BreakGlassApiController,
    BreakGlassPagesController,
    AgesApiController,
    AgesPagesController,
    LinksApiController,
    LinksPagesController,
    NetworksApiController,
    NetworksPagesController,
    ShownNamesPagesController,
  ],
  providers: [
    AbsencesPage,
    AbsentColleagues,
    CaseloadHandovers,
    CaseAccessDecisions,
    Deputies,
    AccessPage,
    AgeAssessments,
    AgePage,
    BreakGlass,
    ReviewsPanel,
    CaseAccess,
    Conflicts,
    KeepApart,
    Restrictions,
    WhoHasAccess,
    CaseAlerts,
    CaseClosings,
    CaseFiles,
    CaseHeaders,
    { provide: APP_INTERCEPTOR, useClass: CaseHeaderInterceptor },
    CaseSeals,
    CaseTabs,
    CaseTimeline,
    ClassificationPages,
    SaveClassifications,
    Corrections,
    DuplicateFinder,
    FactChangeListeners,
    PeopleImport,
    CaseLinks,
    Families,
    LinksPage,
    NetworkLinks,
    Networks,
    ReadLinks,
    ListPeople,
    ListedNames,
    People,
    PersonDocuments,
    PeopleSearchSource,
    PersonFilters,
    PickPeople,
    ReadClassifications,
    RegisterPeople,
    SearchPeople,
    ShowIdentity,
    Stages,
  ],
  exports: [
    AbsentColleagues,
    CaseAlerts,
    CaseClosings,
    CaseFiles,
    CaseSeals,
    ShowIdentity,
    CaseTabs,
    CaseTimeline,
    SaveClassifications,
    ReadClassifications,
    Corrections,
    FactChangeListeners,
    ListedNames,
    People,
    PersonDocuments,
    PersonFilters,
    PickPeople,
    Stages,
    RegisterPeople,
  ],
})
export class BeneficiariesModule {
  constructor(views: Views, exports: ExportLists, imports: ImportLists, people: PeopleImport) {
    views.define(PEOPLE_LIST);
    exports.define(PEOPLE_EXPORT);
    imports.register(people);
  }
}

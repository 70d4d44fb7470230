import { Module, type OnModuleInit } from '@nestjs/common';
import { JobHandlers } from '../platform/queue';
import { PlansModule } from '../plans';
import { ReferralsModule } from '../referrals';
import { ApproveReport } from './approve-report.service';
import { DisclosureModule } from '../disclosure';
import { ProgrammePanel } from './home/programme-panel.service';
import { PublishedPanel } from './home/published-panel.service';
import { ReportsPanel } from './home/reports-panel.service';
import { ReportReminders } from './calendar/report-reminders.schedule';
import {
  ReportCalendarApiController,
  ReportCalendarPagesController,
} from './calendar/report-calendar.api.controller';
import { ReportCalendar } from './calendar/report-calendar.service';
import { DispositionsApiController } from './calendar/dispositions.api.controller';
import { DispositionsPagesController } from './calendar/dispositions.pages.controller';
import { ReportDispositions } from './calendar/dispositions.service';
import {
  FirstPeriodsApiController,
  FirstPeriodsPagesController,
} from './calendar/first-periods.api.controller';
import { FirstPeriods } from './calendar/first-periods.service';
import { ApprovalReasons } from './approval-reasons/approval-reasons.service';
import { CheckReport } from './checks/check-report.service';
import { CommentsApiController, CommentsPagesController } from './comments/comments.api.controller';
import { Comments } from './comments/comments.service';
import { DefinitionPages } from './definitions/definition-pages.service';
import {
  DefinitionsApiController,
  DefinitionsPagesController,
} from './definitions/definitions.api.controller';
import { Definitions } from './definitions/definitions.service';
import { ProduceReports } from './definitions/produce-reports.service';
import { PreviewDefinition } from './definitions/preview-definition.service';
import {
  DashboardApiController,
  DashboardPagesController,
} from './dashboard/dashboard.pages.controller';
import { ProgrammeDashboard } from './dashboard/programme-dashboard.service';
import { DraftReport } from './draft-report.service';
import { FreezeReport } from './freeze-report.service';
import { GatherFigures } from './gather-figures.service';
import {
  DISTRIBUTION_CONTROLLERS,
  DISTRIBUTION_PROVIDERS,
  Publications,
  ReportLinks,
} from './distribution';
import { ReadReport } from './read-report.service';
import { ReportStore } from './report-store.service';
import { ReportVersions } from './report-versions.service';
import { ReportsApiController } from './reports.api.controller';
import { ReportsPagesController } from './reports.pages.controller';
import { IdentityScan } from './scan/identity-scan.service';
import {
  StatisticsApiController,
  StatisticsPagesController,
} from './statistics/statistics.api.controller';
import { Statistics } from './statistics/statistics.service';
import { CountStatistics } from './statistics/count-statistics.service';
import { ReleaseStatistics } from './statistics/release-statistics.service';
import { REPRODUCTION, ReproduceReport } from './reproduce';
import { PublicReleases, PublicReportCatalogue, PUBLIC_PAGE } from './public-page';
import { FIGURE_TRACE } from './trace';
import { WriteNarrative } from './write-narrative.service';

import { ReportsSearchSource } from './reports-search.source';
import { ReportDecisions } from './home/report-decisions.source';
@Module({
  imports: [DisclosureModule, PlansModule, ReferralsModule],
  controllers: [
    CommentsApiController,
    CommentsPagesController,
    DashboardApiController,
    DashboardPagesController,
    DefinitionsApiController,
    DefinitionsPagesController,
    ...DISTRIBUTION_CONTROLLERS,
    ReportCalendarApiController,
    ReportCalendarPagesController,
    DispositionsApiController,
    DispositionsPagesController,
    FirstPeriodsApiController,
    FirstPeriodsPagesController,
    ReportsApiController,
    ReportsPagesController,
    ...REPRODUCTION.controllers,
    ...PUBLIC_PAGE.controllers,
    ...FIGURE_TRACE.controllers,
    StatisticsApiController,
    StatisticsPagesController,
  ],
  providers: [
    ReportsSearchSource,
    ReportDecisions,
    ...DISTRIBUTION_PROVIDERS,
    ApproveReport,
    ApprovalReasons,
    CheckReport,
    Comments,
    DefinitionPages,
    Definitions,
    DraftReport,
    FirstPeriods,
    FreezeReport,
    GatherFigures,
    IdentityScan,
    PreviewDefinition,
    ProduceReports,
    ProgrammeDashboard,
    ReadReport,
    ReportReminders,
    ProgrammePanel,
    PublishedPanel,
    ReportsPanel,
    ReportCalendar,
    ReportDispositions,
    ReportStore,
    ReportVersions,
    ...REPRODUCTION.providers,
    ...PUBLIC_PAGE.providers,
    ...FIGURE_TRACE.providers,
    Statistics,
    CountStatistics,
    ReleaseStatistics,
    WriteNarrative,
  ],
  exports: [
    ApproveReport,
    DraftReport,
    GatherFigures,
    Publications,
    PublicReleases,
    PublicReportCatalogue,
    ReportLinks,
    ReproduceReport,
    WriteNarrative,
  ],
})
export class DonorReportsModule implements OnModuleInit {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly draft: DraftReport,
    private readonly freeze: FreezeReport,
    private readonly dashboard: ProgrammeDashboard,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork({ kind: 'draft-report', run: (work) => this.draft.run(work) });
    this.handlers.addWork({ kind: 'count-dashboard', run: (work) => this.dashboard.run(work) });
    this.handlers.addWork({ kind: 'render-report', run: (work) => this.freeze.run(work) });
  }
}

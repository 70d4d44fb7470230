/** Reports to donors: drafted in the background, edited, approved, frozen, handed out. */
export { ApproveReport, type ApprovalInput } from './approve-report.service';
export { ProduceReports } from './definitions/produce-reports.service';
export { DonorReportsModule } from './donor-reports.module';
export { DraftReport, type QueuedDraft } from './draft-report.service';
export { REPORT_FORMATS, type ReportFormat } from '../report-documents';
export { Publications, ReportLinks } from './distribution';
export { PublicReleases, PublicReportCatalogue } from './public-page';
export type { CatalogueEntry } from './public-page/public-report-catalogue.service';
export { ReleaseStatistics } from './statistics/release-statistics.service';
export { ReadReport, type ReportInList, type WholeReport } from './read-report.service';
export { type NarrativeInput, WriteNarrative } from './write-narrative.service';
export {
  causeText,
  editionName,
  valuesDiffer,
  isSame,
  moveModel,
  type Reproduction,
  ReproduceReport,
} from './reproduce';
export { choosePublishableView } from './compose/publishable-view.rules';
export { composeReport } from './compose/compose-report.rules';
export type { PeopleView } from './compose/composer';
export { reportLists } from './compose/report-lists.queries';
export { GatherFigures } from './gather-figures.service';
export type {
  DefinedSection,
  FigureBlock,
  LocalizedText,
  ReportDefinition,
} from './report-definition.types';
export {
  countedTable,
  ctdcTables,
  EVERYBODY,
  rollUpFewPeople,
} from './statistics/compose-statistics.rules';

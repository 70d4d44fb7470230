/** Reports to donors: drafted in the background, edited, approved, frozen, handed out. */
export { ApproveReport } from './approve-report.service';
export { composeReport } from './compose/compose-report.rules';
export type { PeopleView } from './compose/composer';
export { choosePublishableView } from './compose/publishable-view.rules';
export { reportLists } from './compose/report-lists.queries';
export { ProduceReports } from './definitions/produce-reports.service';
export { Publications, ReportLinks } from './distribution';
export { DonorReportsModule } from './donor-reports.module';
export { DraftReport } from './draft-report.service';
export { GatherFigures } from './gather-figures.service';
export { PublicReleases } from './public-page';

export type {
  DefinedSection,
  FigureBlock,
  LocalizedText,
  ReportDefinition,
} from './report-definition.types';
export {
  causeText,
  editionName,
  valuesDiffer,
  isSame,
  moveModel,
  type Reproduction,
  ReproduceReport,
} from './reproduce';
export {
  countedTable,
  ctdcTables,
  EVERYBODY,
  rollUpFewPeople,
} from './statistics/compose-statistics.rules';
export { ReleaseStatistics } from './statistics/release-statistics.service';
export { WriteNarrative } from './write-narrative.service';

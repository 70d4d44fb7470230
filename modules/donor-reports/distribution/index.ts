/** A frozen report leaves the house: published, handed out by a link, replaced; each file taken is a row. */
import { DistributionPages } from './distribution-pages.service';
import {
  HandOutApiController,
  PublishedReportsApiController,
  ReportLinkApiController,
} from './distribution.api.controller';
import { HandOutPagesController } from './distribution.pages.controller';
import { Publications } from './publications.service';
import { ReportLinkPagesController } from './report-link.pages.controller';
import { ReportLinks } from './report-links.service';

export { DistributionPages, Publications, ReportLinks };
export const DISTRIBUTION_CONTROLLERS = [
  HandOutApiController,
  HandOutPagesController,
  PublishedReportsApiController,
  ReportLinkApiController,
  ReportLinkPagesController,
];
export const DISTRIBUTION_PROVIDERS = [DistributionPages, Publications, ReportLinks];

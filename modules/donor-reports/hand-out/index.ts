/** A frozen report leaves the house: published, handed out by a link, replaced; each file taken is a row. */
import { HandOutPages } from './hand-out.pages';
import {
  HandOutApiController,
  PublishedReportsApiController,
  ReportLinkApiController,
} from './hand-out.api.controller';
import { HandOutPagesController } from './hand-out.pages.controller';
import { Publications } from './publications.service';
import { ReportLinkPagesController } from './report-link.pages.controller';
import { ReportLinks } from './report-links.service';

export { HandOutPages, Publications, ReportLinks };
export const HAND_OUT_CONTROLLERS = [
  HandOutApiController,
  HandOutPagesController,
  PublishedReportsApiController,
  ReportLinkApiController,
  ReportLinkPagesController,
];
export const HAND_OUT_PROVIDERS = [HandOutPages, Publications, ReportLinks];

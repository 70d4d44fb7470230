/** Public page: figures released from frozen reports, without sign-in. */
import { PublicFiguresApiController, PublicPageController } from './public-page.pages.controller';
import { PublicLimits } from './public-limits.service';
import { PublicPage } from './public-page.service';
import { PublicReleases } from './public-releases.service';
import { PublicReportCatalogue } from './public-report-catalogue.service';
import { ReleaseApiController, ReleasePagesController } from './release.api.controller';

export { PublicReleases, PublicReportCatalogue };
export const PUBLIC_PAGE = {
  controllers: [
    PublicFiguresApiController,
    PublicPageController,
    ReleaseApiController,
    ReleasePagesController,
  ],
  providers: [PublicLimits, PublicPage, PublicReleases, PublicReportCatalogue],
};

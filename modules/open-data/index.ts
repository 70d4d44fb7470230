/** Files for everybody: IATI, HXL, CTDC-like tables, SDG 16.2.2 and JSON with its dictionary. */
import { MakeOpenData } from './make-open-data.service';
import { OpenDataApiController, OpenDataPagesController } from './open-data.api.controller';
import { OpenDataPages } from './open-data-pages.service';
import { OpenData } from './open-data.service';
import { PublishOpenData } from './publication/publish-open-data.service';

export { MakeOpenData, OpenData };

export const OPEN_DATA = {
  controllers: [OpenDataApiController, OpenDataPagesController],
  providers: [MakeOpenData, OpenData, OpenDataPages, PublishOpenData],
};

/** Frozen reports made again: the same files byte for byte, and the figures that have moved since. */
import { FiguresOfToday } from './figure-comparison.service';
import { SaveReproductions } from './save-reproductions.service';
import { ReproduceReport } from './reproduce-report.service';
import {
  ReproductionsApiController,
  ReproductionsPagesController,
} from './reproductions.api.controller';

export { valuesDiffer } from './save-reproductions.service';
export { isSame } from './rerender-file.service';
export type { Reproduction } from './reproduction.types';
export { ReproduceReport } from './reproduce-report.service';
export { causeText, editionName, moveModel } from './reproductions.view';

export const REPRODUCTION = {
  controllers: [ReproductionsApiController, ReproductionsPagesController],
  providers: [FiguresOfToday, SaveReproductions, ReproduceReport],
};

/** Frozen reports made again: the same files byte for byte, and the figures that have moved since. */
import { FiguresOfToday } from './figures-again';
import { SaveReproductions } from './keep-reproductions';
import { ReproduceReport } from './reproduce-report.service';
import {
  ReproductionsApiController,
  ReproductionsPagesController,
} from './reproductions.controllers';

export { valuesDiffer } from './keep-reproductions';
export { isSame } from './make-again';
export { type Reproduction, ReproduceReport } from './reproduce-report.service';
export { causeText, editionName, moveModel } from './reproductions.view';

export const REPRODUCTION = {
  controllers: [ReproductionsApiController, ReproductionsPagesController],
  providers: [FiguresOfToday, SaveReproductions, ReproduceReport],
};

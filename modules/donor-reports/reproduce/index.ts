/** Frozen reports made again: the same files byte for byte, and the figures that have moved since. */
import { FiguresOfToday } from './figures-again';
import { KeepReproductions } from './keep-reproductions';
import { ReproduceReport } from './reproduce-report.service';
import {
  ReproductionsApiController,
  ReproductionsPagesController,
} from './reproductions.controllers';

export { isAnother } from './keep-reproductions';
export { isSame } from './make-again';
export { type Reproduction, ReproduceReport } from './reproduce-report.service';
export { causeText, editionName, moveModel } from './reproductions.view';

export const REPRODUCING = {
  controllers: [ReproductionsApiController, ReproductionsPagesController],
  providers: [FiguresOfToday, KeepReproductions, ReproduceReport],
};

/** Tables that programme officers build themselves from measures and dimensions of the catalogue. */
import { AnalysesApiController, AnalysesPagesController } from './analysis.controllers';
import { AnalysisPages } from './analysis.pages';
import { Analyse } from './analyse.service';
import { KeptAnalyses } from './kept-analyses.service';

export const ANALYSING = {
  controllers: [AnalysesApiController, AnalysesPagesController],
  providers: [Analyse, AnalysisPages, KeptAnalyses],
};
export { Analyse } from './analyse.service';

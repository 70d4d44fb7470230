/** Tables that programme officers build themselves from measures and dimensions of the catalogue. */
import { AnalysesApiController, AnalysesPagesController } from './analysis.controllers';
import { AnalysisPages } from './analysis.pages';
import { RunAnalysis } from './analyse.service';
import { SavedAnalyses } from './kept-analyses.service';

export const ANALYSIS = {
  controllers: [AnalysesApiController, AnalysesPagesController],
  providers: [RunAnalysis, AnalysisPages, SavedAnalyses],
};
export { RunAnalysis } from './analyse.service';

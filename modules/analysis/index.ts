/** Tables that programme officers build themselves from measures and dimensions of the catalogue. */
import { AnalysesApiController, AnalysesPagesController } from './analysis.api.controller';
import { AnalysisPages } from './analysis-pages.service';
import { RunAnalysis } from './run-analysis.service';
import { SavedAnalyses } from './saved-analyses.service';

export const ANALYSIS = {
  controllers: [AnalysesApiController, AnalysesPagesController],
  providers: [RunAnalysis, AnalysisPages, SavedAnalyses],
};
export { RunAnalysis } from './run-analysis.service';

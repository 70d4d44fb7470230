import { Module } from '@nestjs/common';
import { DisclosureModule } from '../disclosure';
import { AnalysesApiController, AnalysesPagesController } from './analysis.api.controller';
import { AnalysisPages } from './analysis-pages.service';
import { RunAnalysis } from './run-analysis.service';
import { SavedAnalyses } from './saved-analyses.service';

@Module({
  imports: [DisclosureModule],
  controllers: [AnalysesApiController, AnalysesPagesController],
  providers: [AnalysisPages, RunAnalysis, SavedAnalyses],
})
export class AnalysisModule {}

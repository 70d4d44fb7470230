/** Tables that programme officers build themselves from measures and dimensions of the catalogue. */
export { AnalysisModule } from './analysis.module';

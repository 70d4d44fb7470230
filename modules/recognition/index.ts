/** Recognition of prior learning: standards, portfolios, assessors and their judgements, certificates of what is recognised. */
export { RecognitionAssessments } from './assessment/assessments.service';
export { Assessors } from './assessment/assessors.service';
export { Awards } from './award/award.service';
export { recognitionFigures } from './figures/recognition.figures';

export { Portfolio } from './portfolio/portfolio.service';
export { Procedures } from './procedure/procedures.service';
export { RecognitionModule } from './recognition.module';
export { type NewStandard, Standards } from './standards/standards.service';

/** Every kind of block and every shape of picture in one document. */
import type { Language, ReportDocument } from '../../../modules/report-documents/document';
import { picturesReport } from './pictures-report';
import { sampleReport } from './sample-report';

export function wholeSpecimen(language: Language): ReportDocument {
  const whole = sampleReport(language);
  return { ...whole, blocks: [...whole.blocks, ...picturesReport(language).blocks] };
}

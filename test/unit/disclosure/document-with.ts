import {
  type Block,
  type ReportDocument,
  standardLabels,
} from '../../../modules/report-documents/document';

/** A document of these blocks for a donor, with nothing hidden. */
export const documentWith = (blocks: readonly Block[]): ReportDocument => ({
  format: 'mawa-report/1',
  labels: standardLabels('fr'),
  meta: {
    key: 'essai',
    kind: 'iom-quarterly',
    programme: 'Programme',
    title: 'Essai',
    period: { from: '2026-07-01', to: '2026-09-30', label: 'Été' },
    language: 'fr',
    direction: 'ltr',
    audience: { key: 'donor', label: 'Bailleur' },
    version: '1',
    preparedFor: 'Bailleur',
    date: '2026-10-01',
    facts: [],
  },
  blocks,
});

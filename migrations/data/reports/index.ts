/** Definitions of the reports that the programme begins with; each says how far it was compared with its source. */
import type { TableRows } from '../insert-rows';
import { AGENCIES } from './agencies';
import type { ReportDefinition } from './definition-parts';
import { DONOR } from './donor';
import { NATIONAL } from './national';
import { PUBLIC_FIGURES } from './public-figures';
import { SECOND_EDITIONS } from './second-editions';

const edition = (number: number, at: string) => (definition: ReportDefinition) => ({
  kind: definition.body.kind,
  version: `2026-11/${number}`,
  edition: number,
  body: definition.body,
  source: definition.source,
  verified: definition.verified,
  by: null,
  at,
});

/** In the order in which pages list them: the identity column counts in it. */
export const REPORT_DEFINITION_ROWS: TableRows = [
  'report_definitions',
  [
    ...[...AGENCIES, ...DONOR, ...NATIONAL, PUBLIC_FIGURES].map(edition(1, '2026-11-01T00:00:00Z')),
    ...SECOND_EDITIONS.map(edition(2, '2026-11-29T00:00:00Z')),
  ],
];

import { AGE_BANDS } from './figures/report.figures';
import type { AgeGrouping, ReportDefinition } from './report-definition';

const AGES: readonly AgeGrouping[] = [
  { key: 'seven', groups: AGE_BANDS.map((band) => ({ key: band, bands: [band] })) },
  {
    key: 'five',
    groups: [
      { key: '0-17', bands: ['0-11', '12-17'] },
      { key: '18-24', bands: ['18-24'] },
      { key: '25-34', bands: ['25-34'] },
      { key: '35+', bands: ['35-49', '50+'] },
      { key: 'unknown', bands: ['unknown'] },
    ],
  },
  {
    key: 'three',
    groups: [
      { key: '0-17', bands: ['0-11', '12-17'] },
      { key: '18+', bands: ['18-24', '25-34', '35-49', '50+'] },
      { key: 'unknown', bands: ['unknown'] },
    ],
  },
];

/** The quarterly report of IOM to the donor: the sections of its interim report that we have figures for. */
export const IOM_QUARTERLY: ReportDefinition = {
  kind: 'iom-quarterly',
  version: '2026-11/1',
  fileStem: 'mawa-iom',
  agency: 'IOM',
  dueDays: 30,
  audience: { key: 'donor', thresholdKey: 'threshold_donor', zeros: 'hide' },
  ages: AGES,
  sections: [
    { key: 'summary', blocks: ['key-figures', 'narrative-summary', 'reading-note'] },
    {
      key: 'people',
      blocks: ['people-chart', 'people-by-age', 'people-by-origin', 'people-by-purpose'],
    },
    { key: 'beds', blocks: ['beds-chart', 'beds-by-month', 'beds-by-shelter'] },
    { key: 'services', blocks: ['services-chart', 'services-by-type'] },
    {
      key: 'narrative',
      blocks: ['narrative-progress', 'narrative-challenges', 'narrative-next'],
    },
    {
      key: 'money',
      blocks: ['budget-chart', 'budget-by-line', 'beyond-budget', 'grant-steps', 'grant-shares'],
    },
    { key: 'method', blocks: ['method'] },
  ],
};

const DEFINITIONS: Readonly<Record<string, ReportDefinition>> = {
  [IOM_QUARTERLY.kind]: IOM_QUARTERLY,
};

export const definitionOf = (kind: string): ReportDefinition => {
  const definition = DEFINITIONS[kind];
  if (!definition) throw new Error(`no definition of ${kind}`);
  return definition;
};

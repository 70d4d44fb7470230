/** What open data stand on from the first day, each with where it is from and whether that was read. */
interface Reference {
  readonly code: string;
  readonly ref: string;
  /** OrganisationType of IATI. */
  readonly type: number;
  /** CRS channel of the DAC. */
  readonly channel: string | null;
  readonly verified: boolean;
  readonly source: string;
}

const PREFIX =
  'the DAC channel code was read in the CRS list; that it stands behind XM-DAC- was not';

export const REFERENCES: readonly Reference[] = [
  {
    ...{ code: 'IOM', ref: 'XM-DAC-47066', type: 40, channel: '47066' },
    ...{ verified: false, source: PREFIX },
  },
  {
    ...{ code: 'UNODC', ref: 'XM-DAC-41128', type: 40, channel: '41128' },
    ...{ verified: false, source: PREFIX },
  },
  {
    ...{ code: 'ILO', ref: 'XM-DAC-41302', type: 40, channel: '41302' },
    ...{ verified: false, source: PREFIX },
  },
  {
    ...{ code: 'JTIP', ref: 'US-GOV-11', type: 10, channel: null, verified: false },
    source: 'the US Department of State as it is known to publish; not read in a register',
  },
];

/** By the census. Women, men and ages apart are for the programme to enter, with their source. */
export const POPULATIONS = [
  {
    ...{ year: 2024, sex: 'all', age: 'all', people: 36_828_330, verified: true },
    source: 'HCP, RGPH 2024, population légale au 1er septembre 2024 (décret 2.24.1009)',
  },
] as const;

/** Codes of the activity; each is of a list of IATI 2.03. */
export const IATI_ACTIVITY = {
  /** Whose lines publish: the file is theirs to take over. */
  reporting: 'IOM',
  language: 'en',
  /** DAC, five digits. */
  sectors: [{ code: '15190', percentage: '100' }],
  sdgGoals: ['5', '8', '10', '16'],
  sdgTargets: ['5.2', '8.7', '10.7', '16.2'],
  /** Gender equality, significant. */
  markers: [{ code: '1', significance: '1' }],
  scope: '4',
  country: 'MA',
  collaboration: '1',
  flow: '10',
  finance: '110',
  aid: 'C01',
  tied: '5',
} as const;

/** References of agencies, the population and the codes of the activity with which open data begin, each with its source. */
import type { TableRows } from './insert-rows';
import { FIRST_DAY } from './system-accounts';

interface AgencyReference {
  readonly code: string;
  readonly ref: string;
  /** OrganisationType of IATI. */
  readonly type: number;
  /** CRS channel of the DAC. */
  readonly channel: string | null;
  readonly verified: boolean;
  readonly source: string;
}

const UNREAD_PREFIX =
  'the DAC channel code was read in the CRS list; that it stands behind XM-DAC- was not';

/** Of a multilateral agency, whose reference is its channel code behind the prefix of the DAC. */
const multilateral = (
  code: string,
  channel: string,
  verified: boolean,
  source: string,
): AgencyReference => ({ code, ref: `XM-DAC-${channel}`, type: 40, channel, verified, source });

const confirmed = (code: string, channel: string): AgencyReference =>
  multilateral(
    code,
    channel,
    true,
    `channel code ${channel} as the CRS list of the DAC has it; XM-DAC, codes of donors, agencies and delivery channels, as the IATI list OrganisationRegistrationAgency has it`,
  );

/** The last row of an agency is the one that counts: the register was read after the first ones were written. */
export const AGENCY_REFERENCES: readonly AgencyReference[] = [
  multilateral('IOM', '47066', false, UNREAD_PREFIX),
  multilateral('UNODC', '41128', false, UNREAD_PREFIX),
  multilateral('ILO', '41302', false, UNREAD_PREFIX),
  {
    code: 'JTIP',
    ref: 'US-GOV-11',
    type: 10,
    channel: null,
    verified: false,
    source: 'the US Department of State as it is known to publish; not read in a register',
  },
  confirmed('IOM', '47066'),
  confirmed('UNODC', '41128'),
  confirmed('ILO', '41302'),
];

/** By the census. Women, men and ages apart are for the programme to enter, with their source. */
const POPULATIONS = [
  {
    year: 2024,
    sex: 'all',
    age: 'all',
    people: 36_828_330,
    verified: true,
    source: 'HCP, RGPH 2024, population légale au 1er septembre 2024 (décret 2.24.1009)',
  },
];

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

const written = { by: null, at: FIRST_DAY };

export const OPEN_DATA_ROWS: readonly TableRows[] = [
  ['open_data_references', AGENCY_REFERENCES.map((row) => ({ ...row, ...written }))],
  ['open_data_populations', POPULATIONS.map((row) => ({ ...row, ...written }))],
  [
    'settings',
    [
      {
        key: 'iati_activity',
        valid_from: FIRST_DAY,
        value: IATI_ACTIVITY,
        source:
          'sector 15190 and the SDG targets as their lists word them; marker, flow, finance, aid and tied status to be confirmed with the donor',
      },
    ],
  ],
];

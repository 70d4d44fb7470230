/** Converts facts of a person to rows of HTCDS 2.0. */
import { FIELDS } from '../data/fields-2.0.data';
import { type Cells, cellsOf, MANY, type Rows } from '../htcds-record.types';
import type { Goal, PersonFacts, Referral } from './facts.types';
import { iso2Of } from './languages.rules';
import { eventOf, locationOf } from './locations.rules';

export interface ComposedRows {
  readonly rows: Rows;
  /** Organisations named by lookups. */
  readonly organisations: readonly Cells[];
}

export function rowsOf(facts: PersonFacts): ComposedRows {
  const recruited = locationOf(facts.recruitment);
  const exploited = locationOf(facts.exploitation);
  const rows: Rows = {
    prs: filled(personOf(facts)),
    vic: filled({
      ...crosswalked('vic', facts.values),
      ...cellsOf({
        vic_LocationOfRecruitment: recruited?.org_Name,
        vic_LocationOfExploitation: exploited?.org_Name,
      }),
    }),
    per: [],
    cas: filled(cellsOf({ cas_Status: caseStatusOf(facts), cas_CaseOwner: facts.owner })),
    ref: facts.referrals.map(referralOf),
    cco: filled(cellsOf({ cco_CaseComment: facts.story })),
    hte: [
      ...eventOf('Recruitment', facts.recruitment),
      ...facts.transit.flatMap((place) => eventOf('Transit', place)),
      ...eventOf('Exploitation', facts.exploitation),
    ],
    spl: facts.goals.map(planOf),
    con: facts.consent === null ? [] : [{ con_Consent: facts.consent ? 'TRUE' : 'FALSE' }],
  };
  const places = [recruited, exploited].filter((place) => place !== null);
  return { rows, organisations: [...places, ...facts.referrals.map(partnerOf)] };
}

const filled = (cells: Cells): Cells[] => (Object.keys(cells).length > 0 ? [cells] : []);

function personOf({ given, family, birthDate, documents, phone, languages, values }: PersonFacts) {
  const [first, second] = [...new Set(languages.map(iso2Of))];
  return {
    ...crosswalked('prs', values),
    ...cellsOf({
      prs_FirstName: given,
      prs_SecondName: family,
      prs_Birthdate: birthDate,
      prs_IdentityNumber: documents.join(MANY),
      prs_MobilePhone: phone,
      prs_PrimaryLanguage: first,
      prs_SecondaryLanguage: second,
    }),
  };
}

/** In the order of the published values; of a field that takes one value, the first. */
function crosswalked(table: 'prs' | 'vic', values: PersonFacts['values']): Cells {
  return cellsOf(
    Object.fromEntries(
      FIELDS.filter((field) => field.table === table).map(({ name, kind, values: order }) => {
        const own = [...(values[name] ?? [])].sort((a, b) => order.indexOf(a) - order.indexOf(b));
        return [name, kind === 'many' ? own.join(MANY) : own[0]];
      }),
    ),
  );
}

const CLOSED = ['closed', 'not_victim'];

function caseStatusOf({ stage, handedOver }: PersonFacts): string {
  if (CLOSED.includes(stage)) return handedOver ? 'ClosedReferred' : 'Closed';
  return stage === 'followed_up' ? 'FollowUp' : 'Active';
}

const referralOf = ({ partner, on, moves, details }: Referral): Cells =>
  cellsOf({
    cas_ReferredOrganisation: partner,
    cas_ReasonForOutgoingReferral: moves
      ? 'MigrationOrChangeOfLocation'
      : 'AdditionalServicesRequired',
    cas_OutgoingReferralDate: on,
    cas_OutgoingReferralDetails: details,
  });

const TYPES: Readonly<Record<string, string>> = {
  association: 'NGO',
  health: 'HealthServiceOrganisation',
  legal: 'LegalService',
  training: 'SchoolOrCollege',
  employer: 'CorporateBusiness',
  authority: 'CentralGovernmentOrganisation',
};

const partnerOf = ({ partner, country, region, partnerType }: Referral): Cells =>
  cellsOf({
    org_Name: partner,
    org_ShippingCountry: country,
    org_ShippingState: country === 'MA' && region ? `MA-${region}` : null,
    org_Type: TYPES[partnerType ?? ''],
  });

const PLAN_TYPES: Readonly<Record<string, string>> = {
  economic: 'Livelihood',
  social: 'SocialCare',
  psychosocial: 'SocialCare',
  health: 'Health',
  legal: 'Legal',
  safety: 'SocialCare',
};

const planOf = ({ objectives, steps, dimension, plannedEnd, actualEnd }: Goal): Cells =>
  cellsOf({
    spl_Objectives: objectives,
    spl_ActionPlan: steps.join('\n'),
    spl_PlannedEndDate: plannedEnd,
    spl_ActualEndDate: actualEnd,
    spl_Type: PLAN_TYPES[dimension],
  });

/**
 * Value lists of the standards that classification is compared with, as published: another edition of a standard is
 * another standard here. A test compares them with the published files (test/fixtures/standards).
 */
import type { TableRows } from './insert-rows';

export interface StandardField {
  readonly field: string;
  /** Value and label as published; a variable whose values are not a list (a year, a country) has none. */
  readonly values: readonly (readonly [value: string, label: string])[];
}
export interface Standard {
  readonly name: string;
  readonly title: string;
  readonly edition: string;
  readonly source: string;
  readonly licence: string;
  readonly fields: readonly StandardField[];
}

const PLATFORMS = [
  ['Facebook', 'Facebook'],
  ['Instagram', 'Instagram'],
  ['WhatsApp', 'WhatsApp'],
  ['Telegram', 'Telegram'],
  ['FacebookMessenger', 'Facebook Messenger'],
  ['Viber', 'Viber'],
  ['SnapChat', 'SnapChat'],
  ['Line', 'Line'],
  ['4Sale', '4Sale'],
  ['WeChat', 'WeChat'],
  ['QQ', 'QQ'],
  ['QZone', 'QZone'],
  ['TikTok', 'TikTok'],
  ['Twitter', 'Twitter'],
  ['Other', 'Other'],
] as const;

export const HTCDS: Standard = {
  name: 'htcds',
  title: 'Human Trafficking Case Data Standard',
  edition: '2.0',
  source: 'IOM, UNMigration/HTCDS, HTCDS Field Standards 2.0 of 24 December 2021',
  licence:
    'CC BY 4.0; use consistent with the mandate of IOM; no endorsement by IOM is suggested; no logo',
  fields: [
    {
      field: 'prs_Gender',
      values: [
        ['Feminine', 'Feminine'],
        ['Masculine', 'Masculine'],
        ['TransgenderFeminine', 'Transgender Feminine'],
        ['TransgenderMasculine', 'Transgender Masculine'],
        ['NonConforming', 'Non-Conforming'],
        ['NonSpecifiedUnknown', 'Not Specified/Unknown'],
      ],
    },
    {
      field: 'vic_TraffickingStatus',
      values: [
        ['PossibleVictimOfTrafficking', 'Possible victim of trafficking'],
        ['ActualVictimOfTrafficking', 'Actual victim of trafficking'],
        ['NotAVictimOfTrafficking', 'Not a victim of trafficking'],
      ],
    },
    {
      field: 'vic_TraffickingStatusDecisionMakingOrg',
      values: [
        ['Police', 'Police'],
        ['NGO', 'NGO'],
        ['CourtOrProsecution', 'Court or prosecution'],
        ['NonPoliceGovernmentalOrganization', 'Non-police governmental organization'],
        ['Other', 'Other'],
      ],
    },
    {
      field: 'vic_RelationshipToTrafficker',
      values: [
        ['Familial', 'Familial'],
        ['Acquainted', 'Acquainted'],
        ['Unaquainted', 'Unaquainted'],
      ],
    },
    { field: 'vic_RecruitmentWebsitesAndApps', values: PLATFORMS },
    {
      field: 'vic_MethodOfRecruitment',
      values: [
        ['AtAPlaceOfBusiness', 'At a place of business'],
        ['AtAnEducationalInstitution', 'At an educational institution'],
        ['AtWork', 'At work'],
        ['ThroughOnlineSocialNetworks', 'Through online social networks'],
        ['ThroughAnOnlineAdvertisement', 'Through an online advertisement'],
        ['ThroughATelevisionAdvert', 'Through a television advert'],
        ['ThroughANewspaperAdvert', 'Through a newspaper advert'],
        ['ThroughFamilyOrFamilyEvents', 'Through family or family events'],
        ['ThroughFriendsOrSocialEvents', 'Through friends or social events'],
        ['Other', 'Other'],
      ],
    },
    {
      field: 'vic_MethodsOfControl',
      values: [
        ['PhysicalThreats', 'Physical threats'],
        ['ThreatsLawEnforcement', 'Threats of law enforcement'],
        ['ThreatensChildrenFamily', 'Threatens children/family'],
        ['DebtBondage', 'Debt bondage'],
        ['FalsePromises', 'False promises'],
        ['PhysicalAbuse', 'Physical abuse'],
        ['SexualAbuse', 'Sexual abuse'],
        ['TakesEarnings', 'Takes earnings'],
        ['RestrictsFinancialAccess', 'Restricts financial access'],
        ['RestrictsMedicalCare', 'Restricts medical care'],
        ['WithholdsNecessities', 'Withholds necessities'],
        ['PsychologicalAbuse', 'Psychological abuse'],
        ['PsychoactiveSubstance', 'Psychoactive substance'],
        ['ExcessiveWorkingHours', 'Excessive working hours'],
        ['WithholdsDocuments', 'Withholds documents'],
        ['Other', 'Other'],
      ],
    },
    {
      field: 'vic_TypeOfExploitation',
      values: [
        ['ForcedLabour', 'Forced labour'],
        ['SexualExploitation', 'Sexual exploitation'],
        ['ChildLabour', 'Child labour'],
        ['ForcedMarriage', 'Forced marriage'],
        ['Servitude', 'Servitude'],
        ['ForcedMilitaryByNonStateActors', 'Forced military (by non-state actors)'],
        ['OrganRemoval', 'Organ removal'],
        ['ForcedBegging', 'Forced begging'],
        ['ForcedAdoption', 'Forced adoption'],
        ['Surrogacy', 'Surrogacy'],
        ['Other', 'Other'],
      ],
    },
    {
      field: 'vic_ForcedLabourIndustry',
      values: [
        ['A_AgricultureForestryAndFishing', 'Agriculture, forestry and fishing'],
        ['B_MiningAndQuarrying', 'Mining and quarrying'],
        ['C_Manufacturing', 'Manufacturing'],
        [
          'D_ElectricityGasSteamAndAirConditioningSupply',
          'Electricity, gas, steam and air conditioning supply',
        ],
        [
          'E_WaterSupplySewerageWasteManagement',
          'Water supply; sewerage, waste management and remediation',
        ],
        ['F_Construction', 'Construction'],
        [
          'G_WholesaleAndRetailTradeRepairOfMotorVehicles',
          'Wholesale and retail trade; repair of motor vehicles and motorcycles',
        ],
        ['H_TransportationAndStorage', 'Transportation and storage'],
        ['I_AccommodationAndFoodServiceActivities', 'Accommodation and food service activities'],
        ['J_InformationAndCommunication', 'Information and communication'],
        ['K_FinancialAndInsuranceActivities', 'Financial and insurance activities'],
        ['L_RealEstateActivities', 'Real estate activities'],
        [
          'M_ProfessionalScientificAndTechnicalActivities',
          'Professional, scientific and technical activities',
        ],
        [
          'N_AdministrativeAndSupportServiceActivities',
          'Administrative and support service activities',
        ],
        [
          'O_PublicAdministrationAndDefence',
          'Public administration and defence; compulsory social security',
        ],
        ['P_Education', 'Education'],
        ['Q_HumanHealthAndSocialWorkActivities', 'Human health and social work activities'],
        ['R_ArtsEntertainmentAndRecreation', 'Arts, entertainment and recreation'],
        ['S_OtherServiceActivities', 'Other service activities'],
        [
          'T_ActivitiesOfHouseholdsAsEmployers',
          'Activities of households as employers; undifferentiated goods- and services- producing activities of households for own use',
        ],
        [
          'U_ActivitiesOfExtraterritorialOrganizations',
          'Activities of extraterritorial organizations and bodies',
        ],
      ],
    },
    {
      field: 'vic_TypeOfSexExploitation',
      values: [
        ['Prostitution', 'Prostitution'],
        ['Pornography', 'Pornography'],
        ['RemoteInteractiveServices', 'Remote Interactive Services'],
        ['PrivateSexualServices', 'Private Sexual Services'],
      ],
    },
    { field: 'vic_ExploitationWebsitesAndApps', values: PLATFORMS },
  ],
};

const FLAG = [['1', 'yes']] as const;
const AGES = ['0--8', '9--17', '18--20', '21--23', '24--26', '27--29', '30--38', '39--47', '48+'];

export const CTDC: Standard = {
  name: 'ctdc',
  title: 'CTDC Global Synthetic Dataset',
  edition: 'codebook version 2, February 2024',
  source:
    'Counter Trafficking Data Collaborative, Global Synthetic Data Codebook, version 2, February 2024',
  licence: 'names of variables are facts; cite CTDC',
  fields: [
    { field: 'yearOfRegistration', values: [] },
    {
      field: 'gender',
      values: ['Woman', 'Man', 'Trans/Transgender/NonConforming'].map((one) => [one, one] as const),
    },
    { field: 'ageBroad', values: AGES.map((one) => [one, one] as const) },
    { field: 'citizenship', values: [] },
    { field: 'CountryOfExploitation', values: [] },
    {
      field: 'traffickMonths',
      values: ['0--12 (0-1 yr)', '13--24 (1-2 yrs)', '25+ (2+ yrs)'].map(
        (one) => [one, one] as const,
      ),
    },
    ...[
      'meansDebtBondageEarnings',
      'meansThreats',
      'meansAbusePsyPhySex',
      'meansFalsePromises',
      'meansDrugsAlcohol',
      'meansDenyBasicNeeds',
      'meansExcessiveWorkHours',
      'meansWithholdDocs',
      'isForcedLabour',
      'isSexualExploit',
      'isOtherExploit',
      'typeOfLabourAgriculture',
      'typeOfLabourConstruction',
      'typeOfLabourDomesticWork',
      'typeOfLabourHospitality',
      'typeOfSexProstitution',
      'typeOfSexPornography',
      'recruiterRelationIntimatePartner',
      'recruiterRelationFriend',
      'recruiterRelationFamily',
      'recruiterRelationOther',
    ].map((field) => ({ field, values: FLAG })),
  ],
};

const STANDARDS = [HTCDS, CTDC];

const FIELDS = STANDARDS.flatMap(({ name: standard, fields }) =>
  fields.map(({ field, values }, position) => ({ standard, field, position, values })),
);

export const STANDARD_ROWS: readonly TableRows[] = [
  [
    'standards',
    STANDARDS.map(({ name, title, edition, source, licence }) => ({
      name,
      title,
      edition,
      source,
      licence,
    })),
  ],
  [
    'standard_fields',
    FIELDS.map(({ standard, field, position }) => ({ standard, field, position })),
  ],
  [
    'standard_values',
    FIELDS.flatMap(({ standard, field, values }) =>
      values.map(([value, label], position) => ({ standard, field, value, label, position })),
    ),
  ],
];

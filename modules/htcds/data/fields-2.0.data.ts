/**
 * The 84 fields of HTCDS 2.0 in the order in which IOM published them (24 December 2021). Like a merged
 * migration this is never edited: another edition of the standard is another file. A test compares it with
 * the published list (test/fixtures/standards). CC BY 4.0, IOM.
 */
export type FieldKind =
  | 'text'
  | 'long'
  | 'number'
  | 'date'
  | 'checkbox'
  | 'one'
  | 'many'
  | 'lookup';

/** The ten tables, each a sheet; Referral Details shares its prefix with Case. */
export const TABLES = [
  'org',
  'prs',
  'vic',
  'per',
  'cas',
  'ref',
  'cco',
  'hte',
  'spl',
  'con',
] as const;
export type Table = (typeof TABLES)[number];

export const SECTION_OF: Readonly<Record<Table, string>> = {
  org: 'Organization',
  prs: 'Person',
  vic: 'Person - Victim Context',
  per: 'Person - Perpetrator Context',
  cas: 'Case',
  ref: 'Referral Details',
  cco: 'Case Comment',
  hte: 'Historic Trafficking Events',
  spl: 'Support Plan',
  con: 'Consent',
};

export interface HtcdsField {
  readonly table: Table;
  /** With its prefix, as the head of its column. */
  readonly name: string;
  readonly kind: FieldKind;
  /** The names that a picklist takes; empty where the standard refers to ISO or leaves it open. */
  readonly values: readonly string[];
  readonly deprecated: boolean;
}

type Row = readonly [
  table: Table,
  name: string,
  kind: FieldKind,
  values?: string,
  deprecated?: 'deprecated',
];

const ROWS: readonly Row[] = [
  ['org', 'org_Name', 'text'],
  ['org', 'org_ShippingCity', 'text'],
  ['org', 'org_ShippingCountry', 'text'],
  ['org', 'org_ShippingState', 'text'],
  ['org', 'org_ShippingStreet', 'text'],
  ['org', 'org_ShippingPostalCode', 'text'],
  ['org', 'org_ShippingLongitude', 'number'],
  ['org', 'org_ShippingLatitude', 'number'],
  ['org', 'org_Phone', 'text'],
  [
    'org',
    'org_Type',
    'one',
    'NGO|LawEnforcement|HealthServiceOrganisation|CentralGovernmentOrganisation|LocalGovernmentOrganisation|ImmigrationService|LegalService|CorporateBusiness|SchoolOrCollege',
  ],
  ['prs', 'prs_Salutation', 'text'],
  ['prs', 'prs_FirstName', 'text'],
  ['prs', 'prs_MiddleName', 'text'],
  ['prs', 'prs_SecondName', 'text'],
  ['prs', 'prs_Birthdate', 'date'],
  [
    'prs',
    'prs_Gender',
    'one',
    'Feminine|Masculine|TransgenderFeminine|TransgenderMasculine|NonConforming|NonSpecifiedUnknown',
  ],
  ['prs', 'prs_Deceased', 'checkbox'],
  [
    'prs',
    'prs_MaritalStatus',
    'one',
    'Single|Married|Widowed|Divorced|Separated|RegisteredPartnership',
  ],
  ['prs', 'prs_NumberOfChildren', 'number'],
  ['prs', 'prs_PrimaryLanguage', 'one'],
  ['prs', 'prs_SecondaryLanguage', 'one'],
  [
    'prs',
    'prs_HighestLevelOfEducation',
    'one',
    'EarlyChildhoodEducation|PrimaryEducation|LowerSecondaryEducation|UpperSecondaryEducation|PostSecondaryNonTertiaryEducation|ShortCycleTertiaryEducation|BachelorsOrEquivalentLevel|MastersOrEquivalentLevel|DoctoralOrEquivalentLevel',
  ],
  ['prs', 'prs_Citizenship', 'many'],
  ['prs', 'prs_IdentityNumber', 'text'],
  ['prs', 'prs_Title', 'text'],
  ['prs', 'prs_Email', 'text'],
  ['prs', 'prs_HomePhone', 'text'],
  ['prs', 'prs_MobilePhone', 'text'],
  ['prs', 'prs_MailingCity', 'text'],
  ['prs', 'prs_MailingCountry', 'text'],
  ['prs', 'prs_MailingState', 'text'],
  ['prs', 'prs_MailingStreet', 'text'],
  ['prs', 'prs_MailingPostalCode', 'text'],
  ['prs', 'prs_MailingLongitude', 'number'],
  ['prs', 'prs_MailingLatitude', 'number'],
  ['vic', 'vic_AgreementToManagePersonalData', 'checkbox', '', 'deprecated'],
  [
    'vic',
    'vic_TraffickingStatus',
    'one',
    'PossibleVictimOfTrafficking|ActualVictimOfTrafficking|NotAVictimOfTrafficking',
  ],
  [
    'vic',
    'vic_TraffickingStatusDecisionMakingOrg',
    'one',
    'Police|NGO|CourtOrProsecution|NonPoliceGovernmentalOrganization|Other',
  ],
  ['vic', 'vic_RelationshipToTrafficker', 'one', 'Familial|Acquainted|Unaquainted'],
  ['vic', 'vic_AgeWhenTrafficked', 'number'],
  [
    'vic',
    'vic_RecruitmentWebsitesAndApps',
    'many',
    'Facebook|Instagram|WhatsApp|Telegram|FacebookMessenger|Viber|SnapChat|Line|4Sale|WeChat|QQ|QZone|TikTok|Twitter|Other',
  ],
  [
    'vic',
    'vic_MethodOfRecruitment',
    'many',
    'AtAPlaceOfBusiness|AtAnEducationalInstitution|AtWork|ThroughOnlineSocialNetworks|ThroughAnOnlineAdvertisement|ThroughATelevisionAdvert|ThroughANewspaperAdvert|ThroughFamilyOrFamilyEvents|ThroughFriendsOrSocialEvents|Other',
  ],
  ['vic', 'vic_LocationOfRecruitment', 'lookup'],
  [
    'vic',
    'vic_MethodsOfControl',
    'many',
    'PhysicalThreats|ThreatsLawEnforcement|ThreatensChildrenFamily|DebtBondage|FalsePromises|PhysicalAbuse|SexualAbuse|TakesEarnings|RestrictsFinancialAccess|RestrictsMedicalCare|WithholdsNecessities|PsychologicalAbuse|PsychoactiveSubstance|ExcessiveWorkingHours|WithholdsDocuments|Other',
  ],
  [
    'vic',
    'vic_TypeOfExploitation',
    'many',
    'ForcedLabour|SexualExploitation|ChildLabour|ForcedMarriage|Servitude|ForcedMilitaryByNonStateActors|OrganRemoval|ForcedBegging|ForcedAdoption|Surrogacy|Other',
  ],
  [
    'vic',
    'vic_ForcedLabourIndustry',
    'one',
    'A_AgricultureForestryAndFishing|B_MiningAndQuarrying|C_Manufacturing|D_ElectricityGasSteamAndAirConditioningSupply|E_WaterSupplySewerageWasteManagement|F_Construction|G_WholesaleAndRetailTradeRepairOfMotorVehicles|H_TransportationAndStorage|I_AccommodationAndFoodServiceActivities|J_InformationAndCommunication|K_FinancialAndInsuranceActivities|L_RealEstateActivities|M_ProfessionalScientificAndTechnicalActivities|N_AdministrativeAndSupportServiceActivities|O_PublicAdministrationAndDefence|P_Education|Q_HumanHealthAndSocialWorkActivities|R_ArtsEntertainmentAndRecreation|S_OtherServiceActivities|T_ActivitiesOfHouseholdsAsEmployers|U_ActivitiesOfExtraterritorialOrganizations',
  ],
  [
    'vic',
    'vic_TypeOfSexExploitation',
    'many',
    'Prostitution|Pornography|RemoteInteractiveServices|PrivateSexualServices',
  ],
  ['vic', 'vic_LocationOfExploitation', 'lookup'],
  [
    'vic',
    'vic_ExploitationWebsitesAndApps',
    'many',
    'Facebook|Instagram|WhatsApp|Telegram|FacebookMessenger|Viber|SnapChat|Line|4Sale|WeChat|QQ|QZone|TikTok|Twitter|Other',
  ],
  [
    'vic',
    'vic_Vulnerabilities',
    'many',
    'Addiction|SocialGroup|Discrimination|Poverty|DisabilityAndPhysicalHealth|MentalHealth|Migration|Homelessness|AbuseSocialMedia|AbusePhysical|Education|WorkEnvironment',
    'deprecated',
  ],
  ['vic', 'vic_DetailsOfVulnerabilities', 'long', '', 'deprecated'],
  [
    'per',
    'per_RoleInProcess',
    'many',
    'TravellingPartner|Transporter|RecruiterOrIntermediary|BrokerTravelAgent|TransferredIndividual|HarbouredIndividual|SoldIndividual|BoughtIndividual|ReceivedIndividual|ControlledIndividual|Smuggler|Abuser|Kidnapper|Exploiter|Other',
  ],
  ['per', 'per_RoleDetails', 'long'],
  ['per', 'per_Organisation', 'text'],
  ['cas', 'cas_Status', 'one', 'Active|FollowUp|Closed|ClosedReferred'],
  ['cas', 'cas_ReasonForCaseClosure', 'long'],
  ['cas', 'cas_CaseOwner', 'lookup'],
  ['ref', 'cas_ReferringOrganisation', 'lookup'],
  ['ref', 'cas_IncomingReferralDate', 'date'],
  ['ref', 'cas_ReferringPrimaryCaseWorker', 'lookup'],
  [
    'ref',
    'cas_ReasonForIncomingReferral',
    'one',
    'AdditionalServicesRequired|MigrationOrChangeOfLocation|Other',
  ],
  ['ref', 'cas_IncomingReferralDetails', 'long'],
  ['ref', 'cas_ReferredOrganisation', 'lookup'],
  ['ref', 'cas_ReferredPrimaryCaseWorker', 'lookup'],
  [
    'ref',
    'cas_ReasonForOutgoingReferral',
    'one',
    'AdditionalServicesRequired|MigrationOrChangeOfLocation|Other',
  ],
  ['ref', 'cas_OutgoingReferralDate', 'date'],
  ['ref', 'cas_OutgoingReferralDetails', 'long'],
  ['cco', 'cco_CaseComment', 'long'],
  ['hte', 'hte_Longitude', 'number'],
  ['hte', 'hte_Latitude', 'number'],
  ['hte', 'hte_City', 'text'],
  ['hte', 'hte_Country', 'text'],
  ['hte', 'hte_State', 'text'],
  ['hte', 'hte_Street', 'text'],
  ['hte', 'hte_PostalCode', 'text'],
  ['hte', 'hte_Date', 'date'],
  ['hte', 'hte_Type', 'one', 'Recruitment|Transit|Exploitation'],
  ['hte', 'hte_Description', 'long'],
  ['spl', 'spl_Objectives', 'long'],
  ['spl', 'spl_ActionPlan', 'long'],
  ['spl', 'spl_PlannedEndDate', 'date'],
  ['spl', 'spl_ActualEndDate', 'date'],
  [
    'spl',
    'spl_Type',
    'one',
    'Education|Financial|Health|LabourExploitationRehabilitation|Legal|Livelihood|RightsBasedTraining|SexualExploitationRehabilitation|SocialCare',
  ],
  ['con', 'con_Consent', 'checkbox'],
];

export const FIELDS: readonly HtcdsField[] = ROWS.map(
  ([table, name, kind, values = '', deprecated]) => ({
    table,
    name,
    kind,
    values: values === '' ? [] : values.split('|'),
    deprecated: deprecated !== undefined,
  }),
);

export const FIELD_OF: ReadonlyMap<string, HtcdsField> = new Map(
  FIELDS.map((field) => [field.name, field]),
);

/** The head of a sheet. */
export const fieldsOf = (table: Table): readonly HtcdsField[] =>
  FIELDS.filter((field) => field.table === table);

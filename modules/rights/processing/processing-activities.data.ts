import type { Permission } from '../../access';

/** End of storage: with the case, by settings, by accounting law, or unlimited. */
export type KeptUntil = 'file_closed' | 'settings' | 'accounting' | 'kept';

/** Legal bases with their letter in GDPR 6(1); law 09-08 article 4. */
export const LEGAL_BASES = {
  consent: 'a',
  contract: 'b',
  legal_obligation: 'c',
  vital_interests: 'd',
  public_interest: 'e',
  legitimate_interest: 'f',
} as const;
export type LegalBasis = keyof typeof LEGAL_BASES;

/** Conditions for sensitive data with their letter in GDPR 9(2). Law 09-08 requires an authorisation (12 and 21). */
export const SENSITIVE_CONDITIONS = {
  person_agrees: 'a',
  vital_interests: 'c',
  legal_claims: 'f',
  research: 'j',
} as const;
export type SensitiveCondition = keyof typeof SENSITIVE_CONDITIONS;

/** Entry of the register of processing; its texts are in processing.json (`activity.<code>`). */
export interface ProcessingActivity {
  readonly code: string;
  /** Proposed basis, to be confirmed by counsel; its reason is in processing.json (`activity.<code>.why`). */
  readonly basis: LegalBasis;
  /** Null: no sensitive data (origin, opinions, beliefs, trade union, health, sex life, sexual orientation). */
  readonly sensitive: SensitiveCondition | null;
  /** Folders of migrations/schema whose tables hold its data. */
  readonly modules: readonly string[];
  /** Who reads it: the roles of these permissions. */
  readonly readBy: readonly Permission[];
  /** Settings that determine how long it is stored. */
  readonly keptBy: readonly string[];
  readonly keptUntil: KeptUntil;
  /** Whether what identifies somebody is sealed under a key of its own. */
  readonly isSealed: boolean;
}

const ofFiles = { keptBy: ['retention_years'], keptUntil: 'file_closed', isSealed: true } as const;

export const PROCESSING_ACTIVITIES: readonly ProcessingActivity[] = [
  {
    code: 'shelter',
    basis: 'public_interest',
    sensitive: 'person_agrees',
    modules: ['shelter-beds'],
    readBy: ['beds:board', 'house:see'],
    ...ofFiles,
  },
  {
    code: 'case_work',
    basis: 'consent',
    sensitive: 'person_agrees',
    modules: [
      'assessments',
      'assistance-services',
      'beneficiaries',
      'costs',
      'duplicates',
      'past-records',
      'plans',
    ],
    readBy: ['people:read', 'services:list', 'plans:read', 'assessments:read'],
    ...ofFiles,
    keptBy: ['retention_years', 'intake_keep_days'],
  },
  {
    code: 'consents',
    basis: 'legal_obligation',
    sensitive: 'legal_claims',
    modules: ['consents', 'rights'],
    readBy: ['consents:read', 'shares:read', 'rights:handle'],
    ...ofFiles,
  },
  {
    code: 'documents',
    basis: 'consent',
    sensitive: 'person_agrees',
    modules: ['documents'],
    readBy: ['documents:read'],
    ...ofFiles,
    keptBy: ['document_keep_months'],
  },
  {
    code: 'hotline',
    basis: 'public_interest',
    sensitive: 'person_agrees',
    modules: ['hotline'],
    readBy: ['hotline:read', 'hotline:words'],
    keptBy: [
      'hotline_text_keep_days',
      'hotline_number_keep_days',
      'hotline_call_keep_days',
      'call_back_keep_days',
    ],
    keptUntil: 'settings',
    isSealed: true,
  },
  {
    code: 'referrals',
    basis: 'consent',
    sensitive: 'person_agrees',
    modules: ['htcds', 'organisations', 'referrals'],
    readBy: ['referrals:read', 'referrals:received', 'partners:read', 'htcds:use'],
    ...ofFiles,
  },
  {
    code: 'legal_aid',
    basis: 'consent',
    sensitive: 'legal_claims',
    modules: ['legal-aid'],
    readBy: ['legal:read'],
    ...ofFiles,
  },
  {
    code: 'voluntary_return',
    basis: 'consent',
    sensitive: 'person_agrees',
    modules: ['voluntary-return'],
    readBy: ['returns:read'],
    ...ofFiles,
  },
  {
    code: 'reintegration',
    basis: 'consent',
    sensitive: 'person_agrees',
    modules: ['employment', 'projects', 'recognition', 'vocational-training'],
    readBy: ['training:read', 'work:read', 'projects:read'],
    ...ofFiles,
  },
  {
    code: 'complaints',
    basis: 'legitimate_interest',
    sensitive: 'legal_claims',
    modules: ['complaints'],
    readBy: ['complaints:handle'],
    keptBy: ['complaint_keep_years'],
    keptUntil: 'settings',
    isSealed: true,
  },
  {
    code: 'officials',
    basis: 'public_interest',
    sensitive: null,
    modules: ['capacity-building'],
    readBy: ['capacity:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: true,
  },
  {
    code: 'accounts',
    basis: 'legitimate_interest',
    sensitive: null,
    modules: ['access', 'platform', 'setup', 'views'],
    readBy: ['users:read', 'jobs:read'],
    keptBy: ['keep_ended_sessions_days', 'keep_finished_jobs_days', 'keep_request_ids_days'],
    keptUntil: 'settings',
    isSealed: false,
  },
  {
    code: 'audit_log',
    basis: 'legitimate_interest',
    sensitive: null,
    modules: ['audit', 'oversight'],
    readBy: ['audit:read', 'alarms:read', 'sign-ins:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'breaches',
    basis: 'legal_obligation',
    sensitive: 'legal_claims',
    modules: ['breaches'],
    readBy: ['breaches:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: true,
  },
  {
    code: 'money',
    basis: 'legal_obligation',
    sensitive: null,
    modules: ['grant-budgeting'],
    readBy: ['budget:read', 'money-files:read', 'partner-returns:own'],
    keptBy: [],
    keptUntil: 'accounting',
    isSealed: false,
  },
  {
    code: 'figures',
    basis: 'public_interest',
    sensitive: 'research',
    modules: ['analysis', 'disclosure', 'donor-reports', 'indicators', 'open-data'],
    readBy: ['reports:read', 'reports:published', 'statistics:read', 'indicators:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'exports',
    basis: 'legitimate_interest',
    sensitive: 'person_agrees',
    modules: ['exports'],
    readBy: ['exports:take', 'exports:register'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'webhooks',
    basis: 'legitimate_interest',
    sensitive: null,
    modules: ['webhooks'],
    readBy: ['webhooks:manage'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'imports',
    basis: 'legitimate_interest',
    sensitive: 'person_agrees',
    modules: ['imports'],
    readBy: ['people:import', 'capacity:manage'],
    ...ofFiles,
  },
];

/** Folders of migrations/schema without data about anybody. */
export const WITHOUT_PEOPLE: readonly string[] = ['reference-lists', 'settings'];

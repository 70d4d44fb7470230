import type { Permission } from '../../access';

/** Until when data are kept: with the file of the person, as its settings alone say, by accounting law, or without an end. */
export type KeptUntil = 'file_closed' | 'settings' | 'accounting' | 'kept';

/** One entry of the register of processing; its words stand in processing.json (`activity.<code>`). */
export interface ProcessingActivity {
  readonly code: string;
  /** Folders of migrations/schema whose tables hold its data. */
  readonly modules: readonly string[];
  /** Who reads it: the roles of these permissions. */
  readonly readBy: readonly Permission[];
  /** Settings that say how long it is kept. */
  readonly keptBy: readonly string[];
  readonly keptUntil: KeptUntil;
  /** Whether what identifies somebody is sealed under a key of its own. */
  readonly isSealed: boolean;
}

const ofFiles = { keptBy: ['retention_years'], keptUntil: 'file_closed', isSealed: true } as const;

export const PROCESSING_ACTIVITIES: readonly ProcessingActivity[] = [
  { code: 'shelter', modules: ['shelter-beds'], readBy: ['beds:board', 'house:see'], ...ofFiles },
  {
    code: 'case_work',
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
    modules: ['consents', 'rights'],
    readBy: ['consents:read', 'shares:read', 'rights:handle'],
    ...ofFiles,
  },
  {
    code: 'documents',
    modules: ['documents'],
    readBy: ['documents:read'],
    ...ofFiles,
    keptBy: ['document_keep_months'],
  },
  {
    code: 'hotline',
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
    modules: ['htcds', 'organisations', 'referrals'],
    readBy: ['referrals:read', 'referrals:received', 'partners:read', 'htcds:use'],
    ...ofFiles,
  },
  { code: 'legal_aid', modules: ['legal-aid'], readBy: ['legal:read'], ...ofFiles },
  { code: 'voluntary_return', modules: ['voluntary-return'], readBy: ['returns:read'], ...ofFiles },
  {
    code: 'reintegration',
    modules: ['employment', 'projects', 'recognition', 'vocational-training'],
    readBy: ['training:read', 'work:read', 'projects:read'],
    ...ofFiles,
  },
  {
    code: 'complaints',
    modules: ['complaints'],
    readBy: ['complaints:handle'],
    keptBy: ['complaint_keep_years'],
    keptUntil: 'settings',
    isSealed: true,
  },
  {
    code: 'officials',
    modules: ['capacity-building'],
    readBy: ['capacity:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: true,
  },
  {
    code: 'accounts',
    modules: ['access', 'platform', 'setup', 'views'],
    readBy: ['users:read', 'jobs:read'],
    keptBy: ['keep_ended_sessions_days', 'keep_finished_jobs_days', 'keep_request_ids_days'],
    keptUntil: 'settings',
    isSealed: false,
  },
  {
    code: 'audit_log',
    modules: ['audit', 'oversight'],
    readBy: ['audit:read', 'alarms:read', 'sign-ins:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'money',
    modules: ['grant-budgeting'],
    readBy: ['budget:read', 'money-files:read', 'partner-returns:own'],
    keptBy: [],
    keptUntil: 'accounting',
    isSealed: false,
  },
  {
    code: 'figures',
    modules: ['analysis', 'disclosure', 'donor-reports', 'indicators', 'open-data'],
    readBy: ['reports:read', 'reports:published', 'statistics:read', 'indicators:read'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'exports',
    modules: ['exports'],
    readBy: ['exports:take', 'exports:register'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'webhooks',
    modules: ['webhooks'],
    readBy: ['webhooks:manage'],
    keptBy: [],
    keptUntil: 'kept',
    isSealed: false,
  },
  {
    code: 'imports',
    modules: ['imports'],
    readBy: ['people:import', 'capacity:manage'],
    ...ofFiles,
  },
];

/** Folders of migrations/schema without data about anybody. */
export const WITHOUT_PEOPLE: readonly string[] = ['reference-lists', 'settings'];

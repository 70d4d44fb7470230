import type { Actor, Role } from '../../src/shared/actor';

/**
 * What each role may do: the one table. A route names one of these permissions or the application
 * does not start. Which cases somebody sees is not here: that is `case_access` (docs/access.md).
 */
const everybody: readonly Role[] = [
  'administrator',
  'shelter_manager',
  'shelter_staff',
  'reintegration_officer',
  'case_supervisor',
  'legal_officer',
  'hotline_operator',
  'programme_officer',
  'finance_officer',
  'partner_viewer',
  'auditor',
  'focal_point',
];
const caseWorkers: readonly Role[] = [
  'shelter_manager',
  'shelter_staff',
  'reintegration_officer',
  'case_supervisor',
];

/** Those who follow proceedings: the part `legal` of a case is theirs (parts.ts). */
const legalWorkers: readonly Role[] = ['legal_officer', 'reintegration_officer', 'case_supervisor'];

/** Whoever can be given something to do. */
const doers: readonly Role[] = everybody.filter(
  (role) => role !== 'partner_viewer' && role !== 'auditor',
);

const POLICY = {
  'home:see': everybody,
  'session:end': everybody,
  'account:own': everybody,
  'views:own': everybody,
  'audit:read': ['auditor'],

  'users:read': ['administrator'],
  'users:manage': ['administrator'],
  'shelters:read': ['administrator', 'shelter_manager', 'reintegration_officer'],
  'shelters:manage': ['administrator'],
  'shelter-address:write': ['administrator', 'shelter_manager'],
  'shelter-address:show': ['shelter_manager'],
  'organisations:read': ['administrator', ...caseWorkers, 'programme_officer', 'finance_officer'],
  'organisations:manage': ['administrator'],
  'lists:read': everybody.filter((role) => role !== 'partner_viewer'),
  'lists:write': ['administrator', 'programme_officer'],

  'exports:take': [
    'administrator',
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
    'programme_officer',
  ],
  'exports:hand-over': ['reintegration_officer', 'case_supervisor'],
  'exports:register': ['auditor', 'administrator'],
  'imports:run': [
    'administrator',
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'finance_officer',
    'programme_officer',
    'partner_viewer',
  ],

  'people:list': [...caseWorkers, 'legal_officer'],
  'people:read': [...caseWorkers, 'legal_officer'],
  'people:register': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'people:import': ['reintegration_officer', 'case_supervisor'],
  'people:change': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'people:correct': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'classification:read': [
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
  ],
  'classification:write': [
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
  ],
  'statistics:read': ['programme_officer'],
  'people:show-identity': [...caseWorkers, 'legal_officer'],
  'people:assign': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'people:see-access': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'people:block': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'people:restrict': ['case_supervisor'],
  'people:name': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'break-glass:break': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'break-glass:review': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'people:keep-apart': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'duplicates:review': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'duplicates:merge': ['reintegration_officer', 'case_supervisor'],
  'ages:read': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'ages:record': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'links:read': caseWorkers,
  'links:make': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'networks:keep': ['reintegration_officer', 'case_supervisor'],
  'consents:read': caseWorkers,
  'consents:record': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'consents:withdraw': caseWorkers,
  'consent-texts:read': [...caseWorkers, 'programme_officer'],
  'consent-texts:write': ['programme_officer', 'case_supervisor'],
  'shares:read': caseWorkers,
  'shares:open': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'notices:read': ['partner_viewer'],

  'tasks:read': doers,
  'tasks:do': doers,
  'tasks:make': caseWorkers,
  'rights:handle': ['reintegration_officer', 'case_supervisor'],
  'rights:hold': ['case_supervisor'],
  'erasures:decide': ['case_supervisor'],
  'plans:read': caseWorkers,
  'plans:write': ['reintegration_officer', 'case_supervisor'],
  'plans:progress': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'caseload:read': ['case_supervisor'],
  'plans:approve': ['case_supervisor'],

  'assessments:read': caseWorkers,
  'assessments:write': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'assessments:approve': ['case_supervisor'],
  'assessments:figures': ['programme_officer', 'case_supervisor'],
  'forms:read': [...caseWorkers, 'programme_officer'],
  'forms:write': ['programme_officer', 'case_supervisor'],
  'forms:approve': ['programme_officer', 'case_supervisor'],

  'documents:read': [...caseWorkers, 'legal_officer'],
  'documents:add': [...caseWorkers, 'legal_officer'],
  'documents:remove': [
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
  ],

  'beds:board': [...caseWorkers, 'hotline_operator'],
  'requests:read': [...caseWorkers, 'hotline_operator'],
  'requests:open': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'requests:turn-away': [...caseWorkers, 'hotline_operator'],
  'beds:hold': ['shelter_manager', 'reintegration_officer'],
  'beds:promise': ['shelter_manager', 'reintegration_officer'],
  'beds:agree': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'beds:release': ['shelter_manager', 'reintegration_officer'],
  'beds:check-in': ['shelter_manager', 'shelter_staff'],
  'beds:exit': ['shelter_manager'],
  'beds:move': ['shelter_manager', 'reintegration_officer'],
  'stays:extend': ['shelter_manager', 'reintegration_officer'],
  'stays:approve-extension': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'beds:undo': ['shelter_manager', 'shelter_staff', 'reintegration_officer'],
  'beds:block': ['shelter_manager'],
  'house-figures:read': ['shelter_manager', 'case_supervisor', 'programme_officer'],

  'house:see': ['shelter_manager', 'shelter_staff'],
  'house:call': ['shelter_manager', 'shelter_staff'],
  'house:leave': ['shelter_manager', 'shelter_staff'],
  'house:missing': caseWorkers,
  'incidents:read': caseWorkers,
  'incidents:write': ['shelter_manager', 'shelter_staff'],
  'incidents:close': ['shelter_manager'],
  'handovers:keep': ['shelter_manager', 'shelter_staff'],
  'register:keep': ['shelter_manager', 'shelter_staff'],
  'items:give': ['shelter_manager', 'shelter_staff'],
  'items:switch': ['shelter_manager'],
  'placing-rules:read': [...caseWorkers, 'programme_officer'],
  'placing-rules:write': ['programme_officer', 'case_supervisor'],
  'placing-rules:approve': ['programme_officer', 'case_supervisor'],
  'overrides:ask': ['shelter_manager', 'reintegration_officer'],
  'overrides:read': [
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'programme_officer',
  ],
  'overrides:agree': ['shelter_manager', 'case_supervisor'],
  'overrides:count': ['shelter_manager', 'case_supervisor', 'programme_officer'],

  'legal:read': legalWorkers,
  'legal:write': legalWorkers,
  'legal:summary': ['legal_officer', 'case_supervisor'],
  'legal:figures': ['legal_officer', 'case_supervisor', 'programme_officer'],
  'hearings:see': legalWorkers,
  'hearings:feed': legalWorkers,
  'courts:read': [...legalWorkers, 'administrator'],
  'courts:write': ['legal_officer', 'administrator'],

  'services:list': caseWorkers,
  'services:record': ['shelter_manager', 'reintegration_officer'],
  'services:cancel': ['shelter_manager', 'reintegration_officer'],
  'services:hold-session': ['shelter_manager', 'reintegration_officer'],
  'services:rate': ['shelter_manager', 'shelter_staff', 'reintegration_officer'],
  'services:figures': ['shelter_manager', 'case_supervisor', 'programme_officer'],

  'hotline:answer': ['hotline_operator'],
  'hotline:read': ['hotline_operator', 'case_supervisor'],
  'hotline:words': ['hotline_operator', 'case_supervisor'],
  'hotline:place': ['hotline_operator'],
  'hotline:call-back': ['hotline_operator'],
  'hotline:block': ['hotline_operator', 'case_supervisor'],
  'hotline:link': ['hotline_operator'],
  'hotline:unlink': ['hotline_operator', 'reintegration_officer', 'case_supervisor'],
  'hotline:figures': ['case_supervisor', 'programme_officer'],
  'referrals:read': caseWorkers,
  'referrals:send': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'referrals:received': ['partner_viewer'],
  'referrals:figures': ['programme_officer', 'case_supervisor'],
  'partners:read': [...caseWorkers, 'programme_officer'],
  'partners:note': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],

  'htcds:use': ['reintegration_officer', 'case_supervisor'],
  'htcds:case-list': ['reintegration_officer', 'case_supervisor'],
  'htcds:identity': ['reintegration_officer', 'case_supervisor'],
  'htcds:import': ['reintegration_officer', 'case_supervisor'],

  'budget:read': ['finance_officer', 'programme_officer', 'auditor'],
  'commitments:make': ['finance_officer', 'programme_officer'],
  'commitments:approve': ['finance_officer', 'programme_officer'],
  'advances:make': ['finance_officer', 'programme_officer'],
  'advances:decide': ['finance_officer', 'programme_officer'],
  'partner-returns:enter': ['finance_officer', 'programme_officer', 'partner_viewer'],
  'partner-returns:own': ['partner_viewer'],
  'rates:enter': ['finance_officer'],
  'periods:close': ['finance_officer'],
  'nights:close': ['finance_officer'],

  'complaints:handle': ['focal_point'],
  'complaints:take': ['hotline_operator', 'focal_point'],
  'complaints:print': ['focal_point', 'administrator'],
  'complaints:agree-contact': ['focal_point'],
  'complaints:designate': ['administrator'],
  'complaints:figures': ['programme_officer'],

  'reports:read': ['programme_officer', 'finance_officer', 'auditor'],
  'reports:draft': ['programme_officer'],
  'reports:write': ['programme_officer'],
  'reports:approve': ['programme_officer'],
  'reports:published': ['partner_viewer', 'programme_officer', 'finance_officer', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof POLICY;

export const isPermission = (text: string): text is Permission => text in POLICY;

export const may = (actor: Actor, permission: Permission): boolean =>
  (POLICY[permission] as readonly Role[]).some((role) => actor.roles.includes(role));

export const rolesThatMay = (permission: Permission): readonly Role[] => POLICY[permission];
export const PERMISSIONS = Object.keys(POLICY) as Permission[];

import type { Actor, Role } from '../platform/shared/actor';
import { audienceOf, showsEveryFigure } from './audience.rules';

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
  'commission_officer',
  'donor_viewer',
];
const caseWorkers: readonly Role[] = [
  'shelter_manager',
  'shelter_staff',
  'reintegration_officer',
  'case_supervisor',
];

/** Those who follow proceedings: the part `legal` of a case is theirs (case-parts.rules.ts). */
const legalWorkers: readonly Role[] = ['legal_officer', 'reintegration_officer', 'case_supervisor'];

/** Whoever can be given something to do. */
const doers: readonly Role[] = everybody.filter(
  (role) => !['partner_viewer', 'commission_officer', 'donor_viewer'].includes(role),
);

const POLICY = {
  'home:see': everybody,
  'session:end': everybody,
  'account:own': everybody,
  'account:link': everybody,
  'passkeys:change': everybody,
  'views:own': everybody,
  'audit:read': ['auditor'],
  'audit:export': ['auditor'],
  'alarms:read': ['auditor', 'administrator', 'case_supervisor'],
  'alarms:close': ['auditor', 'administrator', 'case_supervisor'],
  'audit-verifications:read': ['auditor', 'administrator'],
  'sign-ins:read': ['administrator'],
  'processing:read': ['administrator', 'auditor', 'programme_officer'],
  'breaches:report': everybody,
  'breaches:read': ['programme_officer', 'case_supervisor', 'auditor'],
  'breaches:handle': ['programme_officer', 'case_supervisor'],

  'users:read': ['administrator'],
  'users:manage': ['administrator'],
  'webhooks:read': ['administrator'],
  'webhooks:manage': ['administrator'],
  'setup:read': ['administrator'],
  'setup:confirm': ['administrator'],
  'health:read': ['administrator'],
  'jobs:read': ['administrator'],
  'jobs:retry': ['administrator'],
  'settings:read': [
    'administrator',
    'programme_officer',
    'finance_officer',
    'case_supervisor',
    'auditor',
  ],
  'settings:propose': ['administrator', 'programme_officer', 'finance_officer'],
  // Who confirms which: setting_definitions.confirmed_by. Authors withdraw their own.
  'settings:decide': [
    'administrator',
    'programme_officer',
    'finance_officer',
    'case_supervisor',
    'legal_officer',
  ],
  'shelters:read': ['administrator', 'shelter_manager', 'reintegration_officer'],
  'shelters:manage': ['administrator'],
  'shelter-address:write': ['administrator', 'shelter_manager'],
  'shelter-address:show': ['shelter_manager'],
  'duty-number:read': ['shelter_manager', 'shelter_staff'],
  'duty-number:write': ['shelter_manager'],
  'organisations:read': ['administrator', ...caseWorkers, 'programme_officer', 'finance_officer'],
  'organisations:manage': ['administrator'],
  'lists:read': everybody.filter((role) => !['partner_viewer', 'donor_viewer'].includes(role)),
  'lists:write': ['administrator', 'programme_officer', 'commission_officer'],

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
  'statistics:read': ['programme_officer', 'commission_officer'],
  'statistics:release': ['programme_officer'],
  'analyses:use': ['programme_officer'],
  'people:show-identity': [...caseWorkers, 'legal_officer'],
  'people:assign': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'absences:read': [
    'administrator',
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
  ],
  'deputies:name': ['shelter_manager', 'reintegration_officer', 'case_supervisor', 'legal_officer'],
  'deputies:confirm': ['administrator'],
  'caseload:hand-over': [
    'shelter_manager',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
  ],
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
  // Also of the commission, which approves its lists.
  'decisions:read': [...doers, 'commission_officer'],
  'tasks:do': doers,
  'arrivals:read': [...doers.filter((role) => role !== 'auditor'), 'commission_officer'],
  'tasks:make': caseWorkers,
  'rights:handle': ['reintegration_officer', 'case_supervisor'],
  'rights:copy': ['reintegration_officer', 'case_supervisor'],
  'rights:hold': ['case_supervisor'],
  'erasures:decide': ['case_supervisor'],
  'plans:read': caseWorkers,
  'plans:write': ['reintegration_officer', 'case_supervisor'],
  'plans:progress': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'caseload:read': ['case_supervisor'],
  'people:without-contact': ['reintegration_officer', 'case_supervisor'],
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
  'beds:hide': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'beds:prepare': ['shelter_manager', 'shelter_staff'],
  'beds:set-preparation': ['shelter_manager'],
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

  'returns:read': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'returns:write': ['reintegration_officer', 'case_supervisor'],
  'returns:withdraw': ['shelter_manager', 'reintegration_officer', 'case_supervisor'],
  'returns:decide-risk': ['reintegration_officer', 'case_supervisor'],
  'returns:figures': ['programme_officer', 'case_supervisor'],
  'returns:weights': ['programme_officer'],
  'instalments:pay': ['reintegration_officer', 'case_supervisor'],

  'training:offers': [...caseWorkers, 'programme_officer'],
  'training:manage': ['programme_officer', 'case_supervisor'],
  'training:read': caseWorkers,
  'training:write': ['reintegration_officer', 'case_supervisor'],
  'training:register': caseWorkers,
  'training:figures': ['programme_officer', 'case_supervisor'],
  'recognition:standards': ['programme_officer', 'case_supervisor'],
  'recognition:assess': ['reintegration_officer', 'case_supervisor'],

  'capacity:read': ['programme_officer', 'case_supervisor'],
  'capacity:manage': ['programme_officer', 'case_supervisor'],

  'work:employers': ['reintegration_officer', 'case_supervisor', 'programme_officer'],
  'work:vet': ['programme_officer', 'case_supervisor'],
  'work:read': ['reintegration_officer', 'case_supervisor'],
  'work:write': ['reintegration_officer', 'case_supervisor'],

  'projects:read': [
    'reintegration_officer',
    'case_supervisor',
    'programme_officer',
    'finance_officer',
  ],
  'projects:write': ['reintegration_officer', 'case_supervisor'],
  'projects:decide': ['programme_officer', 'case_supervisor', 'finance_officer'],
  'projects:pay': ['finance_officer', 'case_supervisor'],

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
  'grants:propose': ['finance_officer', 'programme_officer'],
  'grants:confirm': ['finance_officer', 'programme_officer'],
  'commitments:make': ['finance_officer', 'programme_officer'],
  'commitments:pay': ['finance_officer', 'programme_officer'],
  'commitments:approve': ['finance_officer', 'programme_officer'],
  'plan:write': ['finance_officer', 'programme_officer'],
  'revisions:propose': ['finance_officer', 'programme_officer'],
  'revisions:approve': ['finance_officer', 'programme_officer'],
  'advances:make': ['finance_officer', 'programme_officer'],
  'advances:pay': ['finance_officer', 'programme_officer'],
  'advances:decide': ['finance_officer', 'programme_officer'],
  'partner-returns:enter': ['finance_officer', 'programme_officer', 'partner_viewer'],
  'partner-returns:own': ['partner_viewer'],
  'rates:enter': ['finance_officer'],
  'case-costs:read': ['reintegration_officer', 'case_supervisor'],
  'donor-money:enter': ['finance_officer'],
  'periods:close': ['finance_officer'],
  'money-files:read': ['finance_officer', 'programme_officer', 'auditor', 'partner_viewer'],
  'money-files:add': ['finance_officer', 'programme_officer', 'partner_viewer'],
  'reconciliation:match': ['finance_officer'],
  'reconciliation:sign': ['finance_officer', 'programme_officer'],
  'nights:read': ['finance_officer', 'programme_officer', 'auditor'],
  'nights:close': ['finance_officer'],

  'complaints:handle': ['focal_point'],
  'complaints:take': ['hotline_operator', 'focal_point'],
  'complaints:print': ['focal_point', 'administrator'],
  'complaints:agree-contact': ['focal_point'],
  'complaints:designate': ['administrator'],
  'complaints:figures': ['programme_officer'],

  'indicators:read': ['programme_officer', 'finance_officer', 'case_supervisor', 'auditor'],
  'indicators:define': ['programme_officer'],
  'indicators:count': ['programme_officer'],

  'reports:read': ['programme_officer', 'finance_officer', 'auditor'],
  'reports:trace': ['programme_officer', 'auditor'],
  // Finance officers: reports of money alone (donor-reports/preparers.rules.ts).
  'reports:draft': ['programme_officer', 'finance_officer'],
  'reports:schedule': ['programme_officer'],
  'reports:write': ['programme_officer', 'finance_officer'],
  'reports:comment': ['programme_officer', 'finance_officer'],
  'reports:approve': ['programme_officer', 'finance_officer'],
  'report-definitions:read': ['programme_officer', 'finance_officer', 'auditor'],
  'report-definitions:write': ['programme_officer'],
  'reports:publish': ['programme_officer'],
  'open-data:read': ['programme_officer', 'finance_officer', 'auditor'],
  'open-data:make': ['programme_officer'],
  'reports:published': [
    'partner_viewer',
    'commission_officer',
    'donor_viewer',
    'programme_officer',
    'finance_officer',
    'auditor',
  ],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof POLICY;

/**
 * What is worth stealing an open session for: money, releases, erasure, keys of others. Whoever uses one of these to change
 * something shows within PROOF_MINUTES before it that it is them.
 */
const PROVED: ReadonlySet<Permission> = new Set([
  'users:manage',
  'webhooks:manage',
  'account:link',
  'passkeys:change',
  'deputies:confirm',
  'setup:confirm',
  'settings:decide',
  'break-glass:break',
  'audit:export',
  'exports:take',
  'rights:copy',
  'erasures:decide',
  'htcds:identity',
  'hearings:feed',
  'grants:confirm',
  'commitments:approve',
  'commitments:pay',
  'revisions:approve',
  'advances:decide',
  'advances:pay',
  'instalments:pay',
  'projects:pay',
  'reports:approve',
  'reports:publish',
  'open-data:make',
  'statistics:release',
]);
export const PROOF_MINUTES = 10;

/** Used with a second factor alone, whatever the role, and after such a proof even to read. */
const SECOND_FACTOR: ReadonlySet<Permission> = new Set(['shelter-address:show']);

export const needsSecondFactor = (permission: Permission): boolean => SECOND_FACTOR.has(permission);

export const needsProof = (permission: Permission, isReading: boolean): boolean =>
  SECOND_FACTOR.has(permission) || (PROVED.has(permission) && !isReading);

export const isPermission = (text: string): text is Permission => text in POLICY;

/**
 * By role, and through a token by its scope; and figures of the whole programme only as far as the actor's audience may
 * see them.
 */
export const may = (actor: Actor, permission: Permission): boolean =>
  (POLICY[permission] as readonly Role[]).some((role) => actor.roles.includes(role)) &&
  (!showsEveryFigure(permission) || audienceOf(actor) === 'inside') &&
  (!actor.token || actor.token.permissions.includes(permission));

export const rolesThatMay = (permission: Permission): readonly Role[] => POLICY[permission];
export const PERMISSIONS = Object.keys(POLICY) as Permission[];

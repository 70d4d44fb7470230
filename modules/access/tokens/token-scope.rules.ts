/** Permissions that an access token can hold, by area, and those that none can. */
import type { Actor, Role, TokenScope } from '../../platform/shared/actor';
import { type Permission, PERMISSIONS, may, needsProof, rolesThatMay } from '../permissions.rules';

/**
 * Permissions for people only, in addition to those that need a proof of identity: case access, accounts and their
 * secrets, addresses and telephones of shelters, complaints, and decisions of a second person.
 */
const IN_PERSON = [
  'session:end',
  'account:own',
  'arrivals:read',
  'users:read',
  'alarms:read',
  'alarms:close',
  'sign-ins:read',
  'breaches:report',
  'breaches:read',
  'breaches:handle',
  'audit-verifications:read',
  'webhooks:read',
  'setup:read',
  'jobs:retry',
  'shelter-address:write',
  'duty-number:read',
  'duty-number:write',
  'people:assign',
  'people:block',
  'people:restrict',
  'people:name',
  'absences:read',
  'deputies:name',
  'caseload:hand-over',
  'break-glass:review',
  'rights:handle',
  'rights:hold',
  'plans:approve',
  'assessments:approve',
  'forms:approve',
  'beds:agree',
  'stays:approve-extension',
  'placing-rules:approve',
  'overrides:agree',
  'returns:decide-risk',
  'projects:decide',
  'reconciliation:sign',
  'complaints:handle',
  'complaints:take',
  'complaints:print',
  'complaints:agree-contact',
  'complaints:designate',
] as const satisfies readonly Permission[];

export const isForTokens = (permission: Permission): boolean =>
  !(IN_PERSON as readonly Permission[]).includes(permission) && !needsProof(permission, false);

export const TOKEN_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(isForTokens);

/** Areas of the form, each with the prefixes (before the colon) of its permissions. */
const AREA_PREFIXES = {
  work: ['home', 'views', 'tasks', 'decisions'],
  identity: [],
  people: ['people', 'classification', 'ages', 'links', 'networks', 'duplicates'],
  consents: ['consents', 'consent-texts', 'shares', 'notices'],
  plans: ['plans', 'caseload'],
  assessments: ['assessments', 'forms'],
  documents: ['documents'],
  beds: ['beds', 'requests', 'stays', 'shelters', 'placing-rules', 'overrides', 'house-figures'],
  house: ['house', 'incidents', 'handovers', 'register', 'items'],
  services: ['services', 'referrals', 'partners'],
  legal: ['legal', 'hearings', 'courts'],
  returns: ['returns', 'instalments'],
  training: ['training', 'recognition', 'capacity'],
  employment: ['work', 'projects'],
  hotline: ['hotline'],
  money: [
    'budget',
    'grants',
    'commitments',
    'plan',
    'revisions',
    'advances',
    'partner-returns',
    'rates',
    'case-costs',
    'donor-money',
    'periods',
    'money-files',
    'reconciliation',
    'nights',
  ],
  figures: ['statistics', 'analyses', 'indicators', 'complaints', 'reports', 'report-definitions'],
  exchange: ['open-data', 'htcds', 'exports', 'imports'],
  programme: ['organisations', 'lists', 'settings', 'jobs', 'health', 'audit', 'processing'],
} as const;

export type TokenArea = keyof typeof AREA_PREFIXES;
export const TOKEN_AREAS = Object.keys(AREA_PREFIXES) as TokenArea[];

/** Revealing identities is an area of its own, apart from other data of people. */
const IDENTITY: readonly Permission[] = ['people:show-identity', 'hotline:words'];

export const areaOf = (permission: Permission): TokenArea | undefined => {
  if (IDENTITY.includes(permission)) return 'identity';
  const prefix = permission.split(':')[0];
  return TOKEN_AREAS.find((area) => (AREA_PREFIXES[area] as readonly string[]).includes(prefix!));
};

/** Pattern of read permissions; all others of an area need the level `write`. */
const READS =
  /:(?:read|list|see|own|board|figures|count|offers|employers|received|published|trace|register|case-list|see-access)$/;
/** Permissions that match the pattern but write. */
const WRITES: readonly Permission[] = [
  'people:register',
  'training:register',
  'partner-returns:own',
  'views:own',
  'indicators:count',
];

export const isReading = (permission: Permission): boolean =>
  READS.test(permission) && !WRITES.includes(permission);

export const TOKEN_LEVELS = ['read', 'write'] as const;
export type TokenLevel = (typeof TOKEN_LEVELS)[number];

/** Permissions of the chosen levels; an area without a level adds none. */
export const permissionsAt = (levels: Partial<Record<TokenArea, TokenLevel>>): Permission[] =>
  TOKEN_PERMISSIONS.filter((permission) => {
    const level = levels[areaOf(permission)!];
    return level === 'write' || (level === 'read' && isReading(permission));
  });

/** Permissions that a token of this account can hold today. */
export const grantableTo = (owner: Actor): Permission[] =>
  TOKEN_PERMISSIONS.filter((permission) => may(owner, permission));

/** Roles of external readers stay in force in a token of any scope, since they restrict what is shown. */
const OUTSIDE: readonly Role[] = ['partner_viewer', 'commission_officer', 'donor_viewer'];

const rolesNeeded = (roles: readonly Role[], permissions: readonly Permission[]): Role[] =>
  roles.filter(
    (role) =>
      OUTSIDE.includes(role) ||
      permissions.some((permission) => rolesThatMay(permission).includes(role)),
  );

export interface KeptScope {
  readonly id: string;
  readonly permissions: readonly string[];
  readonly readsOnly: boolean;
  readonly places: readonly string[] | null;
}

/** The actor of a request made with a token: the present rights of its owner, limited to the scope. */
export function actingThrough(owner: Actor, kept: KeptScope): Actor {
  const permissions = TOKEN_PERMISSIONS.filter((one) => kept.permissions.includes(one));
  const { id, readsOnly, places } = kept;
  const token: TokenScope = {
    id,
    permissions,
    roles: rolesNeeded(owner.roles, permissions),
    readsOnly,
    places,
  };
  const shelterIds = places
    ? owner.shelterIds.filter((shelter) => places.includes(shelter))
    : owner.shelterIds;
  return { ...owner, shelterIds, token };
}

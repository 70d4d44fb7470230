/** The roles of the programme; their permissions are in modules/access/permissions.rules.ts. */
export const ROLES = [
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
] as const;
export type Role = (typeof ROLES)[number];

export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const languageFrom = (asked: string | undefined, own: Language): Language =>
  LANGUAGES.find((language) => language === asked) ?? own;

/** Kind of an organisation: one that runs the programme, or one that receives its reports. */
export const ORGANISATION_KINDS = ['agency', 'commission', 'partner', 'donor'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** Limits of an access token, within the present rights of its account. */
export interface TokenScope {
  readonly id: string;
  /** Names of permissions. */
  readonly permissions: readonly string[];
  /** The roles of the account that these permissions need; PostgreSQL counts no other (mawa_has_role). */
  readonly roles: readonly Role[];
  readonly readsOnly: boolean;
  /** Shelters and organisations whose cases alone it reaches; null: all that the account reaches. */
  readonly places: readonly string[] | null;
}

export const ACTOR_ORIGINS = ['page', 'api', 'command', 'job'] as const;
export type ActorOrigin = (typeof ACTOR_ORIGINS)[number];
/** Origins as the audit log stores them. */
export const AUDIT_ORIGINS = [...ACTOR_ORIGINS, 'token', 'system'] as const;
export type AuditOrigin = (typeof AUDIT_ORIGINS)[number];

/** Who acts: a person signed in, or a named system user (night closing, lapsing, jobs). */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  /** Name in Arabic script, shown on Arabic pages if present. */
  readonly arabicName?: string;
  readonly roles: readonly Role[];
  readonly organisationId: string | null;
  /** Null: an account of the programme without an organisation. */
  readonly organisationKind: OrganisationKind | null;
  /** Shelters this person works in, from membership rows. */
  readonly shelterIds: readonly string[];
  readonly language: Language;
  /** True for the named system users; they have no password and cannot sign in. */
  readonly system: boolean;
  /** Session of a signed-in person; jobs have none. */
  readonly session?: {
    /** When this session last showed a second factor. */
    readonly secondFactorAt: Date | null;
    /** When its owner last showed the second factor or, without one, the password. */
    readonly provedAt: Date;
    /** By one of the roles. */
    readonly secondFactorRequired: boolean;
    /**
     * The cookie arrived from another browser than the one that signed in: nothing is permitted before a proof of
     * identity.
     */
    readonly isElsewhere: boolean;
    /** Its lists show names beside the numbers of cases, as far as the account may see them. */
    readonly showsNames: boolean;
    /** When it ends where nobody asks for anything before. */
    readonly idleEnd: Date;
    /** When it ends however busy it is. */
    readonly latestEnd: Date;
  };
  /** Origin of a request or job (page, API, command, job); for programs given by the token. */
  readonly origin?: ActorOrigin;
  /** Token of a program, or of a job that it requested; absent for signed-in people. */
  readonly token?: TokenScope;
}

/** Name of the actor as pages in this language show it. */
export const nameOfActor = ({ name, arabicName }: Actor, language: Language): string =>
  (language === 'ar' && arabicName) || name;

/** Whether a role requires the second factor that this session has not shown: it opens nothing yet. */
export const lacksSecondFactor = ({ session }: Actor): boolean =>
  session !== undefined && session.secondFactorRequired && session.secondFactorAt === null;

/** Seconds, rounded up, until it ends where nobody asks for anything before; 0 where it has ended. */
export const secondsLeft = (
  { idleEnd, latestEnd }: NonNullable<Actor['session']>,
  now: Date,
): number => {
  const end = Math.min(idleEnd.getTime(), latestEnd.getTime());
  return Math.max(0, Math.ceil((end - now.getTime()) / 1_000));
};

/** Null: nobody is signed in, or the origin is unknown. */
export function originOf({ origin, token, system }: Actor): AuditOrigin | null {
  if (token) return 'token';
  return origin ?? (system ? 'system' : null);
}

const systemActor = (last: string, name: string): Actor => ({
  userId: `00000000-0000-4000-8000-00000000000${last}`,
  name,
  roles: [],
  organisationId: null,
  organisationKind: null,
  shelterIds: [],
  language: 'fr',
  system: true,
});

/** The named system users; each has its own lines in the policies and in the audit. */
export const NIGHT_CLOSING = systemActor('1', 'night closing');
export const HOLD_EXPIRY_ACTOR = systemActor('2', 'lapsing holds');
export const HOUSEKEEPING_ACTOR = systemActor('3', 'sweeping jobs');
export const SETUP_ACTOR = systemActor('4', 'setting up');
export const IDENTITY_SCAN = systemActor('6', 'identity scan');
export const DUPLICATE_FINDER = systemActor('d', 'duplicate finder');

/** Nobody signed in: rows of failed sign-ins. Holds no right at all. */
export const NOBODY: Actor = { ...systemActor('0', 'nobody'), system: false };

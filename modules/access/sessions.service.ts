import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/shared/clock';
import { civilDateOf, type ProgrammeTime } from '../platform/shared/nights.rules';
import { queryPrepared } from '../platform/database/prepared-statements';
import type { Tx } from '../platform/database/transactions';
import type { Actor, Language, OrganisationKind, Role } from '../platform/shared/actor';
import type { Browser } from './browser.types';
import { deviceName } from './device-name.rules';

export const LONGEST_HOURS = 12;
/** `seen_at` is written at most this often: a page is a read, not a write. */
const TOUCH_AFTER = 30_000;

export interface SessionRow {
  user_id: string;
  name: string;
  arabic_name: string | null;
  language: Language;
  organisation_id: string | null;
  organisation_kind: OrganisationKind | null;
  roles: Role[];
  shelters: string[];
  seen_at: Date;
}

/** Browser and network of a request, used to recognise a copied cookie. */
export interface SessionPlace {
  readonly device: string | null;
  readonly network: string;
}

interface OpenSessionRow extends SessionRow {
  session_id: string;
  device: string | null;
  other_device: string | null;
  network: string | null;
  second_factor_at: Date | null;
  proved_at: Date;
  factor_roles: Role[];
  names_shown: boolean;
  idle_minutes: number;
  latest_end: Date;
}

/** Sign that the cookie of a session was copied; null if there is none or it is known already. */
export interface SessionMove {
  readonly kind: 'other_browser' | 'other_network';
  readonly sessionId: string;
}

export interface FoundSession {
  readonly actor: Actor;
  readonly move: SessionMove | null;
}

/** The digest of the session of this browser; null for commands. */
export const sessionOf = ({ session }: Browser): Buffer | null =>
  session ? digestOf(session) : null;

export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Sessions live in PostgreSQL; the cookie holds a random token, the table its digest. */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly idleMinutes: number,
    private readonly time: ProgrammeTime,
  ) {}

  /** Null where the account was closed or its password replaced while this one was being checked. */
  async start(userId: string, passwordHash: string): Promise<string | null> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const [opened] = (await this.dataSource.query(
      'SELECT session_open($1, $2, $3, $4, $5) AS started',
      [digestOf(token), userId, passwordHash, now, LONGEST_HOURS],
    )) as { started: boolean }[];
    return opened!.started ? token : null;
  }

  async end(token: string): Promise<void> {
    await this.dataSource.query('SELECT session_end($1, $2)', [digestOf(token), this.clock.now()]);
  }

  /** The identity provider through which it was opened; null: by the password. */
  async providerOf(token: string): Promise<string | null> {
    const [row] = (await this.dataSource.query('SELECT session_identity_provider($1) AS id', [
      digestOf(token),
    ])) as { id: string | null }[];
    return row!.id;
  }

  /** Account of a session with its present roles and shelters; null if the session is not open. */
  async actorOf(token: string, here: SessionPlace): Promise<FoundSession | null> {
    const found = (await this.find([token])).get(token);
    if (!found) return null;
    const now = this.clock.now();
    const isElsewhere = isOtherBrowser(found, here);
    const isNewNetwork = found.network !== null && found.network !== here.network;
    // A cookie that was copied keeps nobody signed in.
    const isDue = now.getTime() - found.seen_at.getTime() > TOUCH_AFTER;
    if (!isElsewhere && (isDue || isNewNetwork)) {
      await this.dataSource.query('SELECT session_used($1, $2, $3)', [
        digestOf(token),
        now,
        here.network,
      ]);
      found.seen_at = now;
    }
    const actor = toActor(found, sessionFacts(found, isElsewhere));
    const moved = isElsewhere
      ? (await this.isNewBrowser(token, found, here)) && 'other_browser'
      : isNewNetwork && 'other_network';
    return { actor, move: moved ? { kind: moved, sessionId: found.session_id } : null };
  }

  private async isNewBrowser(
    token: string,
    { other_device }: OpenSessionRow,
    { device }: SessionPlace,
  ): Promise<boolean> {
    const name = device ?? UNKNOWN_DEVICE;
    if (other_device === name) return false;
    const [row] = (await this.dataSource.query('SELECT session_in_other_browser($1, $2) AS new', [
      digestOf(token),
      name,
    ])) as { new: boolean }[];
    return row!.new;
  }

  /**
   * Accounts of several sessions, without extending them, for background requests of pages. Without `here` for boards
   * that are already open.
   */
  async actorsOf(tokens: readonly string[], here?: SessionPlace): Promise<Map<string, Actor>> {
    const found = await this.find(tokens);
    return new Map(
      [...found].map(([token, row]) => [
        token,
        toActor(row, sessionFacts(row, here !== undefined && isOtherBrowser(row, here))),
      ]),
    );
  }

  private async find(tokens: readonly string[]): Promise<Map<string, OpenSessionRow>> {
    const byDigest = new Map(tokens.map((token) => [digestOf(token).toString('hex'), token]));
    const now = this.clock.now();
    const rows = await queryPrepared<OpenSessionRow & { digest: string }>(
      this.dataSource,
      `SELECT encode(s.token_digest, 'hex') AS digest, s.seen_at, s.user_id, s.second_factor_at, s.proved_at,
              s.session_id, s.device, s.other_device, s.network, s.names_shown, s.idle_minutes, s.latest_end,
              ${FACTOR_ROLES}, ${ACTOR_COLUMNS}
         FROM session_facts($1, $2, $4) s JOIN users u ON u.id = s.user_id
        WHERE u.active AND NOT u.system`,
      [tokens.map(digestOf), now, civilDateOf(now, this.time), this.idleMinutes],
    );
    return new Map(rows.map((row) => [byDigest.get(row.digest)!, row]));
  }

  /** A person by id, with today's rights: jobs run as the one who asked for them. */
  async actorById(userId: string): Promise<Actor | null> {
    const now = this.clock.now();
    const [row] = (await this.dataSource.query(
      `SELECT u.id AS user_id, $2::timestamptz AS seen_at, ${ACTOR_COLUMNS}
         FROM users u WHERE u.id = $1 AND u.active AND NOT u.system`,
      [userId, now, civilDateOf(now, this.time)],
    )) as SessionRow[];
    return row ? toActor(row) : null;
  }

  /** A person by e-mail address: the command line's `--as`. */
  async actorByEmail(email: string): Promise<Actor | null> {
    const [row] = (await this.dataSource.query(
      'SELECT id FROM users WHERE email = lower($1) AND active AND NOT system',
      [email],
    )) as { id: string }[];
    const actor = row ? await this.actorById(row.id) : null;
    return actor && { ...actor, origin: 'command' };
  }
}

/** $2 is the instant, $3 its day. A role that opens cases or gives roles counts only once a second person confirmed it. */
export const ACTOR_COLUMNS = `u.name, u.names ->> 'ar' AS arabic_name, u.language, u.organisation_id,
  (SELECT o.kind FROM organisations o WHERE o.id = u.organisation_id) AS organisation_kind,
  ARRAY(SELECT r.role FROM user_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL
          AND (r.last_day IS NULL OR r.last_day >= $3::date)
          AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second) ORDER BY r.role) AS roles,
  ARRAY(SELECT m.principal_id::text FROM memberships m WHERE m.user_id = u.id AND m.principal_kind = 'shelter'
          AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2)) AS shelters`;

const FACTOR_ROLES =
  'ARRAY(SELECT q.role FROM role_requirements q WHERE q.requires_second_factor) AS factor_roles';

const UNKNOWN_DEVICE = '?';

/** A program that opened the session names no browser, and is not compared. */
const isOtherBrowser = (session: OpenSessionRow, { device }: SessionPlace): boolean =>
  session.device !== null && session.device !== (device ?? UNKNOWN_DEVICE);

const sessionFacts = (
  row: OpenSessionRow,
  isElsewhere: boolean,
): NonNullable<Actor['session']> => ({
  secondFactorAt: row.second_factor_at,
  provedAt: row.proved_at,
  secondFactorRequired: row.roles.some((role) => row.factor_roles.includes(role)),
  isElsewhere,
  showsNames: row.names_shown,
  idleEnd: new Date(row.seen_at.getTime() + row.idle_minutes * 60_000),
  latestEnd: row.latest_end,
});

export const toActor = (row: SessionRow, session?: Actor['session']): Actor => ({
  userId: row.user_id,
  name: row.name,
  ...(row.arabic_name && { arabicName: row.arabic_name }),
  roles: row.roles,
  organisationId: row.organisation_id,
  organisationKind: row.organisation_kind,
  shelterIds: row.shelters,
  language: row.language,
  system: false,
  ...(session && { session }),
});

/** The browser in which somebody has just shown that it is them is the one of the session from now on. */
export const keepSessionHere = (tx: Tx, here: Browser): void =>
  tx.execute('SELECT session_stays_here($1, $2)', [sessionOf(here), deviceName(here.userAgent)]);

/** Sets whether lists show names in this session, until it ends or the setting is changed. */
export const keepNamesShown = (tx: Tx, here: Browser, shown: boolean): void =>
  tx.execute('SELECT session_names($1, $2)', [sessionOf(here), shown]);

/** Ends all sessions of an account, except the one with the token `but`. Returns how many ended. */
export async function endSessions(tx: Tx, userId: string, but?: string): Promise<number> {
  const [ended] = await tx.query<{ count: number }>('SELECT sessions_end($1, $2) AS count', [
    userId,
    but === undefined ? null : digestOf(but),
  ]);
  return ended!.count;
}

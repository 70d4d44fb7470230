import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Role } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { notFound } from '../../platform/shared/domain.errors';
import type { RemovalReason } from '../second-factor/second-factor-removals.service';
import { casesHeldOnlyBy, type ClosingReason } from './account-closing.service';
import type { PrincipalKind } from './memberships.service';

export interface RoleHeld {
  readonly id: string;
  readonly role: Role;
  readonly waiting: boolean;
  readonly grantedById: string;
  /** Null if the role was granted during the set-up of the programme. */
  readonly grantedBy: string | null;
  readonly grantedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly endedBy: string | null;
  /** Last day of a temporary role; null for a permanent one. */
  readonly lastDay: CivilDate | null;
  readonly endedAt: Date | null;
  /** Granted or ended by `use_password_link`, when a password was chosen through a link. */
  readonly givenByPassword: boolean;
  readonly endedByPassword: boolean;
}
export interface MembershipHeld {
  readonly id: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly current: boolean;
}
export interface AccountFile {
  readonly today: CivilDate;
  readonly id: string;
  readonly name: string;
  /** Name as the audit log and printed documents show it, independent of the language. */
  readonly plainName: string;
  readonly arabicName: string | null;
  readonly email: string;
  readonly organisation: string | null;
  readonly active: boolean;
  /** A service account: used by a program, without password or second factor. */
  readonly service: boolean;
  readonly hasPassword: boolean;
  readonly createdAt: Date;
  readonly lastSignIn: Date | null;
  readonly roles: readonly RoleHeld[];
  readonly memberships: readonly MembershipHeld[];
  readonly sessions: readonly {
    readonly since: Date;
    readonly seenAt: Date;
    readonly secondFactor: 'code' | 'recovery_code' | 'provider' | null;
    readonly byProvider: boolean;
    readonly device: string | null;
    readonly address: string | null;
  }[];
  readonly secondFactorSince: Date | null;
  /** Time of an open "password forgotten" request; null once an administrator has made a link. */
  readonly resetRequestedAt: Date | null;
  /** Requested removal of the second factor that another administrator has to confirm. */
  readonly factorRemoval: {
    readonly id: string;
    readonly reason: RemovalReason;
    readonly askedById: string;
    readonly askedBy: string;
    readonly askedAt: Date;
  } | null;
  readonly closings: readonly {
    readonly reason: ClosingReason;
    readonly by: string;
    readonly at: Date;
    readonly reopenedBy: string | null;
    readonly reopenedAt: Date | null;
  }[];
  readonly link: {
    readonly id: string;
    readonly madeById: string;
    readonly madeBy: string;
    readonly expiresAt: Date;
    readonly waits: boolean;
    readonly handedOverBy: string | null;
  } | null;
  /**
   * How the current password was set, if it was chosen through a link. Names are null for the set-up of the programme.
   */
  readonly chosenByLink: {
    readonly at: Date;
    readonly askedBy: string | null;
    readonly handedOverBy: string | null;
    /** Id of the account that may not confirm a role of this one until somebody else has. */
    readonly mayNotConfirm: string | null;
  } | null;
  /** Number of people for whom this account is the only open case holder. */
  readonly casesHeldOnly: number;
}

type AccountRow = Omit<
  AccountFile,
  | 'roles'
  | 'memberships'
  | 'sessions'
  | 'closings'
  | 'link'
  | 'factorRemoval'
  | 'chosenByLink'
  | 'casesHeldOnly'
  | 'today'
>;

const ACCOUNT = `
  SELECT u.id, localized_name(u.name, u.names) AS name, u.name AS "plainName", u.names ->> 'ar' AS "arabicName", u.email, u.active, u.service, u.created_at AS "createdAt", localized_name(o.name, o.names) AS organisation,
         account_has_password(u.id) AS "hasPassword", account_second_factor_since(u.id) AS "secondFactorSince",
         (SELECT max(r.made_at) FROM waiting_password_resets r WHERE r.user_id = u.id) AS "resetRequestedAt",
         (SELECT max(a.at) FROM audit_log a WHERE a.actor_id = u.id AND a.action = 'session.start'
             AND a.outcome = 'done') AS "lastSignIn"
    FROM users u LEFT JOIN organisations o ON o.id = u.organisation_id WHERE u.id = $1 AND NOT u.system`;

const ROLES = `
  SELECT r.id, r.role, r.ended_at IS NULL AND r.needs_second AND r.confirmed_by IS NULL AS waiting,
         r.granted_by AS "grantedById", CASE WHEN g.system THEN NULL ELSE localized_name(g.name, g.names) END AS "grantedBy", r.granted_at AS "grantedAt",
         CASE WHEN c.system THEN NULL ELSE localized_name(c.name, c.names) END AS "confirmedBy", r.confirmed_at AS "confirmedAt", CASE WHEN e.system THEN NULL ELSE localized_name(e.name, e.names) END AS "endedBy", r.ended_at AS "endedAt",
         r.last_day::text AS "lastDay",
         EXISTS (SELECT 1 FROM password_changes p WHERE p.user_id = r.user_id AND p.link_id IS NOT NULL AND p.at = r.granted_at) AS "givenByPassword",
         EXISTS (SELECT 1 FROM password_changes p WHERE p.user_id = r.user_id AND p.link_id IS NOT NULL AND p.at = r.ended_at) AS "endedByPassword"
    FROM user_roles r JOIN users g ON g.id = r.granted_by LEFT JOIN users c ON c.id = r.confirmed_by
    LEFT JOIN users e ON e.id = r.ended_by
   WHERE r.user_id = $1 ORDER BY r.ended_at DESC NULLS FIRST, r.role LIMIT 50`;

const MEMBERSHIPS = `
  SELECT m.id, m.principal_kind AS kind, coalesce(localized_name(s.code_name, s.names), localized_name(o.name, o.names), t.name, '') AS name, m.from_at AS "from",
         m.until_at AS until, m.until_at IS NULL OR m.until_at > mawa_now() AS current
    FROM memberships m
    LEFT JOIN shelters s ON m.principal_kind = 'shelter' AND s.id = m.principal_id
    LEFT JOIN organisations o ON m.principal_kind = 'organisation' AND o.id = m.principal_id
    LEFT JOIN teams t ON m.principal_kind = 'team' AND t.id = m.principal_id
   WHERE m.user_id = $1 ORDER BY current DESC, m.from_at DESC LIMIT 50`;

const SESSIONS =
  'SELECT since, seen_at AS "seenAt", second_factor AS "secondFactor", device, address, by_provider AS "byProvider" FROM account_sessions($1, NULL)';

const FACTOR_REMOVAL = `
  SELECT r.id, r.reason, r.asked_by AS "askedById", localized_name(a.name, a.names) AS "askedBy", r.asked_at AS "askedAt"
    FROM second_factor_removals r JOIN users a ON a.id = r.asked_by
   WHERE r.user_id = $1 AND r.ended_at IS NULL AND r.asked_at > mawa_now() - interval '1 day'`;

const CLOSINGS = `
  SELECT c.reason, localized_name(b.name, b.names) AS by, c.closed_at AS at, localized_name(r.name, r.names) AS "reopenedBy", c.reopened_at AS "reopenedAt"
    FROM account_closings c JOIN users b ON b.id = c.closed_by LEFT JOIN users r ON r.id = c.reopened_by
   WHERE c.user_id = $1 ORDER BY c.closed_at DESC LIMIT 20`;

const LINK = `
  SELECT l.id, l.made_by AS "madeById", localized_name(m.name, m.names) AS "madeBy", l.expires_at AS "expiresAt",
         l.confirmed_by IS NULL AS waits, localized_name(h.name, h.names) AS "handedOverBy"
    FROM password_links l JOIN users m ON m.id = l.made_by LEFT JOIN users h ON h.id = l.confirmed_by
   WHERE l.user_id = $1 AND l.ended_at IS NULL AND l.expires_at > mawa_now()`;

const CHOSEN_BY_LINK = `
  SELECT c.at, CASE WHEN a.system THEN NULL ELSE localized_name(a.name, a.names) END AS "askedBy",
         CASE WHEN h.system THEN NULL ELSE localized_name(h.name, h.names) END AS "handedOverBy",
         password_handed_over_by(c.user_id) AS "mayNotConfirm"
    FROM password_changes c JOIN password_links l ON l.id = c.link_id JOIN users a ON a.id = l.made_by
    JOIN users h ON h.id = coalesce(l.confirmed_by, l.made_by)
   WHERE c.user_id = $1 ORDER BY c.at DESC LIMIT 1`;

/** Account details for administrators: roles, memberships and sessions, without any case. */
@Injectable()
export class AccountFiles {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, userId: string): Promise<AccountFile> {
    return this.transactions.run(actor, async (tx) => {
      const [account] = await tx.query<AccountRow>(ACCOUNT, [userId]);
      if (!account) throw notFound();
      const rows = <T>(sql: string) => tx.query<T>(sql, [userId]);
      const file = {
        ...account,
        today: tx.today,
        roles: await rows<RoleHeld>(ROLES),
        memberships: await rows<MembershipHeld>(MEMBERSHIPS),
        sessions: await rows<AccountFile['sessions'][number]>(SESSIONS),
        closings: await rows<AccountFile['closings'][number]>(CLOSINGS),
        factorRemoval:
          (await rows<NonNullable<AccountFile['factorRemoval']>>(FACTOR_REMOVAL))[0] ?? null,
        link: (await rows<NonNullable<AccountFile['link']>>(LINK))[0] ?? null,
        chosenByLink:
          (await rows<NonNullable<AccountFile['chosenByLink']>>(CHOSEN_BY_LINK))[0] ?? null,
        casesHeldOnly: await casesHeldOnlyBy(tx, userId),
      };
      await record(tx, { action: 'users.look', kind: 'user', ids: [userId] });
      return file;
    });
  }

  /** Organisations, shelters and teams that an account can be made a member of. */
  places(actor: Actor): Promise<{ kind: PrincipalKind; id: string; name: string }[]> {
    return this.transactions.run(actor, (tx) => placesOf(tx));
  }
}

const placesOf = (tx: Tx) =>
  tx.query<{ kind: PrincipalKind; id: string; name: string }>(
    `SELECT 'shelter' AS kind, id, localized_name(code_name, names) AS name FROM shelters
     UNION ALL SELECT 'organisation', id, localized_name(name, names) FROM organisations WHERE active
     UNION ALL SELECT 'team', id, name FROM teams WHERE closed_at IS NULL ORDER BY kind DESC, name`,
  );

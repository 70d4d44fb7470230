import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, sqlState, type Tx } from '../platform/database/transactions';
import type { Actor, Language, Role } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { localNames } from '../platform/shared/local-names';
import { RoleGrants } from './accounts/role-grants.service';
import { PasswordLinks, type LinkRequest } from './passwords/password-links.service';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly active: boolean;
  readonly organisation: string | null;
  readonly roles: {
    id: string;
    role: Role;
    waiting: boolean;
    grantedBy: string;
    lastDay: string | null;
  }[];
  readonly shelters: string[];
  /** Open "password forgotten" request that waits for administrators. */
  readonly resetRequested: boolean;
}

/** Whether a role of the account waits for confirmation and the reader may give it. */
export const waitsForReader = ({ id, roles }: UserRow, { userId }: Actor): boolean =>
  id !== userId && roles.some(({ waiting, grantedBy }) => waiting && grantedBy !== userId);

export interface NewUser {
  readonly email: string;
  readonly name: string;
  /** Name in Arabic script. */
  readonly arabicName?: string;
  readonly language?: Language;
  readonly organisationId?: string | null;
  /** Waits for confirmation by another administrator, as every role. */
  readonly role?: Role;
}

/** Accounts of people. Roles, memberships and closing are in accounts/, passwords in passwords/. */
@Injectable()
export class Users {
  constructor(
    private readonly transactions: Transactions,
    private readonly links: PasswordLinks,
    private readonly roles: RoleGrants,
  ) {}

  list(actor: Actor): Promise<UserRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<UserRow>(
        `SELECT u.id, u.email, localized_name(u.name, u.names) AS name, u.active, localized_name(o.name, o.names) AS organisation,
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role, 'grantedBy', r.granted_by,
                'lastDay', r.last_day, 'waiting', r.needs_second AND r.confirmed_by IS NULL) ORDER BY r.role)
               FROM current_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL), '[]') AS roles,
            EXISTS (SELECT 1 FROM waiting_password_resets w WHERE w.user_id = u.id) AS "resetRequested",
            ARRAY(SELECT localized_name(s.code_name, s.names) FROM memberships m JOIN shelters s ON s.id = m.principal_id
               WHERE m.user_id = u.id AND m.principal_kind = 'shelter' AND m.from_at <= mawa_now()
                 AND (m.until_at IS NULL OR m.until_at > mawa_now()) ORDER BY 1) AS shelters
           FROM users u LEFT JOIN organisations o ON o.id = u.organisation_id
          WHERE NOT u.system AND NOT u.service ORDER BY localized_name(u.name, u.names), u.id`,
      ),
    );
  }

  /** Creates an account and requests its first password link; another administrator confirms it and hands it over. */
  create(actor: Actor, user: NewUser): Promise<{ id: string; link: LinkRequest }> {
    return this.transactions.run(actor, async (tx) => {
      const { id } = await this.createIn(tx, user);
      const link = await this.links.requestIn(tx, id);
      if (user.role) await this.roles.grantIn(tx, id, user.role);
      return { id, link };
    });
  }

  async createIn(
    tx: Tx,
    user: NewUser,
    passwordHash: string | null = null,
  ): Promise<{ id: string }> {
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO users (email, name, password_hash, language, organisation_id, names)
         VALUES (lower($1), $2, $3, coalesce($4, mawa_setting('programme_language') #>> '{}', 'fr'), $5, $6) RETURNING id`,
        [
          user.email,
          user.name,
          passwordHash,
          user.language ?? null,
          user.organisationId ?? null,
          arabicNames(user.arabicName),
        ],
      );
      await record(tx, { action: 'users.create', kind: 'user', ids: [row!.id] });
      return row!;
    } catch (error) {
      if (sqlState(error) === '42501') throw new DomainError('forbidden', 'access.not_yours');
      if (sqlState(error) === '23505') {
        throw new DomainError('conflict', 'access.email_taken', {}, 'email');
      }
      throw error;
    }
  }

  organisations(actor: Actor): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<{ id: string; name: string }>(
        'SELECT id, localized_name(name, names) AS name FROM organisations WHERE active ORDER BY name',
      ),
    );
  }

  /** Sets the name in Arabic script of another account; null removes it. */
  setArabicName(actor: Actor, id: string, name: string | null): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query(
        'UPDATE users SET names = $2 WHERE id = $1 AND id <> mawa_actor() AND NOT system RETURNING id',
        [id, arabicNames(name)],
      );
      if (!row) throw notFound();
      const action = 'users.name_in_arabic';
      await record(tx, { action, kind: 'user', ids: [id], fields: ['names'] });
    });
  }

  chooseLanguage(actor: Actor, language: Language): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await tx.query('SELECT choose_language($1)', [language]);
    });
  }
}

const arabicNames = (ar: string | null | undefined) => localNames({ ar: ar ?? undefined });

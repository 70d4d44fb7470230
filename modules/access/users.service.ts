import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, sqlState, type Tx } from '../../src/database/transactions';
import { ROLES, type Actor, type Language, type Role } from '../../src/shared/actor';
import { DomainError, notFound } from '../../src/shared/domain-error';
import { hashPassword } from './sign-in.service';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly active: boolean;
  readonly organisation: string | null;
  readonly roles: { id: string; role: Role; waiting: boolean; grantedBy: string }[];
  readonly shelters: string[];
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly language?: Language;
  readonly organisationId?: string | null;
}

/** Accounts, roles and memberships. Nobody changes their own; a role that opens cases or gives roles needs a second person. */
@Injectable()
export class Users {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<UserRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<UserRow>(
        `SELECT u.id, u.email, u.name, u.active, o.name AS organisation,
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role, 'grantedBy', r.granted_by,
                'waiting', r.needs_second AND r.confirmed_by IS NULL) ORDER BY r.role)
               FROM user_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL), '[]') AS roles,
            ARRAY(SELECT m.principal_id::text FROM memberships m WHERE m.user_id = u.id
               AND m.principal_kind = 'shelter' AND m.until_at IS NULL) AS shelters
           FROM users u LEFT JOIN organisations o ON o.id = u.organisation_id
          WHERE NOT u.system ORDER BY u.name, u.id`,
      ),
    );
  }

  async create(actor: Actor, user: NewUser): Promise<{ id: string }> {
    const password = await hashPassword(user.password);
    return this.transactions.run(actor, (tx) => this.createIn(tx, user, password));
  }

  async createIn(tx: Tx, user: NewUser, passwordHash: string): Promise<{ id: string }> {
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO users (email, name, password_hash, language, organisation_id)
         VALUES (lower($1), $2, $3, $4, $5) RETURNING id`,
        [user.email, user.name, passwordHash, user.language ?? 'fr', user.organisationId ?? null],
      );
      await record(tx, { action: 'users.create', kind: 'user', ids: [row!.id] });
      return row!;
    } catch (error) {
      if (sqlState(error) === '23505') {
        throw new DomainError('conflict', 'access.email_taken', {}, 'email');
      }
      throw error;
    }
  }

  /** A role that opens cases or gives roles waits until another administrator confirms it. */
  grantRole(actor: Actor, userId: string, role: Role): Promise<{ id: string }> {
    return this.transactions.run(actor, (tx) => this.grantRoleIn(tx, userId, role));
  }

  async grantRoleIn(tx: Tx, userId: string, role: Role): Promise<{ id: string }> {
    if (!ROLES.includes(role)) throw new DomainError('invalid', 'access.no_such_role', {}, 'role');
    if (userId === tx.actor.userId) throw new DomainError('forbidden', 'access.not_yourself');
    await this.mustExist(tx, userId);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO user_roles (user_id, role, granted_by) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, role) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [userId, role, tx.actor.userId],
    );
    if (!row) throw new DomainError('conflict', 'access.role_held', {}, 'role');
    await record(tx, { action: 'users.grant_role', kind: 'user', ids: [userId], fields: [role] });
    return row;
  }

  confirmRole(actor: Actor, roleId: string): Promise<void> {
    return this.transactions.run(actor, (tx) => this.confirmRoleIn(tx, roleId));
  }

  async confirmRoleIn(tx: Tx, roleId: string): Promise<void> {
    const [row] = await tx.query<{ user_id: string; granted_by: string; confirmed_by: string }>(
      'SELECT user_id, granted_by, confirmed_by FROM user_roles WHERE id = $1 AND ended_at IS NULL FOR UPDATE',
      [roleId],
    );
    if (!row) throw notFound();
    if (row.confirmed_by) throw new DomainError('conflict', 'access.role_confirmed');
    if ([row.user_id, row.granted_by].includes(tx.actor.userId)) {
      throw new DomainError('forbidden', 'access.second_person');
    }
    await tx.query('UPDATE user_roles SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1', [
      roleId,
      tx.actor.userId,
      tx.now,
    ]);
    await record(tx, { action: 'users.confirm_role', kind: 'user', ids: [row.user_id] });
  }

  endRole(actor: Actor, roleId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ user_id: string }>(
        'SELECT user_id FROM user_roles WHERE id = $1 AND ended_at IS NULL FOR UPDATE',
        [roleId],
      );
      if (!row) throw notFound();
      if (row.user_id === tx.actor.userId)
        throw new DomainError('forbidden', 'access.not_yourself');
      await tx.query('UPDATE user_roles SET ended_by = $2, ended_at = $3 WHERE id = $1', [
        roleId,
        tx.actor.userId,
        tx.now,
      ]);
      await record(tx, { action: 'users.end_role', kind: 'user', ids: [row.user_id] });
    });
  }

  joinShelter(actor: Actor, userId: string, shelterId: string): Promise<void> {
    return this.transactions.run(actor, (tx) => this.joinShelterIn(tx, userId, shelterId));
  }

  async joinShelterIn(tx: Tx, userId: string, shelterId: string): Promise<void> {
    if (userId === tx.actor.userId) throw new DomainError('forbidden', 'access.not_yourself');
    await this.mustExist(tx, userId);
    const [known] = await tx.query('SELECT 1 FROM shelters WHERE id = $1', [shelterId]);
    if (!known) throw notFound();
    await tx.query(
      `INSERT INTO memberships (user_id, principal_kind, principal_id, given_by)
       VALUES ($1, 'shelter', $2, $3)`,
      [userId, shelterId, tx.actor.userId],
    );
    await record(tx, { action: 'users.join_shelter', kind: 'user', ids: [userId, shelterId] });
  }

  chooseLanguage(actor: Actor, language: Language): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await tx.query('UPDATE users SET language = $2 WHERE id = $1', [actor.userId, language]);
    });
  }

  private async mustExist(tx: Tx, userId: string): Promise<void> {
    const [known] = await tx.query('SELECT 1 FROM users WHERE id = $1 AND NOT system', [userId]);
    if (!known) throw notFound();
  }
}

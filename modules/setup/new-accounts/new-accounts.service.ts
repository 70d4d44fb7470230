import { Injectable } from '@nestjs/common';
import { Memberships, PasswordLinks, RoleGrants, Users } from '../../access';
import { record } from '../../audit';
import { tableOf } from '../../imports';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Role } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import {
  type AccountRow,
  type KnownPlaces,
  knownHeadings,
  readAccountRows,
} from './account-rows.rules';

/** What became of one row: an account that waits for its link, or nothing and every reason. */
export interface RowOutcome {
  readonly row: number;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly userId: string | null;
  readonly errors: readonly DomainError[];
  readonly cells: readonly string[];
}

export interface NewAccountsResult {
  readonly headings: readonly string[];
  readonly outcomes: readonly RowOutcome[];
}

export interface WaitingLink {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly askedBy: string;
}

/** A link that its holder was just given; shown this once. */
export interface HandedLink extends WaitingLink {
  readonly path: string;
  readonly expiresAt: Date;
}

/** Accounts by the list: each row whole or not at all, whatever becomes of the others. */
@Injectable()
export class NewAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly links: PasswordLinks,
    private readonly roles: RoleGrants,
    private readonly memberships: Memberships,
  ) {}

  async create(actor: Actor, list: Buffer): Promise<NewAccountsResult> {
    const { headings, rows } = await tableOf(list, knownHeadings());
    const places = await this.transactions.run(actor, readPlaces);
    const read = readAccountRows({ headings, rows }, places, actor.language);
    const outcomes: RowOutcome[] = [];
    for (const row of read) outcomes.push(await this.createRow(actor, row));
    return { headings, outcomes };
  }

  private async createRow(actor: Actor, account: AccountRow): Promise<RowOutcome> {
    const { row, name, email, roles, cells } = account;
    const outcome = { row, name, email, roles, cells };
    if (account.errors.length > 0) return { ...outcome, userId: null, errors: account.errors };
    try {
      const userId = await this.transactions.run(actor, (tx) => this.createIn(tx, account));
      return { ...outcome, userId, errors: [] };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'access.not_yours') throw error;
      return { ...outcome, userId: null, errors: [error] };
    }
  }

  private async createIn(tx: Tx, account: AccountRow): Promise<string> {
    const { name, email, language, organisationId, roles, lastDay, shelterIds } = account;
    const { id } = await this.users.createIn(tx, { name, email, language, organisationId });
    await this.links.requestIn(tx, id);
    for (const role of roles) await this.roles.grantIn(tx, id, role, lastDay);
    for (const principalId of shelterIds) {
      await this.memberships.joinIn(tx, id, { kind: 'shelter', principalId });
    }
    return id;
  }

  /** Links that others asked for, which this administrator may confirm and hand over. */
  waitingLinks(actor: Actor): Promise<WaitingLink[]> {
    return this.transactions.run(actor, waitingLinksOf);
  }

  /** Confirms those of these links that wait for this administrator, all at once. */
  confirmLinks(actor: Actor, ids: readonly string[]): Promise<HandedLink[]> {
    return this.transactions.run(actor, async (tx) => {
      const waiting = (await waitingLinksOf(tx)).filter(({ id }) => ids.includes(id));
      if (waiting.length === 0) throw new DomainError('conflict', 'setup.no_link_waits', {}, 'ids');
      const handed: HandedLink[] = [];
      for (const link of waiting) {
        const { path, expiresAt } = await this.links.confirmIn(tx, link.id);
        handed.push({ ...link, path, expiresAt });
      }
      await record(tx, { action: 'setup.hand_over_links', kind: 'setup' });
      return handed;
    });
  }
}

const waitingLinksOf = (tx: Tx) =>
  tx.query<WaitingLink>(
    `SELECT l.id, localized_name(u.name, u.names) AS name, u.email, localized_name(m.name, m.names) AS "askedBy",
            ARRAY(SELECT r.role FROM current_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL ORDER BY 1) AS roles
       FROM password_links l JOIN users u ON u.id = l.user_id AND u.active JOIN users m ON m.id = l.made_by
      WHERE l.confirmed_by IS NULL AND l.ended_at IS NULL AND l.expires_at > mawa_now()
        AND l.made_by <> $1 AND l.user_id <> $1
      ORDER BY localized_name(u.name, u.names), l.id LIMIT 500`,
    [tx.actor.userId],
  );

const readPlaces = async (tx: Tx): Promise<KnownPlaces> => ({
  shelters: await tx.query<KnownPlaces['shelters'][number]>(
    'SELECT id, code_name AS name, names FROM shelters WHERE active',
  ),
  organisations: await tx.query<KnownPlaces['organisations'][number]>(
    'SELECT id, name, names, code FROM organisations WHERE active',
  ),
});

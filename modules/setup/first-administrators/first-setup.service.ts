import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PasswordLinks, RoleGrants, Users } from '../../access';
import { record } from '../../audit';
import { type ProgrammeNames, ProgrammeProfile } from '../../platform/database/programme-profile';
import { Transactions, type Tx } from '../../platform/database/transactions';
import {
  type Actor,
  HOUSEKEEPING_ACTOR,
  type Language,
  NOBODY,
  SETUP_ACTOR,
} from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';

export interface NewAdministrator {
  readonly email: string;
  readonly name: string;
  readonly language?: Language;
}

/** Settings of the programme that are asked for before there is an account. */
export interface NewProgramme {
  readonly name: ProgrammeNames;
  readonly language?: Language;
}

export interface SetupToken {
  /** A path of our own; printed once and kept nowhere. */
  readonly path: string;
  readonly expiresAt: Date;
}

/** An administrator and the path of the page on which they choose their password, once. */
export interface FirstAdministrator extends NewAdministrator {
  readonly path: string;
  readonly expiresAt: Date;
}

type TokenState = 'open' | 'used' | 'set_up' | 'ended' | 'expired' | 'unknown';

const HOURS_OPEN = 24;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The first two administrators of an installation. Whoever runs the server holds a token that is printed at the
 * start; both words that an account needs are then those of system users, as with `mawa user create`.
 */
@Injectable()
export class FirstSetup {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly roles: RoleGrants,
    private readonly links: PasswordLinks,
    private readonly profile: ProgrammeProfile,
  ) {}

  /** Null where there is an account: administrators make the others. */
  newToken(): Promise<SetupToken | null> {
    return this.transactions.run(SETUP_ACTOR, async (tx) => {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(tx.now.getTime() + HOURS_OPEN * 3_600_000);
      const [row] = await tx.query<{ made: boolean }>('SELECT new_setup_token($1, $2) AS made', [
        digestOf(token),
        expiresAt,
      ]);
      return row!.made ? { path: `/setup?token=${token}`, expiresAt } : null;
    });
  }

  /** Refuses a token that is not open. Looking does not use it up. */
  async look(token: string | undefined): Promise<void> {
    const digest = digestOf(wellFormed(token));
    const state = await this.transactions.run(NOBODY, async (tx) => {
      const [row] = await tx.query<{ state: TokenState }>('SELECT setup_token_state($1) AS state', [
        digest,
      ]);
      return row!.state;
    });
    if (state !== 'open') throw refused(state);
  }

  /** Uses the token, names the programme and makes both accounts, or nothing at all. */
  async make(
    token: string | undefined,
    people: readonly NewAdministrator[],
    programme: NewProgramme | null = null,
  ): Promise<FirstAdministrator[]> {
    const digest = digestOf(wellFormed(token));
    if (new Set(people.map(({ email }) => email.toLowerCase())).size < people.length) {
      throw new DomainError('invalid', 'setup.same_address', {}, 'administrators.1.email');
    }
    const made = await this.transactions.run(SETUP_ACTOR, async (tx) => {
      const [row] = await tx.query<{ state: TokenState }>('SELECT use_setup_token($1) AS state', [
        digest,
      ]);
      if (row!.state !== 'open') throw refused(row!.state);
      if (programme) await beginProgramme(tx, programme);
      const accounts: FirstAdministrator[] = [];
      for (const person of people) accounts.push(await this.makeOne(tx, person));
      await record(tx, { action: 'setup.first_administrators', kind: 'setup' });
      return accounts;
    });
    this.profile.forget();
    return made;
  }

  private async makeOne(tx: Tx, person: NewAdministrator): Promise<FirstAdministrator> {
    const { id } = await this.users.createIn(tx, person);
    const link = await this.links.requestIn(tx, id);
    const role = await this.roles.grantIn(tx, id, 'administrator');
    const { path, expiresAt } = await actingAs(tx, HOUSEKEEPING_ACTOR, async (second) => {
      await this.roles.confirmIn(second, role.id);
      return this.links.confirmIn(second, link.id);
    });
    return { ...person, path, expiresAt };
  }
}

async function beginProgramme(tx: Tx, { name, language }: NewProgramme): Promise<void> {
  const settings = { programme_name: name, ...(language && { programme_language: language }) };
  await tx.query('SELECT begin_programme($1)', [JSON.stringify(settings)]);
  const fields = Object.keys(settings);
  await record(tx, { action: 'setup.programme', kind: 'setup', fields });
}

/** The rest of the work in the same transaction as another system user. */
async function actingAs<T>(tx: Tx, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const become = (userId: string) =>
    tx.query(`SELECT set_config('mawa.actor', $1, true)`, [userId]);
  await become(actor.userId);
  const result = await work({ ...tx, actor });
  await become(tx.actor.userId);
  return result;
}

/** What no token looks like is digested as nothing. */
const wellFormed = (token: string | undefined): string =>
  token !== undefined && TOKEN.test(token) ? token : '';

function refused(state: Exclude<TokenState, 'open'>): DomainError {
  switch (state) {
    case 'used':
      return new DomainError('conflict', 'setup.token_used');
    case 'set_up':
      return new DomainError('conflict', 'setup.set_up_already');
    case 'ended':
      return new DomainError('conflict', 'setup.token_replaced');
    case 'expired':
      return new DomainError('conflict', 'setup.token_expired');
    case 'unknown':
      return new DomainError('not_found', 'setup.token_unknown');
  }
}

import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { once } from '../../src/database/once';
import { sqlState, Transactions, type Tx } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';

export const ORGANISATION_KINDS = ['agency', 'commission', 'partner', 'donor'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export interface NewOrganisation {
  readonly code: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  /** ISO 3166-1 alpha-2; Morocco where left out. */
  readonly country?: string;
}

export interface Organisation extends Required<NewOrganisation> {
  readonly id: string;
  readonly active: boolean;
}

@Injectable()
export class Organisations {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<Organisation[]> {
    return this.transactions.run(actor, (tx) => this.listIn(tx));
  }

  listIn(tx: Tx): Promise<Organisation[]> {
    return tx.query<Organisation>(
      `SELECT id, code, kind, name, country, active FROM organisations
        ORDER BY array_position($1::text[], kind), name, id`,
      [[...ORGANISATION_KINDS]],
    );
  }

  create(
    actor: Actor,
    organisation: NewOrganisation,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.run(
      actor,
      (tx) => once(tx, 'organisations.create', organisation, () => this.createIn(tx, organisation)),
      requestId,
    );
  }

  async createIn(tx: Tx, { code, kind, name, country }: NewOrganisation): Promise<{ id: string }> {
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO organisations (code, kind, name, country) VALUES ($1, $2, $3, $4) RETURNING id`,
        [code, kind, name.trim(), country ?? 'MA'],
      );
      await record(tx, { action: 'organisations.create', kind: 'organisation', ids: [row!.id] });
      return row!;
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'organisations.code_taken', { code }, 'code');
    }
  }
}

import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { GrantDefinition, ProposalKind } from './grant-definition.types';

export interface GrantVersionRow {
  readonly version: number;
  readonly kind: ProposalKind;
  readonly effectiveOn: CivilDate;
  readonly reference: string | null;
  /** Null where the system itself opened the grant. */
  readonly proposedBy: string | null;
  readonly inForceBy: string | null;
  readonly inForceAt: Date | null;
}

export interface GrantVersion extends GrantVersionRow {
  readonly grantId: string;
  readonly definition: GrantDefinition;
  /** The grant just before; null of the first version. */
  readonly before: GrantDefinition | null;
}

export interface GrantStatus {
  readonly closedOn: CivilDate | null;
  /** Until when what is owed is settled, once it is closed. */
  readonly settledUntil: CivilDate | null;
  readonly suspendedFrom: CivilDate | null;
}

export interface WholeGrant extends GrantStatus {
  readonly id: string;
  readonly code: string;
  readonly definition: GrantDefinition;
  readonly versions: readonly GrantVersionRow[];
  readonly waiting: readonly { readonly id: string; readonly kind: ProposalKind }[];
}

const VERSION = `
  SELECT v.version, coalesce(p.kind, 'open') AS kind, v.effective_on::text AS "effectiveOn", p.reference,
         localized_name(a.name, a.names) AS "proposedBy", localized_name(u.name, u.names) AS "inForceBy", v.in_force_at AS "inForceAt", v.definition, p.based_on AS before,
         v.grant_id AS "grantId"
    FROM grant_versions v LEFT JOIN users u ON u.id = v.in_force_by
    LEFT JOIN grant_proposals p ON p.id = v.proposal_id LEFT JOIN users a ON a.id = p.proposed_by`;

/** A grant in force, and how it was before each change. */
@Injectable()
export class GrantHistory {
  constructor(private readonly transactions: Transactions) {}

  one(actor: Actor, grantId: string): Promise<WholeGrant> {
    return this.transactions.run(actor, (tx) => oneIn(tx, grantId));
  }

  /** By its code, as people name it. */
  byCode(actor: Actor, code: string): Promise<WholeGrant> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ id: string }>('SELECT id FROM grants WHERE code = $1', [code]);
      if (!row) throw notFound();
      return oneIn(tx, row.id);
    });
  }

  /** By its number, as an address has it. */
  version(actor: Actor, grantId: string, version: string): Promise<GrantVersion> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<GrantVersion>(
        `${VERSION} WHERE v.grant_id = $1 AND v.version::text = $2`,
        [grantId, version],
      );
      if (!row) throw notFound();
      await record(tx, { action: 'budget.read_grant_version', kind: 'grant', ids: [grantId] });
      return row;
    });
  }
}

async function oneIn(tx: Tx, grantId: string): Promise<WholeGrant> {
  const [grant] = await tx.query<Omit<WholeGrant, 'versions' | 'waiting'>>(
    `SELECT g.id, g.code, grant_definition(g.id) AS definition, g.closed_on::text AS "closedOn",
            (g.closed_on + mawa_setting('grant_liquidation_days')::text::int)::text AS "settledUntil",
            (SELECT s.from_day::text FROM grant_suspensions s WHERE s.grant_id = g.id AND s.resumed_on IS NULL) AS "suspendedFrom"
       FROM grants g WHERE g.id = $1`,
    [grantId],
  );
  if (!grant) throw notFound();
  const versions = await tx.query<GrantVersion>(
    `${VERSION} WHERE v.grant_id = $1 ORDER BY v.version DESC`,
    [grantId],
  );
  const waiting = await tx.query<WholeGrant['waiting'][number]>(
    `SELECT id, kind FROM grant_proposals p WHERE grant_id = $1
        AND NOT EXISTS (SELECT 1 FROM grant_decisions d WHERE d.proposal_id = p.id) ORDER BY number`,
    [grantId],
  );
  await record(tx, { action: 'budget.read_grant', kind: 'grant', ids: [grantId] });
  return {
    ...grant,
    versions: versions.map(({ definition: _, before: __, grantId: ___, ...row }) => row),
    waiting,
  };
}

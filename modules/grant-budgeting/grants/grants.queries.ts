import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type {
  GrantDefinition,
  LocalisedName,
  OpeningRow,
  ProposalKind,
} from './grant-definition.types';
import { namedReports } from './check-definition.queries';
import type { GrantDecision, GrantRefusal } from './grant-proposals.service';

export interface GrantRow {
  readonly id: string;
  readonly code: string;
  readonly title: LocalisedName;
  readonly donor: string;
  readonly currency: string;
  readonly amount: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly closedOn: CivilDate | null;
  readonly suspendedFrom: CivilDate | null;
}

export interface GrantProposalRow {
  readonly id: string;
  readonly number: number;
  readonly code: string;
  readonly kind: ProposalKind;
  readonly state: 'proposed' | GrantDecision;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly mine: boolean;
}

export interface GrantProposal extends GrantProposalRow {
  /** Of a new grant and of an amendment. */
  readonly definition: GrantDefinition | null;
  /** Of a change: the grant when it was proposed, from which day it holds, and what it stands on. */
  readonly before: GrantDefinition | null;
  /** Balances that are brought in, or taken back. */
  readonly opening: readonly OpeningRow[] | null;
  readonly effectiveOn: CivilDate | null;
  readonly reference: string | null;
  readonly refusal: GrantRefusal | null;
  /** The grant that it changes, or that it opened. */
  readonly grantId: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

const PROPOSAL = `
  SELECT p.id, p.number::int AS number, p.code, p.kind, p.definition, coalesce(p.opening, o.opening) AS opening, p.based_on AS before, p.effective_on::text AS "effectiveOn",
         p.reference, coalesce(d.decision, 'proposed') AS state, d.reason AS refusal, coalesce(p.grant_id, d.grant_id) AS "grantId", localized_name(u.name, u.names) AS "proposedBy", p.proposed_at AS "proposedAt", localized_name(w.name, w.names) AS "decidedBy",
         d.decided_at AS "decidedAt", p.proposed_by = $1 AS mine
    FROM grant_proposals p JOIN users u ON u.id = p.proposed_by
    LEFT JOIN grant_decisions d ON d.proposal_id = p.id LEFT JOIN users w ON w.id = d.decided_by
    LEFT JOIN grant_proposals o ON o.id = p.takes_back`;

/** Grants in force, and what was proposed to become one. */
@Injectable()
export class Grants {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<{ grants: GrantRow[]; proposals: GrantProposalRow[] }> {
    return this.transactions.run(actor, async (tx) => ({
      grants: await tx.query<GrantRow>(
        `SELECT g.id, g.code, g.title, localized_name(o.name, o.names) AS donor, g.currency, g.amount,
                g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn", g.closed_on::text AS "closedOn",
                (SELECT s.from_day::text FROM grant_suspensions s WHERE s.grant_id = g.id AND s.resumed_on IS NULL) AS "suspendedFrom"
           FROM grants g JOIN organisations o ON o.id = g.donor_id ORDER BY g.starts_on, g.code`,
      ),
      proposals: await tx.query<GrantProposalRow>(
        `SELECT p.id, p.number::int AS number, p.code, p.kind, coalesce(d.decision, 'proposed') AS state, localized_name(u.name, u.names) AS "proposedBy",
                p.proposed_at AS "proposedAt", p.proposed_by = $1 AS mine
           FROM grant_proposals p JOIN users u ON u.id = p.proposed_by LEFT JOIN grant_decisions d ON d.proposal_id = p.id
          ORDER BY p.number DESC LIMIT 200`,
        [tx.actor.userId],
      ),
    }));
  }

  choices(actor: Actor): Promise<GrantChoices> {
    return this.transactions.run(actor, grantChoices);
  }

  proposal(actor: Actor, id: string): Promise<GrantProposal> {
    return this.transactions.run(actor, async (tx) => {
      const [proposal] = await tx.query<GrantProposal>(`${PROPOSAL} WHERE p.id = $2`, [
        tx.actor.userId,
        id,
      ]);
      if (!proposal) throw notFound();
      await record(tx, { action: 'budget.read_grant_proposal', kind: 'grant_proposal', ids: [id] });
      return proposal;
    });
  }
}

export interface CodeChoice {
  readonly value: string;
  readonly label: string;
}

interface NamedCode {
  readonly code: string;
  readonly name: LocalisedName;
}

export interface GrantChoices {
  readonly donors: CodeChoice[];
  readonly agencies: CodeChoice[];
  readonly partners: CodeChoice[];
  readonly objectClasses: NamedCode[];
  readonly unsdg: NamedCode[];
  readonly reports: NamedCode[];
}

/** What a definition may name: organisations by their codes, object classes, categories. */
export async function grantChoices(tx: Tx): Promise<GrantChoices> {
  const rows = await tx.query<{ code: string; name: string; kind: string }>(
    'SELECT code, localized_name(name, names) AS name, kind FROM organisations WHERE active ORDER BY code',
  );
  const choices = (of: (kind: string) => boolean): CodeChoice[] =>
    rows
      .filter(({ kind }) => of(kind))
      .map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }));
  return {
    donors: choices((kind) => kind === 'donor'),
    agencies: choices((kind) => kind === 'agency'),
    partners: choices((kind) => kind !== 'donor'),
    objectClasses: await tx.query<NamedCode>(
      `SELECT code, name FROM object_classes WHERE code BETWEEN 'a' AND 'h' ORDER BY code`,
    ),
    unsdg: await tx.query<NamedCode>(
      'SELECT code::text AS code, name FROM unsdg_categories WHERE code <= 7 ORDER BY code',
    ),
    reports: (await namedReports(tx)).map(({ kind, title }) => ({ code: kind, name: title })),
  };
}

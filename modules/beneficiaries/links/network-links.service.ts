import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import { filesOf } from '../person-files.queries';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { mustAnswerFor } from '../access/gate.errors';
import { People } from '../people.service';
import type { EndReason } from './link.rules';
import { Networks } from './networks.service';

/** Exploited by it, or on its side; from the last three somebody can be kept apart. */
export const NETWORK_ROLES = ['exploited', 'recruiter', 'member', 'linked'] as const;
export type NetworkRole = (typeof NETWORK_ROLES)[number];

export interface NetworkLinkInput {
  readonly networkId?: string | null;
  /** Name of a network that has none yet. */
  readonly name?: string | null;
  readonly side: NetworkRole;
}

interface NetworkLinkRow {
  readonly id: string;
  readonly networkId: string;
  readonly network: string;
  readonly at: Date;
  readonly by: string;
}
export interface NetworksOfPerson {
  readonly said: readonly (NetworkLinkRow & { readonly side: NetworkRole })[];
  readonly apart: readonly (NetworkLinkRow & { readonly victimsToo: boolean })[];
}

/**
 * Links of a person to trafficking networks, and networks they are kept apart from; for readers of the part `story`.
 */
@Injectable()
export class NetworkLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly networks: Networks,
  ) {}

  /** Present links to networks that the actor may read, with decrypted names; audited. */
  async of(tx: Tx, caseId: string): Promise<NetworksOfPerson> {
    const files = await filesOf(tx, caseId);
    const said = await tx.query<Omit<NetworksOfPerson['said'][number], 'network'>>(
      `SELECT n.id, n.network_id AS "networkId", n.side, n.said_at AS at, localized_name(u.name, u.names) AS by
         FROM case_networks n JOIN users u ON u.id = n.said_by
        WHERE n.case_id = ANY ($1) AND n.ended_at IS NULL ORDER BY n.said_at, n.id`,
      [files],
    );
    const apart = await tx.query<Omit<NetworksOfPerson['apart'][number], 'network'>>(
      `SELECT a.id, a.network_id AS "networkId", a.victims_too AS "victimsToo", a.decided_at AS at, localized_name(u.name, u.names) AS by
         FROM network_apart a JOIN users u ON u.id = a.decided_by
        WHERE a.case_id = ANY ($1) AND a.ended_at IS NULL ORDER BY a.decided_at, a.id`,
      [files],
    );
    if (said.length + apart.length === 0) return { said: [], apart: [] };
    const names = new Map((await this.networks.listIn(tx)).map(({ id, name }) => [id, name]));
    const named = <T extends { networkId: string }>(row: T) => ({
      ...row,
      network: names.get(row.networkId) ?? '',
    });
    return { said: said.map(named), apart: apart.map(named) };
  }

  addLink(
    actor: Actor,
    caseId: string,
    said: NetworkLinkInput,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'networks.say', body: { caseId, ...said }, requestId },
      async (tx) => {
        await mustAnswerFor(tx, this.people, caseId);
        const network = said.networkId ?? (await this.newOne(tx, said.name));
        return this.decide(tx, caseId, network, 'networks.say', () =>
          tx.query<{ id: string }>(
            `INSERT INTO case_networks (case_id, network_id, side, said_by) VALUES ($1, $2, $3, $4) RETURNING id`,
            [caseId, network, said.side, actor.userId],
          ),
        );
      },
    );
  }

  keepApart(
    actor: Actor,
    caseId: string,
    { networkId, victimsToo = false }: { networkId: string; victimsToo?: boolean },
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await mustAnswerFor(tx, this.people, caseId);
      return this.decide(tx, caseId, networkId, 'networks.keep_apart', () =>
        tx.query<{ id: string }>(
          `INSERT INTO network_apart (case_id, network_id, victims_too, decided_by) VALUES ($1, $2, $3, $4) RETURNING id`,
          [caseId, networkId, victimsToo, actor.userId],
        ),
      );
    });
  }

  endLink(actor: Actor, caseId: string, id: string, reason: EndReason): Promise<void> {
    return this.end(actor, 'case_networks', caseId, id, reason, 'networks.end_said');
  }

  endApart(actor: Actor, caseId: string, id: string, reason: EndReason): Promise<void> {
    return this.end(actor, 'network_apart', caseId, id, reason, 'networks.end_apart');
  }

  private async newOne(tx: Tx, name: string | null | undefined): Promise<string> {
    if (!name?.trim()) throw new DomainError('invalid', 'links.which_network', {}, 'networkId');
    return (await this.networks.openIn(tx, { name })).id;
  }

  /**
   * Decides on keeping apart, serialised with placements that it could concern; present residents get a task to check.
   */
  private async decide(
    tx: Tx,
    caseId: string,
    networkId: string,
    action: string,
    insert: () => Promise<{ id: string }[]>,
  ): Promise<{ id: string }> {
    const [network] = await tx.query('SELECT 1 FROM networks WHERE id = $1', [networkId]);
    if (!network) throw new DomainError('invalid', 'common.not_choice', {}, 'networkId');
    await tx.query('SELECT placing_locks($1, $2, $3)', [[], [caseId], [networkId]]);
    try {
      const [row] = await insert();
      await tx.query('SELECT open_separation_tasks($1)', [[caseId]]);
      await record(tx, { action, kind: 'case', ids: [caseId, networkId, row!.id] });
      return row!;
    } catch (error) {
      if (!['case_networks_once', 'network_apart_once'].includes(constraintOf(error) ?? '')) {
        throw error;
      }
      throw new DomainError('conflict', 'links.already', {}, 'networkId');
    }
  }

  private end(
    actor: Actor,
    table: 'case_networks' | 'network_apart',
    caseId: string,
    id: string,
    reason: EndReason,
    action: string,
  ): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      const [row] = await tx.query<{ networkId: string; ended: boolean }>(
        `SELECT network_id AS "networkId", ended_at IS NOT NULL AS ended FROM ${table} WHERE id = $1 AND case_id = ANY ($2)`,
        [id, await filesOf(tx, caseId)],
      );
      if (!row) throw notFound();
      await mustAnswerFor(tx, this.people, caseId);
      if (row.ended) throw new DomainError('conflict', 'links.ended');
      await tx.query(
        `UPDATE ${table} SET ended_at = mawa_now(), ended_by = mawa_actor(), end_reason = $2
          WHERE id = $1 AND ended_at IS NULL`,
        [id, reason],
      );
      await record(tx, { action, kind: 'case', ids: [caseId, row.networkId, id] });
    });
  }
}

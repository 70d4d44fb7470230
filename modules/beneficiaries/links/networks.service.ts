import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { type Colleague, colleaguesOf } from '../case-access.service';

export interface NetworkText {
  readonly name: string;
  readonly description?: string | null;
}
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly revision: number;
}
interface Row {
  readonly id: string;
  readonly revision: number;
  readonly sealed: Buffer | null;
}

const place = (id: string) => ({ table: 'networks', column: 'sealed', row: id });

/** Networks that exploit people: named among few, never in clear. */
@Injectable()
export class Networks {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  /** Those that the actor reads, by name. Recorded. */
  list(actor: Actor): Promise<Network[]> {
    return this.transactions.run(actor, (tx) => this.listIn(tx));
  }

  async listIn(tx: Tx): Promise<Network[]> {
    const rows = await tx.query<Row>(
      'SELECT id, revision, sealed FROM networks ORDER BY made_at, id LIMIT 500',
    );
    const networks: Network[] = [];
    for (const row of rows) networks.push(await this.opened(tx, row));
    if (rows.length > 0) {
      const ids = rows.map(({ id }) => id);
      await record(tx, { action: 'networks.read', kind: 'network', ids, fields: ['name'] });
    }
    return networks.sort((a, b) => a.name.localeCompare(b.name, tx.actor.language));
  }

  open(actor: Actor, text: NetworkText, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'networks.open', body: text, requestId },
      (tx) => this.openIn(tx, text),
    );
  }

  async openIn(tx: Tx, text: NetworkText): Promise<{ id: string }> {
    const id = randomUUID();
    await tx.query('SELECT open_network($1)', [id]);
    await this.write(tx, id, 1, text);
    await record(tx, { action: 'networks.open', kind: 'network', ids: [id] });
    return { id };
  }

  /** Details of a network, its readers, and its people whom the actor may see. Audited. */
  show(actor: Actor, id: string) {
    return this.transactions.run(actor, async (tx) => {
      const network = await this.opened(tx, await rowOf(tx, id));
      await record(tx, {
        action: 'networks.read',
        kind: 'network',
        ids: [id],
        fields: ['name', 'description'],
      });
      return { ...network, readers: await readersOf(tx, id), people: await peopleOf(tx, id) };
    });
  }

  /** Those who can be named. */
  colleagues(actor: Actor): Promise<Colleague[]> {
    return this.transactions.run(actor, async (tx) =>
      (await colleaguesOf(tx)).filter(({ id }) => id !== actor.userId),
    );
  }

  correct(
    actor: Actor,
    id: string,
    { revision, ...text }: NetworkText & { revision: number },
  ): Promise<{ revision: number }> {
    return this.transactions.run(actor, async (tx) => {
      const row = await rowOf(tx, id, true);
      if (row.revision !== revision) throw new DomainError('conflict', 'links.network_changed');
      await this.write(tx, id, revision + 1, text);
      await record(tx, { action: 'networks.write', kind: 'network', ids: [id] });
      return { revision: revision + 1 };
    });
  }

  /** One more who reads it: a colleague who opens cases. */
  name(actor: Actor, id: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await rowOf(tx, id);
      const [colleague] = await colleaguesOf(tx, userId);
      if (!colleague) throw new DomainError('invalid', 'people.cannot_be_assigned', {}, 'userId');
      await mustKeep(tx, id);
      try {
        await tx.query(
          'INSERT INTO network_readers (network_id, user_id, named_by) VALUES ($1, $2, $3)',
          [id, userId, actor.userId],
        );
      } catch (error) {
        if (constraintOf(error) !== 'network_readers_once') throw error;
        throw new DomainError('conflict', 'links.reads_already', {}, 'userId');
      }
      await record(tx, { action: 'networks.name', kind: 'network', ids: [id, userId] });
    });
  }

  unname(actor: Actor, id: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await rowOf(tx, id);
      await mustKeep(tx, id);
      try {
        const [row] = await tx.query<{ n: number }>('SELECT end_network_reader($1, $2) AS n', [
          id,
          userId,
        ]);
        if (row!.n === 0) throw notFound();
      } catch (error) {
        if (constraintOf(error) !== 'networks_keep_a_reader') throw error;
        throw new DomainError('conflict', 'links.last_reader');
      }
      await record(tx, { action: 'networks.unname', kind: 'network', ids: [id, userId] });
    });
  }

  private async write(tx: Tx, id: string, revision: number, text: NetworkText): Promise<void> {
    const { name, description } = text;
    const words = JSON.stringify({ name: name.trim(), description: description?.trim() || null });
    const sealed = seal(await this.keys.recordKey(tx, 'network', id), place(id), words);
    await tx.query('UPDATE networks SET sealed = $2, revision = $3 WHERE id = $1', [
      id,
      sealed,
      revision,
    ]);
  }

  private async opened(tx: Tx, { id, revision, sealed }: Row): Promise<Network> {
    const key = await this.keys.recordKey(tx, 'network', id);
    const words = open(key, place(id), sealed!).toString();
    return { id, revision, ...(JSON.parse(words) as { name: string; description: string | null }) };
  }
}

/** Refuses accounts with temporary access, which may not give access to others. */
async function mustKeep(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.query<{ keeps: boolean }>('SELECT mawa_keeps_network($1) AS keeps', [id]);
  if (!row!.keeps) throw new DomainError('forbidden', 'links.keeps_not');
}

async function rowOf(tx: Tx, id: string, lock = false): Promise<Row> {
  const [row] = await tx.query<Row>(
    `SELECT id, revision, sealed FROM networks WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  if (!row) throw notFound();
  return row;
}

const readersOf = (tx: Tx, id: string) =>
  tx.query<{ userId: string; name: string; by: string; at: Date }>(
    `SELECT r.user_id AS "userId", localized_name(u.name, u.names) AS name, localized_name(b.name, b.names) AS by, r.named_at AS at
       FROM network_readers r JOIN users u ON u.id = r.user_id JOIN users b ON b.id = r.named_by
      WHERE r.network_id = $1 AND r.ended_at IS NULL ORDER BY localized_name(u.name, u.names), u.id`,
    [id],
  );

const peopleOf = (tx: Tx, id: string) =>
  tx.query<{ caseId: string; caseNumber: string; side: string }>(
    `SELECT DISTINCT c.id AS "caseId", c.case_number AS "caseNumber", n.side
       FROM case_networks n JOIN cases c ON c.id = mawa_person(n.case_id)
      WHERE n.network_id = $1 AND n.ended_at IS NULL ORDER BY n.side, c.case_number`,
    [id],
  );

import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { type Columns, type SavedColumns } from '../columns.rules';
import { fold } from '../words/fold.rules';

export interface SavedMapping {
  readonly id: string;
  readonly list: string;
  readonly name: string;
  readonly columns: SavedColumns;
  readonly madeAt: Date;
}

const MOST = 50;
const place = (id: string) => ({ table: 'import_mappings', column: 'sealed', row: id });

/** Mappings that an organisation keeps, one a sender: name and headings sealed under its key. */
@Injectable()
export class SavedMappings {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  list(actor: Actor, list?: string): Promise<SavedMapping[]> {
    return this.transactions.run(actor, (tx) => this.listIn(tx, list));
  }

  async listIn(tx: Tx, list?: string): Promise<SavedMapping[]> {
    const rows = await tx.query<{ id: string; list: string; sealed: Buffer; madeAt: Date }>(
      `SELECT id, list, sealed, made_at AS "madeAt" FROM import_mappings
        WHERE $1::text IS NULL OR list = $1 ORDER BY made_at DESC, id`,
      [list ?? null],
    );
    if (rows.length === 0) return [];
    const key = await this.keys.recordKey(tx, 'import_mappings', ownerOf(tx.actor));
    return rows.map(({ sealed, ...row }) => ({
      ...row,
      ...(JSON.parse(open(key, place(row.id), sealed).toString()) as Pick<
        SavedMapping,
        'name' | 'columns'
      >),
    }));
  }

  /** Under a name that is there already it takes the place of what was. */
  async keepIn(
    tx: Tx,
    list: string,
    name: string,
    headings: readonly string[],
    columns: Columns,
  ): Promise<void> {
    tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 8))', [ownerOf(tx.actor)]);
    const kept = await this.listIn(tx, list);
    const before = kept.find((one) => fold(one.name) === fold(name));
    if (before) await tx.query('DELETE FROM import_mappings WHERE id = $1', [before.id]);
    else if (kept.length >= MOST)
      throw new DomainError('conflict', 'imports.too_many_mappings', { max: MOST }, 'saveAs');
    const id = randomUUID();
    const key = await this.keys.recordKey(tx, 'import_mappings', ownerOf(tx.actor));
    const known: Record<string, string> = {};
    headings.forEach((heading, at) => {
      if (fold(heading) !== '' && columns[at] !== null) known[fold(heading)] = columns[at]!;
    });
    const sealed = seal(key, place(id), JSON.stringify({ name, columns: known }));
    await tx.query(
      'INSERT INTO import_mappings (id, owner_id, list, sealed) VALUES ($1, $2, $3, $4)',
      [id, ownerOf(tx.actor), list, sealed],
    );
    await record(tx, { action: 'imports.keep_mapping', kind: 'import_mapping', ids: [id] });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const gone = await tx.query('DELETE FROM import_mappings WHERE id = $1 RETURNING 1 AS gone', [
        id,
      ]);
      if (gone.length === 0) throw notFound();
      await record(tx, { action: 'imports.remove_mapping', kind: 'import_mapping', ids: [id] });
    });
  }
}

const ownerOf = ({ organisationId, userId }: Actor): string => organisationId ?? userId;

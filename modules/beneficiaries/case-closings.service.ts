import { Injectable } from '@nestjs/common';
import { may, type Permission } from '../access';
import type { Tx } from '../platform/database/transactions';

export interface ClosingSubject {
  readonly caseId: string;
  readonly caseNumber: string;
}

/** One kind of what is open about a person when their case is closed. */
export interface ClosingKind {
  /** Its words are `stages:closing.kind.<key>`. */
  readonly key: string;
  /** `ends`: ended by closing the case; `goes_on`: continues and should be settled first. */
  readonly does: 'ends' | 'goes_on';
  readonly order: number;
  /** Permission of the linked page. */
  readonly permission: Permission;
  /** Selects the ids of what is open of the case $1; where closing ends it, by the function that its trigger reads. */
  readonly ids: string;
  /** Path of the page; `first`: id of one of the records. */
  readonly path: (subject: ClosingSubject & { readonly first: string }) => string;
}

export interface OpenKind extends Pick<ClosingKind, 'key' | 'does'> {
  readonly count: number;
  readonly path: string;
}

/** Port: modules report which of their records end with a case and which continue. Shown before a case is closed. */
@Injectable()
export class CaseClosings {
  private readonly kinds: ClosingKind[] = [];

  add(kind: ClosingKind): void {
    this.kinds.push(kind);
    this.kinds.sort((a, b) => a.order - b.order);
  }

  /** Open records that the actor may see, by kind, in one statement. */
  async of(tx: Tx, subject: ClosingSubject): Promise<OpenKind[]> {
    const kinds = this.kinds.filter(({ permission }) => may(tx.actor, permission));
    if (kinds.length === 0) return [];
    const rows = await tx.query<{ key: string; count: number; first: string }>(
      kinds
        .map(
          ({ key, ids }) =>
            `SELECT '${key}' AS key, count(*)::int AS count, min(id::text) AS first FROM (${ids}) open (id) HAVING count(*) > 0`,
        )
        .join(' UNION ALL '),
      [subject.caseId],
    );
    const found = new Map(rows.map((row) => [row.key, row]));
    return kinds.flatMap(({ key, does, path }) => {
      const row = found.get(key);
      return row
        ? [{ key, does, count: row.count, path: path({ ...subject, first: row.first }) }]
        : [];
    });
  }
}

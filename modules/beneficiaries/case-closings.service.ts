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
  /** It ends by itself when the case is closed, or goes on and is to be settled before. */
  readonly does: 'ends' | 'goes_on';
  readonly order: number;
  /** Of the page on which it stands. */
  readonly permission: Permission;
  /** Selects the ids of what is open of the case $1; where closing ends it, by the function that its trigger reads. */
  readonly ids: string;
  /** Where it stands; `first` is one of the ids. */
  readonly path: (subject: ClosingSubject & { readonly first: string }) => string;
}

export interface OpenKind extends Pick<ClosingKind, 'key' | 'does'> {
  readonly count: number;
  readonly path: string;
}

/** A port: modules say what of theirs ends with a case, and what goes on after it. Read before a case is closed. */
@Injectable()
export class CaseClosings {
  private readonly kinds: ClosingKind[] = [];

  add(kind: ClosingKind): void {
    this.kinds.push(kind);
    this.kinds.sort((a, b) => a.order - b.order);
  }

  /** What is open now, as far as the actor may see it: one query of each kind, in one statement. */
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

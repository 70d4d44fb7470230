import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { ProjectState } from './project-states.rules';
import { translateProjectErrors } from './project.errors';
import { sealedColumn } from '../platform/shared/seal';
import { type InsertedRow, insertRow } from '../platform/database/insert-row';

export interface ProjectHead {
  readonly id: string;
  readonly kind: 'own' | 'cooperative' | 'community';
  readonly state: ProjectState;
}

/** Who may read and write a project, and how its rows are written: each text under a key of the project. */
@Injectable()
export class ProjectRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  /** "Not found" for an actor who reads none of its people, sits on no committee of it and pays nothing of it. */
  async mustRead(tx: Tx, id: string): Promise<ProjectHead> {
    const [head] = await tx.query<ProjectHead>(
      'SELECT id, kind, state FROM projects WHERE id = $1',
      [id],
    );
    if (!head) throw notFound();
    return head;
  }

  /** By who accompanies somebody who is in it now. */
  async mustWrite(tx: Tx, id: string): Promise<ProjectHead> {
    const head = await this.mustRead(tx, id);
    if (!(await this.writes(tx, id))) {
      throw new DomainError('forbidden', 'people.not_yours_to_change');
    }
    return head;
  }

  async writes(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.query<{ writes: boolean }>(
      `SELECT $1 = ANY (projects_written()) AND EXISTS (SELECT 1 FROM project_people pp
         WHERE pp.project_id = $1 AND pp.left_on IS NULL AND mawa_holds_fully(pp.case_id)) AS writes`,
      [id],
    );
    return row!.writes;
  }

  /** A row with its texts sealed, each at its own place. */
  async insert(
    tx: Tx,
    table: string,
    projectId: string,
    row: InsertedRow,
    texts: Readonly<Record<string, string | null | undefined>> = {},
    id: string = randomUUID(),
  ): Promise<string> {
    const sealed = await this.seal(tx, table, projectId, id, texts);
    const own = table === 'projects' ? {} : { project_id: projectId };
    const all = { id, ...own, ...row, ...sealed };
    await translateProjectErrors(insertRow(tx, table, all));
    return id;
  }

  private async seal(
    tx: Tx,
    table: string,
    projectId: string,
    id: string,
    texts: Readonly<Record<string, string | null | undefined>>,
  ): Promise<Record<string, Buffer>> {
    const said = Object.entries(texts).flatMap(([column, text]) =>
      text?.trim() ? [[column, text.trim()] as const] : [],
    );
    if (said.length === 0) return {};
    const key = await this.keys.recordKey(tx, 'project', projectId);
    return Object.fromEntries(
      said.map(([column, text]) => [column, seal(key, sealedColumn(table, column)(id), text)]),
    );
  }

  /** Opens what JSON brought as `\x…`; without asking for a key where there is no text. */
  async opener(tx: Tx, projectId: string, rows: readonly object[]) {
    const any = rows.some((row) =>
      Object.values(row).some((value) => typeof value === 'string' && value.startsWith('\\x')),
    );
    const key = any ? await this.keys.recordKey(tx, 'project', projectId) : null;
    return (table: string, column: string, id: string, sealed: string | null): string | null =>
      key && sealed
        ? open(key, sealedColumn(table, column)(id), Buffer.from(sealed.slice(2), 'hex')).toString()
        : null;
  }

  /** Checks deferred constraints now, while the violation can still be answered with a sentence. */
  settle(tx: Tx, ...constraints: string[]): Promise<unknown> {
    return translateProjectErrors(tx.query(`SET CONSTRAINTS ${constraints.join(', ')} IMMEDIATE`));
  }

  record(tx: Tx, action: string, ids: readonly string[], fields: string[] = []): Promise<void> {
    return record(tx, { action, kind: 'project', ids: [...ids], fields });
  }

  once<T extends object>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.transactions.once(actor, { useCase, body, requestId }, work);
  }

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.run(actor, work);
  }
}

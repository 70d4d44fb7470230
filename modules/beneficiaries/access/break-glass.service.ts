import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../../audit';
import { Keys, open, seal } from '../../access';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { parseCaseNumber } from '../case-number.rules';
import { CaseSeals } from '../case-seals.service';

export const CAUSES = ['life', 'medical', 'missing', 'child', 'court', 'other'] as const;
export type Cause = (typeof CAUSES)[number];
export const VERDICTS = ['justified', 'not_justified'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface EmergencyAccessInput {
  readonly caseNumber: string;
  readonly cause: Cause;
  readonly note: string;
}
export interface EmergencyAccess {
  readonly id: string;
  readonly caseNumber: string;
  readonly by: string;
  readonly cause: Cause;
  readonly at: Date;
  readonly until: Date;
  readonly restricted: boolean;
}

interface BreakGlassResult {
  readonly answer: 'opened' | 'open' | 'none' | 'too_many';
  readonly caseId: string | null;
  readonly until: string | null;
}

const place = (column: 'note' | 'review_note', id: string) => ({
  table: 'break_glass',
  column,
  row: id,
});

/** In an emergency a user opens a case by its number for some hours; a supervisor is notified and reviews it. */
@Injectable()
export class BreakGlass {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
  ) {}

  /**
   * Opens a case by break-glass. Every obstacle (no such case, or not permitted) gives the same error, after the
   * commit: the attempt is stored and counts towards the daily limit.
   */
  async break(
    actor: Actor,
    { caseNumber, cause, note }: EmergencyAccessInput,
    requestId: string | null = null,
  ): Promise<{ caseId: string; until: string | null; already: boolean }> {
    const number = parseCaseNumber(caseNumber);
    if (number === null) throw nothingToOpen();
    const body = { number, cause, note: this.keys.bodyDigest(note) };
    const result = await this.transactions.once(
      actor,
      { useCase: 'people.break_glass', body, requestId },
      (tx) => this.breakIn(tx, number, cause, note),
    );
    if (result.answer === 'too_many') {
      throw new DomainError('too_many', 'case-access.glass_too_many', {}, 'caseNumber');
    }
    if (result.caseId === null) throw nothingToOpen();
    return { caseId: result.caseId, until: result.until, already: result.answer === 'open' };
  }

  /** Break-glass accesses that wait for the actor's review. */
  waiting(actor: Actor): Promise<EmergencyAccess[]> {
    return this.transactions.run(actor, async (tx) => {
      const waiting = await tx.query<EmergencyAccess>(
        `SELECT id, case_number AS "caseNumber", by_name AS by, cause, at, until_at AS until, restricted
           FROM break_glass_to_review()`,
      );
      const ids = waiting.map(({ id }) => id);
      await recordReading(tx, 'people.list_break_glass', ids, 'break_glass');
      return waiting;
    });
  }

  /** One of them with its note; the gate writes the audit row. */
  show(
    actor: Actor,
    id: string,
  ): Promise<EmergencyAccess & { note: string | null; reviewed: boolean }> {
    return this.transactions.run(actor, async (tx) => {
      const { glass } = await this.glassOf(tx, id);
      return glass;
    });
  }

  review(actor: Actor, id: string, verdict: Verdict, note: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { caseId, key } = await this.glassOf(tx, id);
      const sealed = key ? seal(key, place('review_note', id), note) : null;
      const [row] = await tx.query<{ n: number }>(
        'SELECT close_break_glass_review($1, $2, $3) AS n',
        [id, verdict, sealed],
      );
      if (row?.n !== 1) throw new DomainError('conflict', 'case-access.reviewed_already');
      await record(tx, {
        action: 'people.review_break_glass',
        kind: 'case',
        ids: [caseId, id],
        fields: [verdict],
      });
    });
  }

  private async breakIn(
    tx: Tx,
    number: string,
    cause: Cause,
    note: string,
  ): Promise<BreakGlassResult> {
    const id = randomUUID();
    const [row] = await tx.query<Omit<BreakGlassResult, 'until'> & { until: Date | null }>(
      `SELECT answer, case_id AS "caseId", until_at AS until FROM break_glass($1, $2, $3)`,
      [id, number, cause],
    );
    const { answer, caseId, until } = row!;
    if (answer === 'opened' && caseId !== null) {
      const sealed = await this.seals.sealText(tx, caseId, place('note', id), note);
      await tx.query('SELECT note_break_glass($1, $2)', [id, sealed]);
      await record(tx, {
        action: 'people.break_glass',
        kind: 'case',
        ids: [caseId, id],
        fields: [cause],
      });
    }
    return { answer, caseId, until: until?.toISOString() ?? null };
  }

  private async glassOf(tx: Tx, id: string) {
    const [row] = await tx.query<
      Omit<EmergencyAccess, 'id'> & {
        caseId: string;
        sealed: Buffer | null;
        wrapped: Buffer | null;
        reviewed: boolean;
      }
    >(
      `SELECT case_id AS "caseId", case_number AS "caseNumber", by_name AS by, cause, at, until_at AS until,
              restricted, note AS sealed, wrapped, reviewed FROM break_glass_for_review($1)`,
      [id],
    );
    if (!row) throw notFound();
    const { sealed, wrapped, caseId, ...glass } = row;
    // The key opens this one note and goes no further.
    const key = wrapped && this.keys.unwrap('case', caseId, wrapped);
    const note = key && sealed ? open(key, place('note', id), sealed).toString() : null;
    return { caseId, key, glass: { ...glass, id, note } };
  }
}

const nothingToOpen = (): DomainError =>
  new DomainError('invalid', 'case-access.glass_nothing', {}, 'caseNumber');

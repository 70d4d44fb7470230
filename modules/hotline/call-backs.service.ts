import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import { instantOf } from '../platform/database/typed-instant';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { nextStepAfterAttempt, type AttemptOutcome, type CallBackClosure } from './call-back.rules';
import { CallerIndex } from './caller-index.service';
import { HotlineSeals, type SafeCallBack } from './hotline-seals.service';
import type { AttemptDto, CallBackDto } from './dto/call-back.dto';
import { lockOwnCall } from './take-calls.service';

export interface CallBackRow {
  readonly id: string;
  readonly callId: string | null;
  readonly dueAt: Date;
  readonly isDue: boolean;
  /** Since its time; zero before. */
  readonly lateMinutes: number;
  readonly language: string | null;
  readonly openedAt: Date;
  readonly openedBy: string;
  readonly closedAt: Date | null;
  readonly closedWhy: CallBackClosure | null;
  readonly attempts: readonly {
    readonly at: string;
    readonly by: string;
    readonly outcome: AttemptOutcome;
  }[];
}

const SELECT = `
  SELECT b.id, b.call_id AS "callId", b.due_at AS "dueAt", b.due_at <= mawa_now() AS "isDue",
         greatest(0, floor(extract(epoch FROM mawa_now() - b.due_at) / 60))::int AS "lateMinutes", b.language, b.opened_at AS "openedAt",
         localized_name(u.name, u.names) AS "openedBy", b.closed_at AS "closedAt", b.closed_why AS "closedWhy",
         coalesce((SELECT jsonb_agg(jsonb_build_object('at', a.at, 'by', localized_name(w.name, w.names), 'outcome', a.outcome) ORDER BY a.at, a.id)
            FROM call_back_attempts a JOIN users w ON w.id = a.by WHERE a.call_back_id = b.id), '[]') AS attempts
    FROM call_backs b JOIN users u ON u.id = b.opened_by`;

/** Promised call-backs, made by any operator of the line. The number is shown on request only, and audited. */
@Injectable()
export class CallBacks {
  constructor(
    private readonly transactions: Transactions,
    private readonly callers: CallerIndex,
    private readonly words: HotlineSeals,
  ) {}

  open(
    actor: Actor,
    callId: string,
    body: CallBackDto,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'call-backs.open', body: { callId, ...body }, requestId },
      (tx) => this.openIn(tx, callId, body),
    );
  }

  private async openIn(tx: Tx, callId: string, body: CallBackDto): Promise<{ id: string }> {
    const call = await lockOwnCall(tx, callId);
    const noted = (await this.words.ofCall(tx, callId, call.sealed)).number;
    const number = body.number
      ? this.callers.normalised(body.number)
      : body.sameNumber
        ? noted
        : null;
    if (number === null) throw new DomainError('invalid', 'hotline.number_needed', {}, 'number');
    const dueAt = await instantOf(tx, body.dueAt);
    mustBeInNextDays(dueAt, tx.now, 'dueAt');
    const id = randomUUID();
    const text = (given: string | undefined) => given?.trim() || null;
    const { when, who, say } = body;
    const safe: SafeCallBack = { number, when: text(when), who: text(who), say: text(say) };
    await tx.query(
      `INSERT INTO call_backs (id, call_id, line_id, due_at, language, sealed) VALUES ($1, $2, mawa_organisation(), $3, $4, $5)`,
      [id, callId, dueAt, call.language, await this.words.seal(tx, 'call_back', id, safe)],
    );
    await tx.query(`SELECT add_task('call_back', NULL, $1, 'hotline_operator', NULL, $2)`, [
      id,
      dueAt,
    ]);
    await record(tx, { action: 'call_backs.open', kind: 'call_back', ids: [id, callId] });
    return { id };
  }

  /** Those that wait, the most urgent first, and those that ended of late. */
  list(actor: Actor): Promise<CallBackRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<CallBackRow>(
        `${SELECT} ORDER BY b.closed_at DESC NULLS FIRST, b.due_at, b.id LIMIT 100`,
      ),
    );
  }

  one(actor: Actor, id: string): Promise<CallBackRow> {
    return this.transactions.run(actor, (tx) => findCallBack(tx, id));
  }

  /** Number with times, who may answer and what to say, so that nobody has the number alone. */
  show(actor: Actor, id: string): Promise<SafeCallBack> {
    return this.transactions.run(actor, async (tx) => {
      await mustBeOpen(tx, id);
      const [row] = await tx.query<{ sealed: Buffer }>(
        'SELECT sealed FROM call_backs WHERE id = $1',
        [id],
      );
      const safe = await this.words.ofCallBack(tx, id, row!.sealed);
      await record(tx, {
        action: 'call_backs.show',
        kind: 'call_back',
        ids: [id],
        fields: ['number', 'when', 'who', 'say'],
      });
      return safe;
    });
  }

  attempt(
    actor: Actor,
    id: string,
    body: AttemptDto,
    requestId: string | null = null,
  ): Promise<{ closed: boolean }> {
    return this.transactions.once(
      actor,
      { useCase: 'call-backs.attempt', body: { id, ...body }, requestId },
      (tx) => this.attemptIn(tx, id, body),
    );
  }

  private async attemptIn(tx: Tx, id: string, { outcome, nextAt }: AttemptDto) {
    await mustBeOpen(tx, id, true);
    const agreed = nextAt ? await instantOf(tx, nextAt) : null;
    if (agreed) mustBeInNextDays(agreed, tx.now, 'nextAt');
    const next = nextStepAfterAttempt(outcome, tx.now, agreed);
    const again = 'nextAt' in next ? next.nextAt : null;
    await tx.query(
      'INSERT INTO call_back_attempts (call_back_id, outcome, next_at) VALUES ($1, $2, $3)',
      [id, outcome, again],
    );
    if ('closes' in next) await close(tx, id, next.closes);
    else {
      await tx.query('UPDATE call_backs SET due_at = $2 WHERE id = $1', [id, again]);
      await tx.query(
        `UPDATE tasks SET due_at = $2 WHERE kind = 'call_back' AND subject_id = $1 AND done_at IS NULL`,
        [id, again],
      );
    }
    await record(tx, {
      action: 'call_backs.attempt',
      kind: 'call_back',
      ids: [id],
      fields: [outcome],
    });
    return { closed: 'closes' in next };
  }

  /** The person called by herself: nobody needs to call. */
  calledAgain(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await mustBeOpen(tx, id, true);
      await close(tx, id, 'called_again');
      await record(tx, { action: 'call_backs.close', kind: 'call_back', ids: [id] });
    });
  }
}

async function findCallBack(tx: Tx, id: string): Promise<CallBackRow> {
  const [row] = await tx.query<CallBackRow>(`${SELECT} WHERE b.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}

async function mustBeOpen(tx: Tx, id: string, lock = false): Promise<void> {
  if (lock) await tx.query('SELECT 1 FROM call_backs WHERE id = $1 FOR UPDATE', [id]);
  const { closedAt } = await findCallBack(tx, id);
  if (closedAt !== null) throw new DomainError('conflict', 'hotline.call_back_over');
}

async function close(tx: Tx, id: string, why: CallBackClosure): Promise<void> {
  await tx.query(
    `UPDATE call_backs SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = $2 WHERE id = $1`,
    [id, why],
  );
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind = 'call_back' AND subject_id = $1 AND done_at IS NULL`,
    [id],
  );
}

const DAYS_AHEAD = 60;
function mustBeInNextDays(at: Date, now: Date, field: string): void {
  const ahead = at.getTime() - now.getTime();
  if (!(ahead > -60_000 && ahead < DAYS_AHEAD * 86_400_000)) {
    throw new DomainError('invalid', 'hotline.call_back_when', { days: DAYS_AHEAD }, field);
  }
}

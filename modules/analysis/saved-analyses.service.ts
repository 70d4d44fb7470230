import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { assertOfTheProgramme } from './run-analysis.service';
import { type AnalysisRequest, requestOf, parseRequest } from './analysis-query.rules';

export interface SavedAnalysis {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  /** Whether it is the reader's own. */
  readonly own: boolean;
  readonly by: string;
  readonly madeAt: Date;
  readonly question: AnalysisRequest;
}
export interface NewAnalysis {
  readonly name: string;
  readonly shared: boolean;
  readonly question: AnalysisRequest;
}

export const MOST_SAVED = 50;
const KEPT = `SELECT a.id, a.name, a.shared, a.owner_id = mawa_actor() AS own, localized_name(u.name, u.names) AS by, a.made_at AS "madeAt", a.question
  FROM analyses a JOIN users u ON u.id = a.owner_id`;

const REFUSED: Readonly<Record<string, string>> = {
  analyses_own_names: 'analyses.name_taken',
  analyses_shared_names: 'analyses.name_taken_by_all',
  analyses_name_is_a_name: 'analyses.no_name',
};

/** Saved analyses: only the request is stored, and results are computed when it is opened. */
@Injectable()
export class SavedAnalyses {
  constructor(private readonly transactions: Transactions) {}

  all(actor: Actor): Promise<SavedAnalysis[]> {
    return this.transactions.run(actor, async (tx) => {
      assertOfTheProgramme(tx);
      return this.allIn(tx);
    });
  }

  allIn(tx: Tx): Promise<SavedAnalysis[]> {
    return tx.query<SavedAnalysis>(`${KEPT} ORDER BY own DESC, lower(a.name)`);
  }

  one(actor: Actor, id: string): Promise<SavedAnalysis> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, id));
  }

  async oneIn(tx: Tx, id: string): Promise<SavedAnalysis> {
    assertOfTheProgramme(tx);
    const [kept] = await tx.query<SavedAnalysis>(`${KEPT} WHERE a.id = $1`, [id]);
    if (!kept) throw notFound();
    return kept;
  }

  keep(actor: Actor, given: NewAnalysis, requestId: string | null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'analyses.keep', body: given, requestId },
      async (tx) => {
        assertOfTheProgramme(tx);
        const question = requestOf(parseRequest(given.question, tx.today));
        const id = randomUUID();
        await insert(tx, [id, given.name.trim(), given.shared, JSON.stringify(question)]);
        await record(tx, { action: 'analyses.keep', kind: 'analysis', ids: [id] });
        return { id };
      },
    );
  }

  /** By its owner alone; what somebody else keeps is answered as what is not there. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const gone = await tx.query('DELETE FROM analyses WHERE id = $1 RETURNING id', [id]);
      if (gone.length === 0) throw notFound();
      await record(tx, { action: 'analyses.remove', kind: 'analysis', ids: [id] });
    });
  }
}

async function insert(tx: Tx, values: unknown[]): Promise<void> {
  tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `analyses/${tx.actor.userId}`,
  ]);
  try {
    const made = await tx.query(
      `INSERT INTO analyses (id, name, shared, question, place)
       SELECT $1, $2, $3, $4::jsonb, p FROM generate_series(1, ${MOST_SAVED}) p
        WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.owner_id = mawa_actor() AND a.place = p) ORDER BY p LIMIT 1 RETURNING id`,
      values,
    );
    if (made.length === 0)
      throw new DomainError('conflict', 'analyses.too_many', { most: MOST_SAVED });
  } catch (error) {
    const code = REFUSED[constraintOf(error) ?? ''];
    if (!code) throw error;
    throw new DomainError('conflict', code, {}, 'name');
  }
}

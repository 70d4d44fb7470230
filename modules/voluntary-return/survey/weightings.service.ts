import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { translateReturnErrors } from '../return.errors';
import { type EditionQuestion, editionQuestionsOf, type Weighting } from './survey.queries';
import { type WeightRow, findWeightError } from './survey.rules';
import { mustBeDay } from '../../platform/shared/day-checks.rules';

export interface NewWeighting {
  /** Source of the weights, shown beside every score. */
  readonly source: string;
  readonly holdsFrom: CivilDate;
  readonly rows: readonly WeightRow[];
}
export interface WeightingRow extends Weighting {
  readonly by: string;
  readonly byId: string;
  readonly approvedBy: string | null;
}

interface WaitingWeighting extends Pick<Weighting, 'questions' | 'holdsFrom'> {
  readonly by: string;
  readonly approved: boolean;
}

/** Tables of weights: loaded by one, approved by another, and in force for what is answered from then on. */
@Injectable()
export class Weightings {
  constructor(private readonly transactions: Transactions) {}

  all(actor: Actor): Promise<{ weightings: WeightingRow[]; asked: EditionQuestion[] }> {
    return this.transactions.run(actor, async (tx) => {
      const weightings = await tx.query<WeightingRow>(
        `SELECT w.version, w.questions, w.standing, w.source, w.holds_from::text AS "holdsFrom", localized_name(u.name, u.names) AS by, w.by AS "byId",
                localized_name(a.name, a.names) AS "approvedBy"
           FROM survey_weightings w JOIN users u ON u.id = w.by LEFT JOIN users a ON a.id = w.approved_by ORDER BY w.version DESC`,
      );
      return { weightings, asked: await editionQuestionsOf(tx, weightings[0]!) };
    });
  }

  load(
    actor: Actor,
    given: NewWeighting,
    requestId: string | null = null,
  ): Promise<{ version: number }> {
    const once = { useCase: 'returns.load_weights', body: given, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      mustBeDay(given.holdsFrom, 'holdsFrom');
      if (given.holdsFrom < tx.today) {
        throw new DomainError('invalid', 'returns.weights_past', {}, 'holdsFrom');
      }
      const questions = await questionsOn(tx, given.holdsFrom);
      const scored = (await editionQuestionsOf(tx, { version: 0, questions })).filter(
        (one) => one.scored,
      );
      const wrong = findWeightError(scored, given.rows);
      if (wrong) throw new DomainError('invalid', wrong.code, wrong.params, 'rows');
      // Who loads waits for who loads: versions follow each other.
      tx.execute(`SELECT pg_advisory_xact_lock(hashtext('survey_weightings'))`);
      const [last] = await tx.query<{ version: number }>(
        'SELECT max(version) AS version FROM survey_weightings',
      );
      const version = last!.version + 1;
      await tx.query(
        `INSERT INTO survey_weightings (version, questions, standing, source, holds_from) VALUES ($1, $2, 'loaded', $3, $4)`,
        [version, questions, given.source.trim(), given.holdsFrom],
      );
      await tx.query(
        `INSERT INTO survey_weights (weighting, code, own, composite)
         SELECT $1, w.code, w.own, w.composite FROM jsonb_to_recordset($2::jsonb) AS w (code text, own numeric, composite numeric)`,
        [version, JSON.stringify(given.rows)],
      );
      await record(tx, {
        action: 'returns.load_weights',
        kind: 'setting',
        ids: [],
        fields: [String(version)],
      });
      return { version };
    });
  }

  approve(actor: Actor, version: number): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      tx.execute(`SELECT pg_advisory_xact_lock(hashtext('survey_weightings'))`);
      const [row] = await tx.query<WaitingWeighting>(
        `SELECT by, approved_at IS NOT NULL AS approved, questions, holds_from::text AS "holdsFrom"
           FROM survey_weightings WHERE version = $1 FOR UPDATE`,
        [version],
      );
      if (!row) throw notFound();
      if (row.approved) throw new DomainError('conflict', 'returns.weights_count');
      if (row.by === actor.userId) throw new DomainError('conflict', 'returns.second_person');
      if (row.questions !== (await questionsOn(tx, row.holdsFrom))) {
        throw new DomainError('conflict', 'returns.weights_of_other_questions');
      }
      await translateReturnErrors(
        tx.query(
          'UPDATE survey_weightings SET approved_by = $2, approved_at = mawa_now() WHERE version = $1',
          [version, actor.userId],
        ),
      );
      await record(tx, {
        action: 'returns.approve_weights',
        kind: 'setting',
        ids: [],
        fields: [String(version)],
      });
    });
  }
}

/** The questions that are asked on a day, as far as it is known. */
async function questionsOn(tx: Tx, day: CivilDate): Promise<number> {
  const [row] = await tx.query<{ questions: number }>(
    `SELECT questions FROM survey_weightings WHERE approved_at IS NOT NULL AND holds_from <= $1
      ORDER BY holds_from DESC, version DESC LIMIT 1`,
    [day],
  );
  return row!.questions;
}

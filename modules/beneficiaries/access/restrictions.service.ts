import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Keys } from '../../access';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { colleaguesOf } from '../case-access.service';
import { CaseSeals } from '../case-seals.service';
import { People } from '../people.service';
import { translateGateErrors, callGate, mustAnswerFor } from './gate.errors';

export interface Restriction {
  readonly id: string;
  readonly setBy: string;
  readonly setAt: Date;
  readonly liftAskedBy: string | null;
  readonly liftAskedById: string | null;
  readonly liftAskedAt: Date | null;
}
export interface NamedPerson {
  readonly userId: string;
  readonly name: string;
  readonly by: string;
  readonly at: Date;
}

const reasonPlace = (id: string) => ({ table: 'case_restrictions', column: 'reason', row: id });

/** A case for named people alone: it is absent for everybody else, and lifting it takes two. */
@Injectable()
export class Restrictions {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
  ) {}

  set(
    actor: Actor,
    caseId: string,
    { reason, userIds = [] }: { reason: string; userIds?: readonly string[] },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, userIds, reason: this.keys.bodyDigest(reason) };
    return this.transactions.once(
      actor,
      { useCase: 'people.restrict', body, requestId },
      async (tx) => {
        await mustAnswerFor(tx, this.people, caseId);
        for (const userId of userIds) await mustOpenCases(tx, userId);
        const id = randomUUID();
        const sealed = await this.seals.sealText(tx, caseId, reasonPlace(id), reason);
        await translateGateErrors(() =>
          tx.query('SELECT restrict_case($1, $2, $3, $4)', [id, caseId, sealed, userIds]),
        );
        await record(tx, { action: 'people.restrict', kind: 'case', ids: [caseId, ...userIds] });
        return { id };
      },
    );
  }

  name(actor: Actor, caseId: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustBeRestricted(tx, caseId);
      await mustOpenCases(tx, userId);
      await translateGateErrors(() =>
        tx.query('SELECT add_named_reader($1, $2)', [caseId, userId]),
      );
      await record(tx, { action: 'people.name', kind: 'case', ids: [caseId, userId] });
    });
  }

  unname(actor: Actor, caseId: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustBeRestricted(tx, caseId);
      if ((await callGate(tx, 'remove_named_reader($1, $2)', [caseId, userId])) === 0) {
        throw new DomainError('conflict', 'case-access.not_named');
      }
      await record(tx, { action: 'people.unname', kind: 'case', ids: [caseId, userId] });
    });
  }

  askLift(actor: Actor, caseId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustBeRestricted(tx, caseId);
      if ((await callGate(tx, 'ask_lift($1)', [caseId])) === 0) {
        throw new DomainError('conflict', 'case-access.lift_asked');
      }
      await record(tx, { action: 'people.ask_lift', kind: 'case', ids: [caseId] });
    });
  }

  /** By somebody else than who asked; anybody who answers for the case may leave it restricted. */
  answerLift(actor: Actor, caseId: string, lift: boolean): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustBeRestricted(tx, caseId);
      if ((await callGate(tx, 'answer_lift($1, $2)', [caseId, lift])) === 0) {
        throw new DomainError('conflict', 'case-access.lift_not_asked');
      }
      const action = lift ? 'people.lift_restriction' : 'people.keep_restriction';
      await record(tx, { action, kind: 'case', ids: [caseId] });
    });
  }

  private async mustBeRestricted(tx: Tx, caseId: string): Promise<void> {
    await mustAnswerFor(tx, this.people, caseId);
    if (!(await restrictionOf(tx, caseId))) {
      throw new DomainError('conflict', 'case-access.not_restricted');
    }
  }
}

async function mustOpenCases(tx: Tx, userId: string): Promise<void> {
  const [colleague] = await colleaguesOf(tx, userId);
  if (!colleague) throw new DomainError('invalid', 'people.cannot_be_assigned', {}, 'userId');
}

export async function restrictionOf(tx: Tx, caseId: string): Promise<Restriction | null> {
  const [row] = await tx.query<Restriction>(
    `SELECT r.id, localized_name(u.name, u.names) AS "setBy", r.set_at AS "setAt", localized_name(l.name, l.names) AS "liftAskedBy",
            r.lift_asked_by AS "liftAskedById", r.lift_asked_at AS "liftAskedAt"
       FROM case_restrictions r JOIN users u ON u.id = r.set_by LEFT JOIN users l ON l.id = r.lift_asked_by
      WHERE r.case_id = $1 AND r.lifted_at IS NULL`,
    [caseId],
  );
  return row ?? null;
}

export const namedPeople = (tx: Tx, caseId: string): Promise<NamedPerson[]> =>
  tx.query<NamedPerson>(
    `SELECT n.user_id AS "userId", localized_name(u.name, u.names) AS name, localized_name(b.name, b.names) AS by, n.named_at AS at
       FROM case_named n JOIN users u ON u.id = n.user_id JOIN users b ON b.id = n.named_by
      WHERE n.case_id = $1 AND n.ended_at IS NULL ORDER BY localized_name(u.name, u.names), n.user_id`,
    [caseId],
  );

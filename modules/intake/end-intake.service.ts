import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { constraintOf, sqlState, Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import { type RegistrationResult, RegisterPeople } from '../beneficiaries';
import { checkIntake } from './intake-check.rules';
import { mustBeOpen } from './intake.queries';
import { Intakes } from './intakes.service';

export const CANCEL_REASONS = ['person_left', 'person_asked', 'known_already', 'mistake'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** How an intake leaves somebody's hand: registered, cancelled, or given to a colleague. */
@Injectable()
export class EndIntake {
  constructor(
    private readonly transactions: Transactions,
    private readonly intakes: Intakes,
    private readonly registering: RegisterPeople,
  ) {}

  /** Registers all people of an intake or none, once: a second request from another device gets the first result. */
  register(actor: Actor, id: string, revision: number): Promise<RegistrationResult> {
    return this.transactions.once(
      actor,
      { useCase: 'intakes.register', body: { id }, requestId: `intake-${id}` },
      async (tx) => {
        const { intake, draft } = await this.intakes.openIn(tx, id, true);
        if (intake.revision !== revision) {
          throw new DomainError('conflict', 'intake.changed_meanwhile');
        }
        const { people, problems } = await checkIntake(draft, tx.today);
        if (problems.length > 0) throw new FieldErrors(problems);
        const registered = await this.registering.runIn(tx, people);
        await tx.query(`SELECT end_intake($1, 'registered', NULL)`, [id]);
        await record(tx, { action: 'intakes.register', kind: 'intake', ids: [id] });
        return registered;
      },
    );
  }

  /** Cancels an intake; the typed text and its key are destroyed at once. */
  cancel(actor: Actor, id: string, reason: CancelReason): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await mustBeOpen(tx, id, true);
      await tx.query(`SELECT end_intake($1, 'cancelled', $2)`, [id, reason]);
      await record(tx, { action: 'intakes.cancel', kind: 'intake', ids: [id], fields: [reason] });
    });
  }

  /** From now on it is the colleague's alone. */
  handOver(actor: Actor, id: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await mustBeOpen(tx, id, true);
      if (userId === actor.userId) {
        throw new DomainError('invalid', 'intake.to_yourself', {}, 'userId');
      }
      try {
        await tx.query('SELECT hand_over_intake($1, $2)', [id, userId]);
      } catch (error) {
        if (constraintOf(error) === 'intakes_to_one_who_registers') {
          throw new DomainError('invalid', 'intake.colleague_registers', {}, 'userId');
        }
        if (sqlState(error) === '42501') throw notFound();
        throw error;
      }
      await record(tx, { action: 'intakes.hand_over', kind: 'intake', ids: [id, userId] });
    });
  }
}

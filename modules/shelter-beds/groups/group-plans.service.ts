import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { Jobs, type JobRecord } from '../../platform/queue';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { BedHolds } from '../placing/hold.service';
import { requestsById, sheltersToAsk, type RequestRow } from '../requests/requests.queries';
import { requestsByRank } from '../waiting/ranked-requests.queries';
import { bedsInOrder, memberOrder } from './group-order.rules';
import {
  findPlan,
  latestPlans,
  noteChange,
  partiesOf,
  writeParty,
  type PartyRow,
  type PlanSummary,
  type PlanRow,
} from './group-plans.queries';
import { mayAllocate } from '../placing/may-allocate.rules';
import { readGroup } from './group.queries';
import { GroupPlacement } from './group-placement.rules';

export interface GroupPlanDetails extends PlanRow {
  readonly parties: readonly PartyRow[];
  readonly requests: readonly RequestRow[];
  readonly job: JobRecord | null;
  /** Where the reader may give beds. */
  readonly shelters: readonly { readonly id: string; readonly codeName: string }[];
}
export interface GroupConfirmation {
  readonly held: readonly string[];
  /** Requests that could not be held, each with an error code. */
  readonly refused: readonly { readonly requestId: string; readonly code: string }[];
}

/** The draft in the manager's hands: looked at, changed, and made true party by party. */
@Injectable()
export class GroupPlans {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly holds: BedHolds,
  ) {}

  /** For the form: what waits and nobody holds a bed for, and the plans of before. */
  choices(actor: Actor): Promise<{ requests: RequestRow[]; plans: PlanSummary[] }> {
    return this.transactions.run(actor, async (tx) => ({
      requests: (await requestsByRank(tx)).filter(({ heldUntil }) => heldUntil === null),
      plans: await latestPlans(tx),
    }));
  }

  one(actor: Actor, id: string): Promise<GroupPlanDetails> {
    return this.transactions.run(actor, async (tx) => {
      const plan = await findPlan(tx, id);
      const parties = await partiesOf(tx, id);
      return {
        ...plan,
        parties,
        requests: await requestsById(
          tx,
          parties.map(({ requestId }) => requestId),
        ),
        shelters: (await sheltersToAsk(tx)).filter(({ id: shelter }) =>
          mayAllocate(actor, shelter),
        ),
        job: plan.jobId && plan.state === 'thinking' ? await this.jobs.find(tx, plan.jobId) : null,
      };
    });
  }

  /** To another shelter, or wherever it suits best, everybody else staying where the plan has them. */
  move(
    actor: Actor,
    planId: string,
    { requestId, shelterId }: { requestId: string; shelterId?: string },
  ): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { party, parties } = await this.open(tx, planId, requestId);
      const drawn = parties.filter(
        (one) => one.state === 'proposed' || one.requestId === party.requestId,
      );
      const group = await readGroup(
        tx,
        drawn.map((one) => one.requestId),
      );
      const index = group.parties.findIndex((one) => one.requestId === requestId);
      if (index < 0) throw new DomainError('conflict', 'groups.not_all_waiting');
      const together = new GroupPlacement(
        group,
        group.parties.map((one, place) =>
          place === index
            ? null
            : bedsInOrder(
                one,
                drawn.find((row) => row.requestId === one.requestId)!,
              ),
        ),
      );
      const [best] = together.propose(index, (bed) => !shelterId || bed.shelterId === shelterId);
      if (!best) throw new DomainError('conflict', 'groups.no_place_there', {}, 'shelterId');
      together.put(
        index,
        best.places.map(({ bedId }) => bedId),
      );
      await writeParty(tx, planId, requestId, null);
      for (const [place, one] of group.parties.entries()) {
        const judged = together.judge(place);
        if (judged) await writeParty(tx, planId, one.requestId, judged);
      }
      await noteChange(tx, planId, 'moved', requestId);
      await record(tx, { action: 'groups.move', kind: 'group_plan', ids: [planId, requestId] });
    });
  }

  leaveOut(actor: Actor, planId: string, requestId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.open(tx, planId, requestId);
      await writeParty(tx, planId, requestId, null);
      await tx.query(
        `UPDATE group_plan_parties SET state = 'left_out' WHERE plan_id = $1 AND request_id = $2`,
        [planId, requestId],
      );
      await noteChange(tx, planId, 'left_out', requestId);
      await record(tx, {
        action: 'groups.leave_out',
        kind: 'group_plan',
        ids: [planId, requestId],
      });
    });
  }

  /** Holds the beds of each party in its own transaction: completely or not at all. Other parties are not affected. */
  async confirm(
    actor: Actor,
    planId: string,
    asked: { requestIds: readonly string[]; reason?: string },
  ): Promise<GroupConfirmation> {
    const parties = await this.transactions.run(actor, async (tx) => {
      await findPlan(tx, planId);
      return partiesOf(tx, planId);
    });
    const chosen = parties.filter(({ requestId }) => asked.requestIds.includes(requestId));
    if (chosen.length < asked.requestIds.length) throw notFound();
    // An answer about one party must not be written to the cases of another.
    if (asked.reason && chosen.filter(({ questions }) => questions > 0).length > 1) {
      throw new DomainError('invalid', 'groups.one_answer_a_party', {}, 'reason');
    }
    const held: string[] = [];
    const refused: { requestId: string; code: string }[] = [];
    for (const { requestId, state } of chosen) {
      // Pressed twice: what the first press held is held.
      if (state === 'held') {
        held.push(requestId);
        continue;
      }
      const error = await this.holdOne(actor, { planId, requestId, reason: asked.reason });
      if (error === null) held.push(requestId);
      else refused.push({ requestId, code: error.code });
    }
    return { held, refused };
  }

  private async holdOne(
    actor: Actor,
    { planId, requestId, reason }: { planId: string; requestId: string; reason?: string },
  ): Promise<DomainError | null> {
    try {
      await this.transactions.run(actor, async (tx) => {
        const { party } = await this.open(tx, planId, requestId);
        if (party.state !== 'proposed') throw new DomainError('conflict', 'groups.not_proposed');
        const placements = await memberOrder(tx, party);
        await this.holds.placeIn(tx, requestId, {
          placements,
          ...(party.questions > 0 && reason ? { reason } : {}),
        });
        await tx.query(
          `UPDATE group_plan_parties SET state = 'held', refused = NULL WHERE plan_id = $1 AND request_id = $2`,
          [planId, requestId],
        );
        await noteChange(tx, planId, 'held', requestId);
      });
      return null;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      await this.noteRefusal(actor, planId, requestId, error);
      return error;
    }
  }

  private noteRefusal(
    actor: Actor,
    planId: string,
    requestId: string,
    { code, params }: DomainError,
  ): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await tx.query(
        `UPDATE group_plan_parties SET refused = $3 WHERE plan_id = $1 AND request_id = $2 AND state <> 'held'`,
        [planId, requestId, JSON.stringify({ code, params })],
      );
      await noteChange(tx, planId, 'refused', requestId);
    });
  }

  private async open(tx: Tx, planId: string, requestId: string) {
    const plan = await findPlan(tx, planId, true);
    if (plan.state !== 'proposed') throw new DomainError('conflict', 'groups.still_thinking');
    const parties = await partiesOf(tx, planId);
    const party = parties.find((one) => one.requestId === requestId);
    if (!party) throw notFound();
    if (party.state === 'held') throw new DomainError('conflict', 'groups.already_held');
    return { party, parties };
  }
}

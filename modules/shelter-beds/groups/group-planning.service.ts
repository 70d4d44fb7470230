import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers, Jobs, type WorkItem } from '../../platform/queue';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { runInWorker, WorkerTimeout } from '../../platform/shared/worker';
import { requestsById, type RequestRow } from '../requests/requests.queries';
import { LARGEST_GROUP, type Group, type GroupPlan } from './group.types';
import { findPlan, noteChange, partiesOf, writeParty } from './group-plans.queries';
import { freeBeds, readGroup } from './group.queries';
import { nearestBed } from './nearest-bed.queries';
import { PLAN_LIMITS, planGroup } from './plan-group.rules';
import { GroupPlacement } from './group-placement.rules';

const HARD_LIMIT_MS = 90_000;

/** Several requests are weighed at once, in the background; the answer is a draft that takes no bed. */
@Injectable()
export class GroupPlanning implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork({ kind: 'plan-group', run: (work) => this.run(work) });
  }

  ask(
    actor: Actor,
    asked: { readonly requestIds: readonly string[] },
    repeatId: string | null = null,
  ): Promise<{ id: string; jobId: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'groups.plan', body: asked, requestId: repeatId },
      (tx) => this.askIn(tx, asked.requestIds),
    );
  }

  private async askIn(tx: Tx, requestIds: readonly string[]) {
    const requests = await requestsById(tx, requestIds);
    mustWait(requests, requestIds);
    const people = requests.reduce((sum, request) => sum + request.people.length, 0);
    if (people > LARGEST_GROUP) {
      throw new DomainError('invalid', 'groups.too_many', { most: LARGEST_GROUP }, 'requestIds');
    }
    await mustThinkOfOne(tx);
    const [plan] = await tx.query<{ id: string }>(
      'INSERT INTO group_plans DEFAULT VALUES RETURNING id',
    );
    const id = plan!.id;
    const inOrder = [...requests].sort(
      (a, b) => +a.createdAt - +b.createdAt || (a.id < b.id ? -1 : 1),
    );
    await tx.query(
      `INSERT INTO group_plan_parties (plan_id, request_id, place, people)
       SELECT $1, r, n, p FROM unnest($2::uuid[], $3::smallint[]) WITH ORDINALITY AS t(r, p, n)`,
      [id, inOrder.map((one) => one.id), inOrder.map((one) => one.people.length)],
    );
    const jobId = await this.jobs.enqueue(tx, 'plan-group', { planId: id }, { once: id });
    await tx.query('UPDATE group_plans SET job_id = $2 WHERE id = $1', [id, jobId]);
    await noteChange(tx, id, 'asked');
    await record(tx, { action: 'groups.plan', kind: 'group_plan', ids: [id, ...requestIds] });
    return { id, jobId };
  }

  /** The job: facts, solver, and the draft together with "done". */
  private async run(work: WorkItem<'plan-group'>): Promise<void> {
    if (!may(work.actor, 'beds:hold')) throw new DomainError('forbidden', 'access.not_yours');
    const { planId } = work.params;
    await work.progress(5, 'facts');
    const group = await this.transactions.run(work.actor, async (tx) => {
      await findPlan(tx, planId);
      const parties = await partiesOf(tx, planId);
      const ids = parties.map(({ requestId }) => requestId);
      return readGroup(tx, ids, (done) => work.progress(5 + (35 * done) / ids.length, 'facts'));
    });
    await work.progress(45, 'solving');
    const plan = await this.solve(group, work.signal);
    await work.progress(95, 'writing');
    await this.transactions.run(work.actor, async (tx) => {
      await this.write(tx, planId, group, plan);
      await work.finish(tx, { planId });
    });
  }

  private async solve(group: Group, signal: AbortSignal): Promise<GroupPlan> {
    if (group.parties.length === 0) return planGroup(group, null);
    try {
      const data = { group, limits: PLAN_LIMITS };
      const limits = { timeoutMs: HARD_LIMIT_MS, signal };
      return await runInWorker<GroupPlan>(join(__dirname, 'group.worker'), data, limits);
    } catch (error) {
      if (!(error instanceof WorkerTimeout)) throw error;
      return planGroup(group, null);
    }
  }

  private async write(tx: Tx, planId: string, group: Group, plan: GroupPlan): Promise<void> {
    const { firstCome, proof } = plan;
    await findPlan(tx, planId, true);
    await tx.query(
      `UPDATE group_plans SET state = 'proposed', free_beds = $2, worth = $3, bound = $4, seconds = $5,
              hand_people = $6, hand_points = $7 WHERE id = $1`,
      [
        planId,
        freeBeds(group),
        proof?.value ?? null,
        proof?.bound ?? null,
        proof?.seconds ?? null,
        firstCome.figures.people,
        firstCome.figures.points,
      ],
    );
    const together = new GroupPlacement(group, plan.assignment);
    const read = new Map(group.parties.map(({ requestId }, index) => [requestId, index]));
    for (const { requestId } of await partiesOf(tx, planId)) {
      const index = read.get(requestId);
      const proposal = index === undefined ? null : together.judge(index);
      if (index === undefined || proposal) {
        await writeParty(tx, planId, requestId, proposal);
        continue;
      }
      await writeParty(tx, planId, requestId, null, {
        lacks: together.lacks(index),
        nearest: await nearestBed(tx, requestId),
      });
    }
    await tx.query(
      'UPDATE group_plan_parties SET by_hand = true WHERE plan_id = $1 AND request_id = ANY ($2)',
      [
        planId,
        group.parties
          .filter((_party, index) => firstCome.assignment[index])
          .map(({ requestId }) => requestId),
      ],
    );
    await noteChange(tx, planId, 'proposed');
    await record(tx, { action: 'groups.propose', kind: 'group_plan', ids: [planId] });
  }
}

/** A plan takes a core for seconds: one at a time for each person, who sees the one that is being made. */
async function mustThinkOfOne(tx: Tx): Promise<void> {
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [tx.actor.userId]);
  const [thinking] = await tx.query(
    `SELECT 1 FROM group_plans p JOIN jobs j ON j.id = p.job_id
      WHERE p.made_by = mawa_actor() AND p.state = 'thinking' AND j.state IN ('waiting', 'running')`,
  );
  if (thinking) throw new DomainError('conflict', 'groups.one_at_a_time');
}

function mustWait(requests: readonly RequestRow[], asked: readonly string[]): void {
  const waits = (one: RequestRow) => one.state === 'open' && one.heldUntil === null;
  if (requests.length < asked.length || !requests.every(waits)) {
    throw new DomainError('conflict', 'groups.not_all_waiting', {}, 'requestIds');
  }
}

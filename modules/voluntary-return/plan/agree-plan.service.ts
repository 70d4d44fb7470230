import { Injectable } from '@nestjs/common';
import { PlanFunding } from '../../grant-budgeting';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { ReturnDeciders } from '../deciders.service';
import { trackForWriting, type TrackHead } from '../track-access.queries';
import { countPlanChanges, lockTrack } from './plan.queries';
import type { AGREED_BY, AGREEMENT_LEVELS } from './plan.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../return.errors';

export interface NewAgreement {
  readonly on: CivilDate;
  readonly voice: (typeof AGREEMENT_LEVELS)[number];
  readonly agreedBy: (typeof AGREED_BY)[number];
  readonly note?: string | null;
  /** The plan's changes (`countPlanChanges`) when its form was opened; left out where no form was. */
  readonly seen?: number | null;
}

interface UnrequestedItem {
  readonly itemId: string;
  readonly caseId: string;
  readonly lineId: string;
  readonly amount: string;
  readonly currency: string;
  readonly kind: string;
  readonly endsOn: CivilDate | null;
}

/** The person's word makes a draft a plan; its money is asked for at once, of somebody else. */
@Injectable()
export class AgreePlan {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly deciders: ReturnDeciders,
    private readonly money: PlanFunding,
  ) {}

  agree(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewAgreement,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    const once = { useCase: 'returns.agree_plan', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      await lockTrack(tx, trackId);
      mustNotBeInFuture(tx, given.on);
      if (given.agreedBy === 'self' && (await this.deciders.isAsChild(tx, caseId))) {
        throw new DomainError('invalid', 'reintegration.child_not_alone', {}, 'agreedBy');
      }
      const versionId = await findDraft(tx, trackId);
      await mustBeAsSeen(tx, trackId, given.seen ?? null);
      const id = await this.file.insert(
        tx,
        'return_plan_agreements',
        track.caseId,
        {
          track_id: trackId,
          version_id: versionId,
          agreed_on: given.on,
          voice: given.voice,
          agreed_by: given.agreedBy,
        },
        given.note,
      );
      await this.file.record(
        tx,
        'returns.agree_plan',
        [track.caseId, track.id, versionId, id],
        ['voice'],
      );
      for (const one of await listUnrequestedItems(tx, trackId)) await this.ask(tx, track, one);
      return { id };
    });
  }

  /** Requests again what finance refused, on the same or another budget line. */
  askAgain(
    actor: Actor,
    caseId: string,
    trackId: string,
    itemId: string,
    { lineId }: { readonly lineId: string },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, itemId, lineId };
    const once = { useCase: 'returns.ask_plan_money', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId, 'money');
      await lockTrack(tx, trackId);
      const one = (await listUnrequestedItems(tx, trackId)).find(
        (asked) => asked.itemId === itemId,
      );
      if (!one) throw new DomainError('conflict', 'reintegration.asked_already');
      return { id: await this.ask(tx, track, { ...one, lineId }) };
    });
  }

  private async ask(tx: Tx, track: TrackHead, one: UnrequestedItem): Promise<string> {
    const { itemId, caseId, lineId, amount, currency, kind } = one;
    const { id: commitmentId } = await this.money.request(tx, {
      lineId,
      amount,
      currency,
      purpose: kind,
      endsOn: one.endsOn ?? tx.today,
    });
    await this.file.insert(tx, 'return_plan_requests', caseId, {
      track_id: track.id,
      item_id: itemId,
      commitment_id: commitmentId,
    });
    await this.file.record(
      tx,
      'returns.ask_plan_money',
      [track.caseId, track.id, itemId, commitmentId],
      ['amount'],
    );
    return commitmentId;
  }
}

async function findDraft(tx: Tx, trackId: string): Promise<string> {
  const [last] = await tx.query<{ id: string; agreed: boolean }>(
    `SELECT v.id, EXISTS (SELECT 1 FROM return_plan_agreements a WHERE a.version_id = v.id) AS agreed
       FROM return_plan_versions v WHERE v.track_id = $1 ORDER BY v.number DESC LIMIT 1`,
    [trackId],
  );
  if (!last) throw new DomainError('conflict', 'reintegration.has_nothing');
  if (last.agreed) throw new DomainError('conflict', 'reintegration.is_agreed');
  return last.id;
}

async function mustBeAsSeen(tx: Tx, trackId: string, seen: number | null): Promise<void> {
  if (seen !== null && seen !== (await countPlanChanges(tx, trackId)))
    throw new DomainError('conflict', 'reintegration.changed_meanwhile');
}

/** Agreed with the person, not ended, and nobody is asked for its money: in the words of its list, in French as the books are. */
const listUnrequestedItems = (tx: Tx, trackId: string): Promise<UnrequestedItem[]> =>
  tx.query<UnrequestedItem>(
    `SELECT m.item_id AS "itemId", m.case_id AS "caseId", m.line_id AS "lineId", m.amount, trim(m.currency) AS currency,
            l.fr AS kind, (SELECT max(x.due_on)::text FROM return_instalments x WHERE x.item_id = m.item_id) AS "endsOn"
       FROM return_plan_money m JOIN return_plan_items i ON i.id = m.item_id
       JOIN list_items l ON l.list = 'reintegration_help' AND l.version = i.list_version AND l.code = i.kind
      WHERE m.track_id = $1 AND EXISTS (SELECT 1 FROM return_plan_agreements a WHERE a.version_id = i.version_id)
        AND NOT EXISTS (SELECT 1 FROM return_plan_ends e WHERE e.item_id = i.id)
        AND NOT EXISTS (SELECT 1 FROM return_plan_requests r JOIN commitment_totals t ON t.commitment_id = r.commitment_id
                         WHERE r.item_id = i.id AND t.state NOT IN ('refused', 'withdrawn'))
      ORDER BY i.place`,
    [trackId],
  );

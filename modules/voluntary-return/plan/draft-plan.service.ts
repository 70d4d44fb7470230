import { Injectable } from '@nestjs/common';
import { sumOf, toCent, written } from '../../grant-budgeting';
import { Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { trackForWriting, type TrackHead } from '../track-access.queries';
import { lockTrack } from './plan.queries';
import type { Dimension, END_REASONS, HelpLevel, INSTALMENT_FORMS } from './plan.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustBeDay } from '../../platform/shared/day-checks.rules';

export interface NewInstalment {
  readonly form: (typeof INSTALMENT_FORMS)[number];
  readonly dueOn: CivilDate;
  readonly amount: string;
  readonly condition: string;
  readonly note?: string | null;
}
export interface NewPlanItem {
  readonly dimension: Dimension;
  readonly level: HelpLevel;
  readonly kind: string;
  readonly note?: string | null;
  readonly lineId?: string | null;
  readonly amount?: string | null;
  readonly currency?: string | null;
  readonly instalments?: readonly NewInstalment[] | null;
}

/** A plan is drafted item by item; the first change opens a version, which waits for the person's word. */
@Injectable()
export class DraftPlan {
  constructor(
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  add(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewPlanItem,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.plan_item', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      const version = await this.lists.chosenFrom(tx, 'reintegration_help', given.kind, 'kind');
      const id = await this.file.insert(
        tx,
        'return_plan_items',
        track.caseId,
        {
          track_id: trackId,
          version_id: await this.draftIn(tx, track),
          dimension: given.dimension,
          level: given.level,
          kind: given.kind,
          list_version: version,
        },
        given.note,
      );
      await this.price(tx, track, id, given);
      const fields = [given.dimension, given.level, given.kind];
      await this.file.record(tx, 'returns.plan_item', [track.caseId, track.id, id], fields);
      return { id };
    });
  }

  /** Ends an item with the person's agreement in the next version; paid amounts stay paid. */
  end(
    actor: Actor,
    caseId: string,
    trackId: string,
    itemId: string,
    given: { readonly reason: (typeof END_REASONS)[number]; readonly note?: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, itemId, ...given };
    return this.file.once(actor, 'returns.plan_end', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      await this.mustBeItem(tx, trackId, itemId);
      const id = await this.file.insert(
        tx,
        'return_plan_ends',
        track.caseId,
        {
          track_id: trackId,
          version_id: await this.draftIn(tx, track),
          item_id: itemId,
          reason: given.reason,
        },
        given.note,
      );
      await this.file.record(
        tx,
        'returns.plan_end',
        [track.caseId, track.id, itemId, id],
        ['reason'],
      );
      return { id };
    });
  }

  /** One more, of what its item still holds. */
  addInstalment(
    actor: Actor,
    caseId: string,
    trackId: string,
    itemId: string,
    given: NewInstalment,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, itemId, ...given };
    return this.file.once(actor, 'returns.plan_instalment', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId, 'money');
      await this.mustBeItem(tx, trackId, itemId);
      const [money] = await tx.query<{ amount: string; currency: string; placed: string }>(
        `SELECT m.amount, trim(m.currency) AS currency,
                coalesce((SELECT sum(i.amount) FROM return_instalments i WHERE i.item_id = m.item_id), 0.00) AS placed
           FROM return_plan_money m WHERE m.item_id = $1`,
        [itemId],
      );
      if (!money) throw new DomainError('conflict', 'reintegration.costs_nothing', {}, 'amount');
      mustFitInstalments(money, [given], 'amount', money.placed);
      const id = await this.instalment(tx, track, itemId, given, '');
      await this.file.record(
        tx,
        'returns.plan_instalment',
        [track.caseId, track.id, itemId, id],
        ['due_on'],
      );
      return { id };
    });
  }

  /** Waits for an agreement that is being noted, so that nothing is added to what was agreed to. */
  private async draftIn(tx: Tx, { id: trackId, caseId }: TrackHead): Promise<string> {
    await lockTrack(tx, trackId);
    const [draft] = await tx.query<{ id: string }>(
      `SELECT v.id FROM return_plan_versions v WHERE v.track_id = $1
          AND NOT EXISTS (SELECT 1 FROM return_plan_agreements a WHERE a.version_id = v.id)`,
      [trackId],
    );
    if (draft) return draft.id;
    return this.file.insert(tx, 'return_plan_versions', caseId, { track_id: trackId });
  }

  private async mustBeItem(tx: Tx, trackId: string, itemId: string): Promise<void> {
    const rows = await tx.query('SELECT 1 FROM return_plan_items WHERE id = $1 AND track_id = $2', [
      itemId,
      trackId,
    ]);
    if (rows.length === 0) throw notFound();
  }

  /** Line, amount and currency must be given together. */
  private async price(
    tx: Tx,
    track: TrackHead,
    itemId: string,
    { lineId, amount, currency, instalments }: NewPlanItem,
  ): Promise<void> {
    const given = [lineId, amount, currency].filter(Boolean).length;
    if (given === 0 && (instalments ?? []).length === 0) return;
    if (!lineId) throw fieldError('reintegration.which_line', 'lineId');
    if (!amount || !toCent(amount).greaterThan(0)) throw fieldError('budget.bad_amount', 'amount');
    if (!currency) throw fieldError('common.not_choice', 'currency');
    const lines = await tx.query('SELECT 1 FROM budget_lines WHERE id = $1', [lineId]);
    if (lines.length === 0) throw fieldError('reintegration.which_line', 'lineId');
    await this.file.mustWrite(tx, track.caseId, 'money');
    await this.file.insert(tx, 'return_plan_money', track.caseId, {
      track_id: track.id,
      item_id: itemId,
      line_id: lineId,
      amount,
      currency,
    });
    mustFitInstalments({ amount, currency }, instalments ?? [], 'amount');
    for (const [place, one] of (instalments ?? []).entries()) {
      await this.instalment(tx, track, itemId, one, `instalments.${place}.`);
    }
  }

  private async instalment(
    tx: Tx,
    { id: trackId, caseId }: TrackHead,
    itemId: string,
    { form, dueOn, amount, condition, note }: NewInstalment,
    at: string,
  ): Promise<string> {
    mustBeDay(dueOn, `${at}dueOn`);
    if (!toCent(amount).greaterThan(0)) throw fieldError('budget.bad_amount', `${at}amount`);
    const version = await this.lists.chosenFrom(
      tx,
      'instalment_conditions',
      condition,
      `${at}condition`,
    );
    return this.file.insert(
      tx,
      'return_instalments',
      caseId,
      {
        track_id: trackId,
        item_id: itemId,
        form,
        due_on: dueOn,
        amount,
        condition,
        list_version: version,
      },
      note,
    );
  }
}

const fieldError = (code: string, field: string) => new DomainError('invalid', code, {}, field);

/** Checks that the instalments do not exceed the item; the error states by how much. */
function mustFitInstalments(
  { amount, currency }: { readonly amount: string; readonly currency: string },
  more: readonly { readonly amount: string }[],
  field: string,
  placed = '0.00',
): void {
  const asked = sumOf(more.map((one) => one.amount));
  const left = toCent(amount).minus(placed);
  if (asked.lessThanOrEqualTo(left)) return;
  const figures = {
    planned: `${written(amount)} ${currency}`,
    placed: `${written(placed)} ${currency}`,
    left: `${written(left)} ${currency}`,
    asked: `${written(asked)} ${currency}`,
  };
  throw new DomainError('invalid', 'reintegration.over_plan', figures, field);
}

import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { allowedParts, PersonRecords } from '../../beneficiaries';
import { sumOf, written } from '../../grant-budgeting';
import { settingOf } from '../../plans';
import { Lists, type WordsOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { isOver, type TrackKind, type State } from '../track-states.rules';
import * as rows from './plan.queries';
import {
  type ItemMoney,
  amountLeft,
  type Money,
  moneyOf,
  planDueOn,
  type InstalmentStatus,
  instalmentStatusOf,
} from './plan.rules';
import { findTrack } from '../track-access.queries';

type WithNote<R> = Omit<R, 'note'> & { readonly note: string | null };

export interface Instalment extends WithNote<rows.InstalmentRow> {
  readonly paid: string;
  readonly cancelled: string;
  /** The rest of the item was cancelled. */
  readonly over: boolean;
  readonly left: string;
  readonly standing: InstalmentStatus;
  readonly steps: readonly WithNote<rows.InstalmentStepRow>[];
}
export interface PlanItem extends WithNote<rows.ItemRow> {
  readonly addedIn: number;
  readonly endedIn: number | null;
  readonly end: WithNote<rows.EndRow> | null;
  /** Null where it costs nothing, or where money is not the reader's. */
  readonly money: (rows.MoneyRow & { paid: string; cancelled: string }) | null;
  readonly instalments: readonly Instalment[];
}
export interface PlanVersion extends rows.VersionRow {
  readonly agreement: WithNote<rows.AgreementRow> | null;
}
export interface Plan {
  readonly versions: readonly PlanVersion[];
  /** The number of the version that holds; 0 while none is agreed. */
  readonly holds: number;
  readonly draftId: string | null;
  readonly items: readonly PlanItem[];
  /** By currency; empty where money is not the reader's. */
  readonly money: readonly Money[];
  /** Until when it is made in time, and whether it was. */
  readonly dueOn: CivilDate | null;
  readonly madeOn: CivilDate | null;
  readonly inTime: boolean | null;
}
export interface PlanOfTrack {
  readonly plan: Plan;
  readonly track: {
    readonly id: string;
    readonly caseId: string;
    readonly door: TrackKind;
    readonly country: string;
    readonly region: string | null;
    readonly state: State;
    readonly live: boolean;
  };
  readonly person: { readonly id: string; readonly caseNumber: string };
  readonly mayWrite: boolean;
  readonly seesMoney: boolean;
  readonly today: CivilDate;
  readonly wordsOf: WordsOf;
}

/** The plan of a track with what is sealed opened; each reading is recorded. */
@Injectable()
export class ReadPlan {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, caseId: string, trackId: string): Promise<PlanOfTrack> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId, trackId));
  }

  async ofIn(tx: Tx, caseId: string, trackId: string): Promise<PlanOfTrack> {
    const person = await this.file.mustRead(tx, caseId);
    const head = await findTrack(this.file, tx, caseId, trackId);
    const [place] = await tx.query<{ country: string; region: string | null }>(
      'SELECT country, region FROM return_tracks WHERE id = $1',
      [trackId],
    );
    const seesMoney = (await allowedParts(tx, caseId, ['money'])).length > 0;
    const plan = await this.whole(tx, trackId);
    const wordsOf = await this.lists.words(tx, plan.items.flatMap(listItemsOf));
    await record(tx, { action: 'returns.read_plan', kind: 'case', ids: [caseId, trackId] });
    return {
      plan,
      person,
      seesMoney,
      today: tx.today,
      wordsOf,
      track: { ...head, ...place!, live: !isOver(head.state) },
      mayWrite: await this.file.writes(tx, caseId),
    };
  }

  private async whole(tx: Tx, trackId: string): Promise<Plan> {
    const { file } = this;
    const versions = await rows.versionsOf(tx, trackId);
    const agreements = await file.withNotes(
      tx,
      'return_plan_agreements',
      await rows.agreementsOf(tx, trackId),
    );
    const items = await file.withNotes(tx, 'return_plan_items', await rows.itemsOf(tx, trackId));
    const ends = await file.withNotes(tx, 'return_plan_ends', await rows.endsOf(tx, trackId));
    const money = await rows.moneyRowsOf(tx, trackId);
    const instalments = await file.withNotes(
      tx,
      'return_instalments',
      await rows.instalmentsOf(tx, trackId),
    );
    const steps = await file.withNotes(
      tx,
      'return_instalment_steps',
      await rows.instalmentStepsOf(tx, trackId),
    );
    const days = await settingOf(tx, 'return_instalment_days', 7);
    const since = await rows.planStartOf(tx, trackId);
    const dueOn = planDueOn(since, await settingOf(tx, 'return_plan_days', 30));
    const numberOf = (id: string) => versions.find((one) => one.id === id)!.number;
    const isAgreed = (id: string) => agreements.some(({ versionId }) => versionId === id);
    const whole = items.map((item): PlanItem => {
      const own = steps.filter(({ itemId }) => itemId === item.id);
      const end = ends.find(({ itemId }) => itemId === item.id) ?? null;
      const its = money.find(({ itemId }) => itemId === item.id) ?? null;
      const over = own.some(({ step }) => step === 'released');
      const state = its?.state ?? null;
      return {
        ...item,
        addedIn: numberOf(item.versionId),
        endedIn: end && isAgreed(end.versionId) ? numberOf(end.versionId) : null,
        end,
        money: its && { ...its, paid: paidOf(own), cancelled: total(own, 'cancelled', 'released') },
        instalments: instalments
          .filter(({ itemId }) => itemId === item.id)
          .map((one): Instalment => {
            const moves = own.filter(({ instalmentId }) => instalmentId === one.id);
            const owed = { paid: paidOf(moves), cancelled: total(moves, 'cancelled'), over };
            const stands = { ...one, ...owed };
            return {
              ...stands,
              left: amountLeft(stands),
              standing: instalmentStatusOf(stands, { today: tx.today, days, money: state }),
              steps: moves,
            };
          }),
      };
    });
    const withAgreement = versions.map((one) => ({
      ...one,
      agreement: agreements.find(({ versionId }) => versionId === one.id) ?? null,
    }));
    const madeOn = withAgreement[0]?.agreement?.on ?? null;
    const holds = withAgreement.findLast(({ agreement }) => agreement !== null)?.number ?? 0;
    return {
      versions: withAgreement,
      items: whole,
      dueOn,
      madeOn,
      holds,
      draftId: withAgreement.find(({ agreement }) => agreement === null)?.id ?? null,
      money: moneyOf(whole.flatMap((item) => inPlan(item, holds))),
      inTime: dueOn && madeOn ? madeOn <= dueOn : null,
    };
  }
}

/** Money of the plan in force: without drafted items; of ended items only what was paid. */
function inPlan({ money, addedIn, endedIn }: PlanItem, holds: number): ItemMoney[] {
  if (!money || (holds > 0 && addedIn > holds)) return [];
  return [endedIn === null ? money : { ...money, amount: money.paid, cancelled: '0.00' }];
}

type InstalmentMovement = Pick<rows.InstalmentStepRow, 'step' | 'amount' | 'undone'>;
const total = (moves: readonly InstalmentMovement[], ...of: InstalmentMovement['step'][]): string =>
  written(sumOf(moves.filter(({ step }) => of.includes(step)).map(({ amount }) => amount)));
const paidOf = (moves: readonly InstalmentMovement[]): string =>
  total(
    moves.filter(({ undone }) => !undone),
    'paid',
  );

const listItemsOf = ({ kind, listVersion, instalments }: PlanItem) => [
  { list: 'reintegration_help', version: listVersion, code: kind },
  ...instalments.map((one) => ({
    list: 'instalment_conditions',
    version: one.listVersion,
    code: one.condition,
  })),
];

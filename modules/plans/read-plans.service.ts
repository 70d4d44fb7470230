import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { allowedParts, CaseSeals, People, type PersonRow, type SealedText } from '../beneficiaries';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { planSealAddress } from './plan-seals.data';
import {
  type GoalRow,
  goalsOf,
  type PlanRow,
  plansOf,
  type PlanStateRow,
  planStatesOf,
  type ProgressRow,
  progressOf,
  type StepRow,
  stepsOf,
} from './plan.queries';
import {
  type AgreementMode,
  type AgreementDecision,
  compareGoals,
  type Goal,
  type GoalChange,
  type Step,
} from './plan.rules';

export interface Progress extends Omit<ProgressRow, 'note' | 'id' | 'key'> {
  readonly note: string | null;
}
export interface PlanStep extends Step {
  readonly userName: string | null;
  readonly progress: Progress | null;
}
export interface PlanGoal extends Goal {
  readonly steps: readonly PlanStep[];
  readonly progress: Progress | null;
}
export interface Agreement {
  readonly decision: AgreementDecision;
  readonly on: CivilDate;
  readonly how: AgreementMode;
  readonly language: string;
}
export interface PlanVersion extends Omit<
  PlanRow,
  'wishes' | 'agreement' | 'agreedOn' | 'agreedHow' | 'agreedLanguage' | 'writers'
> {
  readonly wishes: string | null;
  readonly agreement: Agreement | null;
  readonly goals: readonly PlanGoal[];
}
export interface PlanFile {
  readonly person: PersonRow;
  readonly current: PlanVersion | null;
  readonly draft: PlanVersion | null;
  readonly versions: readonly Omit<PlanVersion, 'goals' | 'wishes'>[];
  readonly history: readonly (Omit<PlanStateRow, 'note'> & { readonly note: string | null })[];
}

/** Reads care plans; audited. */
@Injectable()
export class ReadPlans {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  file(actor: Actor, caseId: string): Promise<PlanFile> {
    return this.transactions.run(actor, (tx) => this.fileIn(tx, caseId));
  }

  async fileIn(tx: Tx, caseId: string): Promise<PlanFile> {
    const person = await this.mustSeeCare(tx, caseId);
    const rows = await plansOf(tx, caseId);
    const current = rows.find(({ state }) => state === 'approved');
    const draft = rows.find(({ state }) => state === 'draft' || state === 'sent');
    const opened = await this.open(
      tx,
      caseId,
      [current, draft].filter((row) => row !== undefined),
    );
    const states = await planStatesOf(tx, caseId);
    const notes = await this.notes(tx, 'plan_states', caseId, states);
    return {
      person,
      current: (current && opened.get(current.id)) ?? null,
      draft: (draft && opened.get(draft.id)) ?? null,
      versions: rows.map((row) => withoutTexts(row)),
      history: states.map((state) => ({ ...state, note: notes.get(state.id) ?? null })),
    };
  }

  version(actor: Actor, caseId: string, version: number): Promise<PlanVersion> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustSeeCare(tx, caseId);
      const row = await this.rowOf(tx, caseId, version);
      return (await this.open(tx, caseId, [row])).get(row.id)!;
    });
  }

  /** Two versions side by side, the earlier first whatever the order asked for. */
  compare(
    actor: Actor,
    caseId: string,
    one: number,
    other: number,
  ): Promise<{ before: PlanVersion; after: PlanVersion; goals: GoalChange<PlanGoal>[] }> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustSeeCare(tx, caseId);
      if (one === other) throw new DomainError('invalid', 'plans.same_version', {}, 'to');
      const older = await this.rowOf(tx, caseId, Math.min(one, other));
      const newer = await this.rowOf(tx, caseId, Math.max(one, other));
      const opened = await this.open(tx, caseId, [older, newer]);
      const [before, after] = [opened.get(older.id)!, opened.get(newer.id)!];
      return { before, after, goals: compareGoals(before.goals, after.goals) };
    });
  }

  async mustSeeCare(tx: Tx, caseId: string): Promise<PersonRow> {
    const person = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, ['care'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  private async rowOf(tx: Tx, caseId: string, version: number): Promise<PlanRow> {
    const row = (await plansOf(tx, caseId)).find((plan) => plan.version === version);
    if (!row) throw notFound();
    return row;
  }

  /** Whole versions: as many statements for thirty goals as for one. */
  private async open(
    tx: Tx,
    caseId: string,
    rows: readonly PlanRow[],
  ): Promise<Map<string, PlanVersion>> {
    if (rows.length === 0) return new Map();
    const ids = rows.map(({ id }) => id);
    const goals = await goalsOf(tx, ids);
    const steps = await stepsOf(tx, ids);
    const progress = await progressOf(tx, caseId);
    const at = (table: SealedTable, id: string, sealed: Buffer): SealedText => ({
      caseId,
      place: planSealAddress[table](id),
      sealed,
    });
    const sealed = [
      ...rows.flatMap(({ id, wishes }) => (wishes ? [{ id, text: at('plans', id, wishes) }] : [])),
      ...goals.map(({ id, title }) => ({ id, text: at('plan_goals', id, title) })),
      ...steps.map(({ id, what }) => ({ id, text: at('plan_steps', id, what) })),
      ...progress.flatMap(({ id, note }) =>
        note ? [{ id, text: at('plan_progress', id, note) }] : [],
      ),
    ];
    const opened = await this.seals.openTexts(
      tx,
      sealed.map(({ text }) => text),
    );
    const texts = new Map(sealed.map(({ id }, place) => [id, opened[place] ?? null]));
    await record(tx, {
      action: 'plans.read',
      kind: 'case',
      ids: [caseId, ...ids],
      fields: ['wishes', 'goals', 'steps'],
    });
    return new Map(rows.map((row) => [row.id, whole(row, goals, steps, progress, texts)]));
  }

  private async notes(
    tx: Tx,
    table: SealedTable,
    caseId: string,
    rows: readonly { id: string; note: Buffer | null }[],
  ): Promise<Map<string, string | null>> {
    const noted = rows.filter(({ note }) => note !== null);
    if (noted.length === 0) return new Map();
    const texts = await this.seals.openTexts(
      tx,
      noted.map(({ id, note }) => ({ caseId, place: planSealAddress[table](id), sealed: note! })),
    );
    return new Map(noted.map(({ id }, place) => [id, texts[place] ?? null]));
  }
}

type SealedTable = keyof typeof planSealAddress;
type Texts = ReadonlyMap<string, string | null>;

function whole(
  row: PlanRow,
  goals: readonly GoalRow[],
  steps: readonly StepRow[],
  progress: readonly ProgressRow[],
  texts: Texts,
): PlanVersion {
  const going = (key: string): Progress | null => {
    const found = progress.find((one) => one.key === key);
    if (!found) return null;
    const { id, state, at, by } = found;
    return { state, at, by, note: texts.get(id) ?? null };
  };
  return {
    ...withoutTexts(row),
    wishes: texts.get(row.id) ?? null,
    goals: goals
      .filter(({ planId }) => planId === row.id)
      .map(({ id, key, dimension }) => ({
        key,
        dimension,
        title: texts.get(id) ?? null,
        progress: going(key),
        steps: steps
          .filter(({ planId, goalKey }) => planId === row.id && goalKey === key)
          .map((step) => ({
            key: step.key,
            what: texts.get(step.id) ?? null,
            who: step.who,
            userId: step.userId,
            userName: step.userName,
            dueOn: step.dueOn,
            progress: going(step.key),
          })),
      })),
  };
}

function withoutTexts(row: PlanRow): Omit<PlanVersion, 'goals' | 'wishes'> {
  const { agreement, agreedOn, agreedHow, agreedLanguage } = row;
  return {
    id: row.id,
    caseId: row.caseId,
    version: row.version,
    state: row.state,
    revision: row.revision,
    basedOn: row.basedOn,
    author: row.author,
    createdAt: row.createdAt,
    sentBy: row.sentBy,
    sentAt: row.sentAt,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
    agreement:
      agreement && agreedOn && agreedHow && agreedLanguage
        ? { decision: agreement, on: agreedOn, how: agreedHow, language: agreedLanguage }
        : null,
  };
}

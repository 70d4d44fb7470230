import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { checkIntake, type IntakeCheck } from './intake-check.rules';
import {
  closeReminders,
  handOversOf,
  type HandOver,
  insertIntake,
  type IntakeRow,
  mustBeOpen,
  openIntakes,
  updateIntake,
  listRegistrars,
} from './intake.queries';
import {
  restorePerson,
  type Draft,
  emptyDraft,
  type StepResult,
  keepStep,
  nextOf,
  placeOf,
  previousOf,
  type IntakeStep,
  stepOf,
  withoutPerson,
  withPerson,
} from './intake.rules';
import type { FormValues } from '../beneficiaries';

export type PeopleChange =
  | { readonly add: string }
  | { readonly remove: number }
  | { readonly return: number };

export interface SavedStep {
  /** Revision of the intake that was read. */
  readonly revision: number;
  /** Values of the step that were read; without them a concurrent change is refused instead of merged. */
  readonly was?: FormValues | null;
  readonly answers: FormValues;
  /** People concerned; by default those named by the answers. */
  readonly places?: readonly number[];
  readonly people?: PeopleChange | null;
  /** `next` stays where something is not right yet; everything else leaves it for later. */
  readonly then?: 'stay' | 'next' | 'skip' | 'back' | IntakeStep;
  /** Kept by itself while somebody types: what another device wrote has not been read yet. */
  readonly unseen?: boolean;
}

export interface IntakeState {
  readonly intake: IntakeRow;
  readonly draft: Draft;
  readonly problems: IntakeCheck['problems'];
  /** Fields of this step that were taken over from another device as it was saved. */
  readonly taken: readonly string[];
}

const placeOfDraft = (id: string) => ({ table: 'intakes', column: 'sealed', row: id });

/** Intakes under way: each is one person's, sealed, and kept step by step. */
@Injectable()
export class Intakes {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  /** Those in the actor's hand: when, how far and how many people; nothing of who they are. */
  mine(actor: Actor): Promise<IntakeRow[]> {
    return this.transactions.run(actor, openIntakes);
  }

  mineIn(tx: Tx): Promise<IntakeRow[]> {
    return openIntakes(tx);
  }

  /** Begins an intake. `others`: companions with their relation to the first person. */
  begin(
    actor: Actor,
    others: readonly string[] = [],
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'intakes.begin', body: others, requestId },
      async (tx) => {
        const id = randomUUID();
        await insertIntake(tx, id, 'people');
        if (others.length > 0) {
          const draft = others.reduce(withPerson, emptyDraft());
          await this.keep(tx, id, draft, { revision: 2, step: 'people' });
        }
        await record(tx, { action: 'intakes.begin', kind: 'intake', ids: [id] });
        return { id };
      },
    );
  }

  /** Typed values and their errors. Audited. */
  read(actor: Actor, id: string, step: IntakeStep | null = null): Promise<IntakeState> {
    return this.transactions.run(actor, async (tx) => {
      const { intake, draft } = await this.openIn(tx, id);
      const { problems } = await checkIntake(draft, tx.today);
      const fields = [step ?? 'all'];
      await record(tx, { action: 'intakes.read', kind: 'intake', ids: [id], fields });
      return { intake, draft, problems, taken: [] };
    });
  }

  /** A paused intake: step, history of holders, and possible next holders. */
  lying(actor: Actor, id: string) {
    return this.transactions.run(actor, async (tx) => ({
      intake: await mustBeOpen(tx, id),
      handOvers: (await handOversOf(tx, id)) as HandOver[],
      colleagues: await listRegistrars(tx),
    }));
  }

  /** Whatever was typed is kept, right or not; nothing that another device kept meanwhile is lost. */
  save(actor: Actor, id: string, step: IntakeStep, saved: SavedStep): Promise<IntakeState> {
    return this.transactions.run(actor, async (tx) => {
      const { intake, draft: before } = await this.openIn(tx, id, true);
      const { draft, taken } = changed(before, step, saved, intake.revision);
      const { problems } = await checkIntake(draft, tx.today);
      const isRight = taken.length === 0 && !problems.some(({ field }) => isOf(step, field));
      const stands = standsAt(step, saved.then ?? 'stay', isRight);
      const revision = intake.revision + 1;
      const people = draft.people.length;
      await this.keep(tx, id, draft, { revision, step: stands });
      await closeReminders(tx, id);
      await record(tx, { action: 'intakes.save', kind: 'intake', ids: [id], fields: [step] });
      return { intake: { ...intake, revision, step: stands, people }, draft, problems, taken };
    });
  }

  private async keep(tx: Tx, id: string, draft: Draft, at: { revision: number; step: IntakeStep }) {
    const key = await this.keys.recordKey(tx, 'intake', id);
    const sealed = seal(key, placeOfDraft(id), JSON.stringify(draft));
    await updateIntake(tx, id, { ...at, people: draft.people.length, sealed });
  }

  async openIn(tx: Tx, id: string, lock = false): Promise<{ intake: IntakeRow; draft: Draft }> {
    const { sealed, ...intake } = await mustBeOpen(tx, id, lock);
    if (!sealed) return { intake, draft: emptyDraft() };
    const key = await this.keys.recordKey(tx, 'intake', id);
    const text = open(key, placeOfDraft(id), sealed).toString();
    return { intake, draft: JSON.parse(text) as Draft };
  }
}

function changed(draft: Draft, step: IntakeStep, saved: SavedStep, revision: number): StepResult {
  const { answers, was = null, people: change, unseen = false } = saved;
  const isStale = saved.revision !== revision;
  if (isStale && was === null) throw new DomainError('conflict', 'intake.changed_meanwhile');
  const named = Object.keys(answers).map(placeOf);
  const places = saved.places ?? [...new Set(named.filter((place) => place !== null))];
  const base = isStale ? was : null;
  const kept = keepStep(draft, step, { typed: answers, places, base, settles: !unseen });
  return change ? { ...kept, draft: withChange(kept.draft, change) } : kept;
}

function withChange(draft: Draft, change: PeopleChange): Draft {
  if ('add' in change) return withPerson(draft, change.add);
  return 'remove' in change
    ? withoutPerson(draft, change.remove)
    : restorePerson(draft, change.return);
}

const isOf = (step: IntakeStep, field: string | undefined): boolean => stepOf(field ?? '') === step;

/** Going on needs the step to be right; going back, skipping and pausing never do. */
function standsAt(
  step: IntakeStep,
  then: NonNullable<SavedStep['then']>,
  isRight: boolean,
): IntakeStep {
  if (then === 'stay') return step;
  if (then === 'back') return previousOf(step);
  if (then === 'skip') return nextOf(step);
  if (then !== 'next') return then;
  return isRight ? nextOf(step) : step;
}

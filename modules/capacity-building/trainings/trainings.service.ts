import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, type SealedFieldAddress, seal } from '../../access';
import { Organisations } from '../../organisations';
import { isCode, Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CapacityActions, recordTraining } from '../capacity-actions.service';
import {
  agendaIn,
  type AgendaRow,
  daysIn,
  type DayRow,
  type Mode,
  stepsIn,
  type StepRow,
  trainingsIn,
  type TrainingRow,
} from './trainings.queries';
import type { CANCELLATION_REASONS, State } from './training-states.rules';
import { mustBeDay } from '../../platform/shared/day-checks.rules';
import { mustNotBeInFuture, translateCapacityErrors } from '../capacity.errors';
import { sealedColumn } from '../../platform/shared/seal';

export interface NewTraining {
  readonly title: string;
  /** Codes of capacity_topics. */
  readonly topics: readonly string[];
  /** Codes of institution_kinds that are asked. */
  readonly audience?: readonly string[];
  readonly language: string;
  readonly mode: Mode;
  /** Code of the list regions, never an address; none where all are elsewhere. */
  readonly region?: string | null;
  readonly organiserId: string;
  readonly trainers?: string | null;
  readonly days: readonly { readonly on: CivilDate; readonly hours: string }[];
  readonly places: number;
  readonly lineId?: string | null;
}
export interface NewStep {
  readonly to: State;
  readonly on: CivilDate;
  readonly reason?: (typeof CANCELLATION_REASONS)[number] | null;
}
export interface NewAgendaRow {
  readonly on: CivilDate;
  readonly from: string;
  readonly until: string;
  readonly subject: string;
  readonly trainer?: string | null;
}
export interface TrainingPlan extends TrainingRow {
  readonly trainers: string | null;
  readonly days: readonly DayRow[];
  readonly agenda: readonly (Omit<AgendaRow, 'trainer'> & { readonly trainer: string | null })[];
  readonly steps: readonly StepRow[];
}

const trainersOf = sealedColumn('capacity_trainings', 'trainers');
const trainerOf = sealedColumn('capacity_agenda', 'trainer');

/** Trainings of officials: topic, audience, dates, trainers; held or cancelled, otherwise immutable. */
@Injectable()
export class CapacityTrainings {
  constructor(
    private readonly acts: CapacityActions,
    private readonly lists: Lists,
    private readonly organisations: Organisations,
    private readonly keys: Keys,
  ) {}

  between(actor: Actor, from: CivilDate, until: CivilDate): Promise<TrainingRow[]> {
    return this.acts.run(actor, (tx) => trainingsIn(tx, { from, until }));
  }

  async headIn(tx: Tx, id: string): Promise<TrainingRow> {
    const [training] = await trainingsIn(tx, { ids: [id] });
    if (!training) throw notFound();
    return training;
  }

  /** With its agenda and who teaches, opened. */
  async planIn(tx: Tx, id: string): Promise<TrainingPlan> {
    const head = await this.headIn(tx, id);
    const agenda = await agendaIn(tx, id);
    const [sealed] = await tx.query<{ trainers: Buffer | null }>(
      'SELECT trainers FROM capacity_trainings WHERE id = $1',
      [id],
    );
    const [trainers, ...teaches] = await this.opened(tx, id, [
      { place: trainersOf(id), sealed: sealed!.trainers },
      ...agenda.map((row) => ({ place: trainerOf(row.id), sealed: row.trainer })),
    ]);
    return {
      ...head,
      trainers: trainers ?? null,
      agenda: agenda.map((row, at) => ({ ...row, trainer: teaches[at] ?? null })),
      days: await daysIn(tx, id),
      steps: await stepsIn(tx, id),
    };
  }

  plan(actor: Actor, given: NewTraining, requestId: string | null = null): Promise<{ id: string }> {
    return this.acts.once(actor, 'capacity.plan', given, requestId, async (tx) => {
      const id = randomUUID();
      const days = daysOf(given);
      const version = await this.checked(tx, given);
      const trainers = await this.sealed(tx, id, trainersOf(id), given.trainers);
      await translateCapacityErrors(
        tx.query(
          `INSERT INTO capacity_trainings (id, title, topics, list_version, audience, language, mode, region, organiser_id, trainers,
             first_day, last_day, places, line_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
          [
            id,
            given.title.trim(),
            [...new Set(given.topics)],
            version,
            [...new Set(given.audience ?? [])],
            given.language,
            given.mode,
            given.region ?? null,
            given.organiserId,
            trainers,
            days[0]!.on,
            days.at(-1)!.on,
            given.places,
            given.lineId ?? null,
          ],
        ),
      );
      await translateCapacityErrors(
        tx.query(
          'INSERT INTO capacity_days (training_id, on_day, minutes) SELECT $1, * FROM unnest($2::date[], $3::smallint[])',
          [id, days.map(({ on }) => on), days.map(({ minutes }) => minutes)],
        ),
      );
      await writeStep(tx, id, 'new', { to: 'planned', on: tx.today });
      await recordTraining(tx, 'capacity.plan', [id]);
      return { id };
    });
  }

  step(
    actor: Actor,
    id: string,
    given: NewStep,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.acts.once(actor, 'capacity.step', { id, ...given }, requestId, async (tx) => {
      const { state } = await this.headIn(tx, id);
      mustNotBeInFuture(tx, given.on);
      if (given.to === 'cancelled' && !given.reason) {
        throw new DomainError('invalid', 'capacity.why', {}, 'reason');
      }
      const reason = given.to === 'cancelled' ? given.reason : null;
      await writeStep(tx, id, state, { ...given, reason });
      await recordTraining(tx, 'capacity.step', [id], [given.to]);
      return { id };
    });
  }

  addToAgenda(
    actor: Actor,
    trainingId: string,
    given: NewAgendaRow,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { trainingId, ...given };
    return this.acts.once(actor, 'capacity.add_to_agenda', body, requestId, async (tx) => {
      await this.headIn(tx, trainingId);
      mustBeDay(given.on, 'on');
      const id = randomUUID();
      const trainer = await this.sealed(tx, trainingId, trainerOf(id), given.trainer);
      await translateCapacityErrors(
        tx.query(
          'INSERT INTO capacity_agenda (id, training_id, on_day, from_at, until_at, subject, trainer) VALUES ($1, $2, $3, $4, $5, $6, $7)',
          [id, trainingId, given.on, given.from, given.until, given.subject.trim(), trainer],
        ),
      );
      await recordTraining(tx, 'capacity.add_to_agenda', [trainingId, id]);
      return { id };
    });
  }

  takeOffAgenda(
    actor: Actor,
    trainingId: string,
    rowId: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { trainingId, rowId };
    return this.acts.once(actor, 'capacity.take_off_agenda', body, requestId, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `UPDATE capacity_agenda SET taken_out_at = mawa_now() WHERE id = $2 AND training_id = $1 AND taken_out_at IS NULL RETURNING id`,
        [trainingId, rowId],
      );
      if (!row) throw notFound();
      await recordTraining(tx, 'capacity.take_off_agenda', [trainingId, rowId]);
      return row;
    });
  }

  /** The version of the topics, where all that is chosen is there to be chosen. */
  private async checked(tx: Tx, given: NewTraining): Promise<number> {
    const notThere = (field: string) => new DomainError('invalid', 'common.not_choice', {}, field);
    const { capacity_topics: topics, institution_kinds: kinds } = await this.lists.inForce(tx, [
      'capacity_topics',
      'institution_kinds',
    ]);
    const has = (edition: typeof topics, code: string) =>
      edition.items.some((item) => item.code === code && !item.retired);
    if (!given.topics.every((code) => has(topics, code))) throw notThere('topics');
    if (!(given.audience ?? []).every((code) => has(kinds, code))) throw notThere('audience');
    if (!isCode('languages', given.language)) throw notThere('language');
    if ((given.mode === 'remote') !== !given.region) {
      throw new DomainError('invalid', 'capacity.where', {}, 'region');
    }
    if (given.region && !isCode('regions', given.region)) throw notThere('region');
    const organiser = (await this.organisations.listIn(tx)).find(
      ({ id }) => id === given.organiserId,
    );
    if (!organiser?.active) throw notThere('organiserId');
    if (given.lineId) {
      const [line] = await tx.query('SELECT 1 AS there FROM budget_lines WHERE id = $1', [
        given.lineId,
      ]);
      if (!line) throw notThere('lineId');
    }
    return topics.version;
  }

  private async sealed(
    tx: Tx,
    trainingId: string,
    place: SealedFieldAddress,
    text: string | null | undefined,
  ): Promise<Buffer | null> {
    const said = text?.trim();
    if (!said) return null;
    return seal(await this.keys.recordKey(tx, 'capacity_training', trainingId), place, said);
  }

  private async opened(
    tx: Tx,
    trainingId: string,
    all: readonly { readonly place: SealedFieldAddress; readonly sealed: Buffer | null }[],
  ): Promise<(string | null)[]> {
    if (all.every(({ sealed }) => sealed === null)) return all.map(() => null);
    const key = await this.keys.recordKey(tx, 'capacity_training', trainingId);
    return all.map(({ place, sealed }) => sealed && open(key, place, sealed).toString());
  }
}

/** In their order; hours in minutes. */
function daysOf({ days }: NewTraining): DayRow[] {
  for (const { on } of days) mustBeDay(on, 'days');
  const inOrder = days
    .map(({ on, hours }) => ({ on, minutes: Math.round(60 * Number(hours)) }))
    .sort((a, b) => a.on.localeCompare(b.on));
  if (new Set(inOrder.map(({ on }) => on)).size < inOrder.length) {
    throw new DomainError('invalid', 'capacity.day_twice', {}, 'days');
  }
  return inOrder;
}

const writeStep = (tx: Tx, id: string, from: State | 'new', { to, on, reason }: NewStep) =>
  translateCapacityErrors(
    tx.query(
      'INSERT INTO capacity_steps (id, training_id, from_state, to_state, on_day, reason) VALUES ($1, $2, $3, $4, $5, $6)',
      [randomUUID(), id, from, to, on, reason ?? null],
    ),
  );

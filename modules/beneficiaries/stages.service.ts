import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Keys } from '../access';
import { record, recordReading } from '../audit';
import { labelOf } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { CaseClosings, type OpenKind } from './case-closings.service';
import { CaseSeals } from './case-seals.service';
import { CaseTabs } from './case-tabs.service';
import { CaseTimeline, type TimelineEntry } from './case-timeline.service';
import { partsWrittenBy, personOf } from './people.queries';
import { allowedParts } from './show-identity.service';
import { stageChangesOf, type StageChangeRow, stageNotesOf, transitionsIn } from './stage.queries';
import {
  type StageStepInput,
  checkStep,
  type Stage,
  stepsFrom,
  type Transition,
} from './stage.rules';

export interface StageStep extends StageStepInput {
  /** Note, sealed under the person's key. */
  readonly note?: string | null;
}

export interface StageHistory {
  readonly stage: Stage;
  readonly changes: readonly (StageChangeRow & { readonly note: string | null })[];
  /** Transitions that the actor's role may record next. */
  readonly next: readonly Transition[];
  /** Consequences of closing the case now; null if it is closed. */
  readonly closing: Closing | null;
}

export interface Closing {
  /** Why the actor does not close it: it was joined to another file, it is for other roles, or others answer for it. */
  readonly forbidden: 'joined' | 'role' | 'not_yours' | null;
  /** The file that it was joined to. */
  readonly joinedTo: string | null;
  /** Who answers for it. */
  readonly officers: readonly string[];
  readonly open: readonly OpenKind[];
}

interface ClosingCase extends Pick<Closing, 'joinedTo' | 'officers'> {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly stage: Stage;
}

const notePlace = (changeId: string) => ({ table: 'stage_notes', column: 'sealed', row: changeId });

/** Stages of a person: each change is a row with decision maker, author, time and reason. */
@Injectable()
export class Stages implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
    private readonly closings: CaseClosings,
  ) {}

  onModuleInit(): void {
    this.timeline.add(stageTimelineEntries);
    this.tabs.add({
      key: 'stages',
      label: 'stages:tab',
      icon: 'route',
      permission: 'people:read',
      part: 'facts',
      order: 12,
    });
  }

  change(
    actor: Actor,
    caseId: string,
    step: StageStep,
    requestId: string | null = null,
  ): Promise<{ stage: Stage; untilOn: CivilDate | null }> {
    // Kept with the request id: a keyed digest, from which no note can be guessed.
    const body = this.keys.bodyDigest({ caseId, ...step });
    return this.transactions.once(
      actor,
      { useCase: 'people.change_stage', body, requestId },
      (tx) => this.changeIn(tx, caseId, step),
    );
  }

  async changeIn(
    tx: Tx,
    caseId: string,
    step: StageStep,
  ): Promise<{ stage: Stage; untilOn: CivilDate | null }> {
    await mustWrite(tx, caseId);
    const [row] = await tx.query<{ stage: Stage }>(
      'SELECT stage FROM cases WHERE id = $1 FOR UPDATE',
      [caseId],
    );
    if (!row) throw notFound();
    const { to, reason } = step;
    const decidedBy = checkStep(await transitionsIn(tx), row.stage, step, tx.actor.roles);
    const untilOn = to === 'reflection_period' ? await reflectionEnd(tx) : null;
    await tx.query('UPDATE cases SET stage = $2 WHERE id = $1', [caseId, to]);
    const [change] = await tx.query<{ id: string }>(
      // Always after the last one: their order is the history, also within one instant.
      `INSERT INTO stage_changes (case_id, from_stage, to_stage, by, reason, decided_by, until_on, at)
       SELECT $1, $2, $3, $4, $5, $6, $7, greatest(mawa_now(), max(at) + interval '1 millisecond')
         FROM stage_changes WHERE case_id = $1 RETURNING id`,
      [caseId, row.stage, to, tx.actor.userId, reason, decidedBy, untilOn],
    );
    await this.keepNote(tx, caseId, change!.id, step.note);
    if (row.stage === 'reflection_period') await closeReflectionTasks(tx, caseId);
    if (untilOn !== null) await askBeforeItEnds(tx, caseId, change!.id, untilOn);
    await record(tx, {
      action: 'people.change_stage',
      kind: 'case',
      ids: [caseId],
      fields: ['stage'],
    });
    return { stage: to, untilOn };
  }

  /** The whole way, and what may follow; notes only for those who may read the account. */
  history(actor: Actor, caseId: string): Promise<StageHistory> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<ClosingCase>(
        `SELECT id AS "caseId", stage, case_number AS "caseNumber", merged_into AS "joinedTo",
                case_officers(id) AS officers FROM cases WHERE id = $1`,
        [caseId],
      );
      if (!row) throw notFound();
      const next = await this.nextFor(tx, row.stage);
      await recordReading(tx, 'people.read_stages', [caseId]);
      const changes = await stageChangesOf(tx, caseId);
      const notes = await this.notes(tx, caseId);
      return {
        stage: row.stage,
        changes: changes.map((change) => ({ ...change, note: notes.get(change.id) ?? null })),
        next,
        closing: row.stage === 'closed' ? null : await this.closingOf(tx, row, next),
      };
    });
  }

  /** The steps from here that the actor's role writes down. */
  async nextFor(tx: Tx, from: Stage): Promise<readonly Transition[]> {
    return stepsFrom(await transitionsIn(tx), from).filter(({ roles }) =>
      roles.some((role) => tx.actor.roles.includes(role)),
    );
  }

  private async closingOf(tx: Tx, one: ClosingCase, next: readonly Transition[]): Promise<Closing> {
    const { joinedTo, officers } = one;
    const forbidden = await this.whyNotClosed(tx, one, next);
    return {
      forbidden,
      joinedTo,
      officers,
      open: forbidden ? [] : await this.closings.of(tx, one),
    };
  }

  private async whyNotClosed(
    tx: Tx,
    { caseId, joinedTo }: ClosingCase,
    next: readonly Transition[],
  ): Promise<Closing['forbidden']> {
    if (joinedTo !== null) return 'joined';
    if (!next.some(({ to }) => to === 'closed')) return 'role';
    return (await partsWrittenBy(tx, caseId)).includes('facts') ? null : 'not_yours';
  }

  private async keepNote(
    tx: Tx,
    caseId: string,
    changeId: string,
    note: string | null | undefined,
  ): Promise<void> {
    const text = note?.trim();
    if (!text) return;
    const sealed = await this.seals.sealText(tx, caseId, notePlace(changeId), text);
    await tx.query('INSERT INTO stage_notes (change_id, case_id, sealed) VALUES ($1, $2, $3)', [
      changeId,
      caseId,
      sealed,
    ]);
  }

  private async notes(tx: Tx, caseId: string): Promise<Map<string, string | null>> {
    if ((await allowedParts(tx, caseId, ['story'])).length === 0) return new Map();
    const rows = await stageNotesOf(tx, caseId);
    if (rows.length === 0) return new Map();
    const texts = await this.seals.openTexts(
      tx,
      rows.map(({ changeId, sealed }) => ({ caseId, place: notePlace(changeId), sealed })),
    );
    await record(tx, { action: 'people.read_stage_notes', kind: 'case', ids: [caseId] });
    return new Map(rows.map(({ changeId }, place) => [changeId, texts[place] ?? null]));
  }
}

async function daysOf(tx: Tx, key: string): Promise<number> {
  const [row] = await tx.query<{ days: number }>('SELECT mawa_setting($1)::int AS days', [key]);
  return row!.days;
}

const reflectionEnd = async (tx: Tx): Promise<CivilDate> =>
  addDays(tx.today, await daysOf(tx, 'reflection_period_days'));

/** Opens a task for the author some days before the end of a stage, or at once if it is shorter. */
async function askBeforeItEnds(tx: Tx, caseId: string, changeId: string, end: CivilDate) {
  const warnOn = addDays(end, -(await daysOf(tx, 'reflection_warning_days')));
  const due = warnOn > tx.today ? warnOn : tx.today;
  await tx.query(`SELECT add_task('reflection_ends', $1, $2, 'case_supervisor', $3, $4)`, [
    caseId,
    changeId,
    tx.actor.userId,
    `${due}T12:00:00Z`,
  ]);
}

const closeReflectionTasks = (tx: Tx, caseId: string) =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = $2
      WHERE kind = 'reflection_ends' AND case_id = $1 AND done_at IS NULL`,
    [caseId, tx.actor.userId],
  );

async function stageTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const changes = await stageChangesOf(tx, caseId);
  return changes.map(({ to, at, by, reason, decidedBy }) => ({
    kind: 'stage',
    at,
    by,
    path: `/people/${caseId}/stages`,
    sentence: (language) => {
      const what = translate(language, `people:timeline.stage.${reason}`, {
        stage: labelOf('stages', to, language),
      });
      if (decidedBy === null || decidedBy === 'programme') return what;
      const who = labelOf('deciders', decidedBy, language);
      return translate(language, 'stages:timeline_decided', { what, who });
    },
  }));
}

/** Shelters that keep a bed can read the stage but not change it. */
async function mustWrite(tx: Tx, caseId: string): Promise<void> {
  if (!(await personOf(tx, caseId))) throw notFound();
  if (!(await partsWrittenBy(tx, caseId)).includes('facts')) {
    throw new DomainError('forbidden', 'people.not_yours_to_change');
  }
}

import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../audit';
import {
  CaseTimeline,
  Corrections,
  FactChangeListeners,
  filesOf,
  type NewPerson,
  People,
  type PersonRow,
} from '../beneficiaries';
import { TaskKinds } from '../plans';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translateJoinErrors } from './join.errors';
import {
  type MergeRow,
  mergeOf,
  mergesOf,
  listNewReaders,
  type RecordCount,
  recordsOf,
  sharedNights,
  type LaterRecordKind,
  type JoinReason,
  type SplitReason,
  countLaterRecords,
} from './join.queries';
import {
  type FieldGroupChoice,
  contradictions,
  type FieldGroup,
  type JoinSide,
  takenOver,
} from './join.rules';
import { joinTimelineEntries } from './join-timeline.queries';
import { ReviewDuplicates } from './review.service';

/** Consequences of joining, shown before the decision. */
export interface JoinConsequences {
  readonly into: PersonRow;
  readonly from: PersonRow;
  /** Records of the joined file: they stay there and are read from both. */
  readonly records: readonly RecordCount[];
  /** Both cases have a plan in force: that of the continuing case is followed. */
  readonly twoPlans: boolean;
  readonly choices: readonly FieldGroupChoice[];
  /** Facts that the continuing case lacks and takes over. */
  readonly taken: readonly (keyof NewPerson)[];
  readonly newcomers: readonly string[];
  /** Code of the obstacle; null if there is none. */
  readonly obstacle: string | null;
  readonly sharedNights: readonly CivilDate[];
}

export interface PartConsequences {
  readonly merge: MergeRow;
  /** Written since, and to which file it belongs. */
  readonly since: readonly {
    readonly caseNumber: string;
    readonly written: readonly { kind: LaterRecordKind; count: number }[];
  }[];
  /** Whether facts taken over go back; they stay where the file was corrected since. */
  readonly factsGoBack: boolean;
  readonly losing: readonly string[];
  readonly obstacle: string | null;
}

export interface JoinInput {
  readonly intoId: string;
  readonly why: JoinReason;
  readonly choices?: Readonly<Partial<Record<FieldGroup, JoinSide>>>;
}

/** Joining two files of one person, and taking it back: consequences first, then one transaction. */
@Injectable()
export class JoinFiles implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly review: ReviewDuplicates,
    private readonly people: People,
    private readonly corrections: Corrections,
    private readonly changes: FactChangeListeners,
    private readonly timeline: CaseTimeline,
    private readonly kinds: TaskKinds,
  ) {}

  onModuleInit(): void {
    this.timeline.add(joinTimelineEntries);
    this.kinds.add({
      kind: 'files_joined',
      icon: 'arrows-join',
      byHand: true,
      path: ({ caseId }) => caseId && `/people/${caseId}`,
    });
  }

  consequences(
    actor: Actor,
    pairId: string,
    intoId: string | null = null,
  ): Promise<JoinConsequences> {
    return this.transactions.run(actor, async (tx) => {
      const { into, from } = await this.sidesIn(tx, pairId, intoId);
      const [goingOn, joining] = [
        await this.corrections.knownIn(tx, into.id),
        await this.corrections.knownIn(tx, from.id),
      ];
      const files = await filesOf(tx, from.id);
      const own = await recordsOf(tx, await filesOf(tx, into.id));
      const records = await recordsOf(tx, files);
      const hasPlan = (some: readonly RecordCount[]) => some.some(({ kind }) => kind === 'plans');
      return {
        into,
        from,
        records,
        twoPlans: hasPlan(records) && hasPlan(own),
        choices: contradictions(goingOn, joining),
        taken: Object.keys(takenOver(goingOn, joining, {})) as (keyof NewPerson)[],
        newcomers: await listNewReaders(tx, into.id, from.id),
        obstacle: await this.tried(tx, () =>
          this.joinIn(tx, randomUUID(), pairId, into.id, 'facts_agree'),
        ),
        sharedNights: await sharedNights(tx, into.id, from.id),
      };
    });
  }

  join(
    actor: Actor,
    pairId: string,
    joining: JoinInput,
    requestId: string | null = null,
  ): Promise<{ id: string; caseId: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'duplicates.join', body: { pairId, ...joining }, requestId },
      (tx) => this.runIn(tx, pairId, joining),
    );
  }

  merges(actor: Actor, caseId: string): Promise<MergeRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      return mergesOf(tx, caseId);
    });
  }

  partConsequences(actor: Actor, caseId: string, mergeId: string): Promise<PartConsequences> {
    return this.transactions.run(actor, async (tx) => {
      const merge = await this.mergeIn(tx, caseId, mergeId);
      const since = [];
      for (const [id, caseNumber] of [
        [merge.intoId, merge.intoNumber],
        [merge.caseId, merge.caseNumber],
      ] as const) {
        since.push({ caseNumber, written: await countLaterRecords(tx, id, merge.at) });
      }
      const corrected = since[0]!.written.some(({ kind }) => kind === 'corrections');
      return {
        merge,
        since,
        factsGoBack: !corrected,
        losing: await this.losing(tx, merge),
        obstacle: merge.undoneAt
          ? 'duplicates.undone_already'
          : await this.tried(tx, () => this.partIn(tx, mergeId, 'mistake')),
      };
    });
  }

  part(actor: Actor, caseId: string, mergeId: string, why: SplitReason): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const merge = await this.mergeIn(tx, caseId, mergeId);
      await tx.query('SELECT placing_locks($1, $2)', [[], [merge.intoId, merge.caseId]]);
      if (!(await this.partIn(tx, mergeId, why)))
        throw new DomainError('conflict', 'duplicates.undone_already');
      for (const id of [merge.intoId, merge.caseId])
        await this.changes.notify(tx, id, { quietly: true });
      await record(tx, {
        action: 'duplicates.part',
        kind: 'case',
        ids: [mergeId, merge.caseId, merge.intoId],
        fields: [why],
      });
    });
  }

  private async runIn(tx: Tx, pairId: string, { intoId, why, choices = {} }: JoinInput) {
    const { into, from } = await this.sidesIn(tx, pairId, intoId);
    const [goingOn, joining] = [
      await this.corrections.knownIn(tx, into.id),
      await this.corrections.knownIn(tx, from.id),
    ];
    const open = contradictions(goingOn, joining).filter(({ group }) => !choices[group]);
    if (open.length > 0) {
      throw new FieldErrors(
        open.map(
          ({ group }) => new DomainError('invalid', 'duplicates.choose', {}, `choices.${group}`),
        ),
      );
    }
    const id = randomUUID();
    await tx.query('SELECT placing_locks($1, $2)', [[], [into.id, from.id]]);
    await this.joinIn(tx, id, pairId, into.id, why);
    const fields = await this.corrections.takeOver(
      tx,
      into.id,
      takenOver(goingOn, joining, choices),
    );
    // Requests and bookings under the other number now follow the facts of this case.
    await this.changes.notify(tx, into.id);
    // People kept apart from one case may have beds near those of the other.
    await tx.query('SELECT open_separation_tasks($1)', [[into.id]]);
    await record(tx, {
      action: 'duplicates.join',
      kind: 'case',
      ids: [id, from.id, into.id],
      fields: [why, ...fields],
    });
    return { id, caseId: into.id };
  }

  private async joinIn(
    tx: Tx,
    id: string,
    pairId: string,
    intoId: string,
    why: JoinReason,
  ): Promise<void> {
    const [row] = await translateJoinErrors(() =>
      tx.query<{ joined: string | null }>('SELECT join_files($1, $2, $3, $4) AS joined', [
        id,
        pairId,
        intoId,
        why,
      ]),
    );
    if (!row!.joined) throw new DomainError('conflict', 'duplicates.judged_already');
  }

  private async partIn(tx: Tx, mergeId: string, why: SplitReason): Promise<boolean> {
    const [row] = await translateJoinErrors(() =>
      tx.query<{ parted: boolean }>('SELECT part_files($1, $2) AS parted', [mergeId, why]),
    );
    return row!.parted;
  }

  /** The two cases of a pair, or those they were joined to; the older one continues by default. */
  private async sidesIn(tx: Tx, pairId: string, intoId: string | null) {
    const { pair, holds } = await this.review.comparisonIn(tx, pairId);
    if (!holds[0] || !holds[1]) throw new DomainError('forbidden', 'duplicates.needs_both');
    if (pair.state !== 'proposed') throw new DomainError('conflict', 'duplicates.judged_already');
    const files = [];
    for (const id of [pair.caseId, pair.otherId]) {
      const [row] = await tx.query<{ id: string }>('SELECT mawa_person($1) AS id', [id]);
      files.push(await this.people.find(tx, row!.id));
    }
    // Somebody joined both to one person since the pair was read.
    if (files[0]!.id === files[1]!.id)
      throw new DomainError('conflict', 'duplicates.judged_already');
    files.sort(
      (a, b) =>
        a.registeredOn.localeCompare(b.registeredOn) || a.caseNumber.localeCompare(b.caseNumber),
    );
    const into = intoId === null ? files[0] : files.find(({ id }) => id === intoId);
    if (!into) throw new DomainError('invalid', 'duplicates.not_of_the_pair', {}, 'intoId');
    return { into, from: files.find(({ id }) => id !== into.id)! };
  }

  private async mergeIn(tx: Tx, caseId: string, mergeId: string): Promise<MergeRow> {
    await this.people.find(tx, caseId);
    const merge = await mergeOf(tx, caseId, mergeId);
    if (!merge) throw notFound();
    return merge;
  }

  /** Who sees both files only because they are joined. */
  private async losing(tx: Tx, { caseId, intoId }: MergeRow): Promise<string[]> {
    const rows = await tx.query<{ name: string }>('SELECT name FROM access_by_joining($1, $2)', [
      caseId,
      intoId,
    ]);
    return rows.map(({ name }) => name);
  }

  /** Runs the work and rolls it back, to get obstacles from the constraints themselves. */
  private async tried(tx: Tx, work: () => Promise<unknown>): Promise<string | null> {
    await tx.query('SAVEPOINT tried');
    try {
      await work();
      return null;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return error.code;
    } finally {
      await tx.query('ROLLBACK TO SAVEPOINT tried');
    }
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../access';
import { Transactions, type Tx } from '../platform/database/transactions';
import { type JobRecord, JobHandlers, Jobs, type WorkItem } from '../platform/queue';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { Columns } from './columns.rules';
import type { ImportProgress } from './import-list.types';
import { ended, type ImportChoices, type ImportedRun, ImportRuns } from './import-runs.service';
import { lockRun, runOf } from './runs/runs.queries';
import type { CheckResult } from './runs/run-seals.service';

/** Files with more rows are checked and imported by a job, with progress on their page. */
const MOST_ROWS_AT_ONCE = 2_000;
/** Reading and checking the file, before its first row is written. */
const CHECKED_PERCENT = 20;

/** How far the trial or the import of a run is. */
export interface ImportJob {
  readonly id: string;
  readonly kind: ImportJobKind;
  readonly state: JobRecord['state'];
  readonly percent: number;
  /** Rows that are written, or were written to be taken back, of how many; null while the file is read and checked. */
  readonly done: number | null;
  readonly rows: number;
  readonly errorCode: string | null;
  /** Keys of messages for the author of the import, shown when it is done. */
  readonly notes: readonly string[];
}

export type ImportJobKind = 'check-import-file' | 'import-file';

export interface BegunImport {
  readonly id: string;
  readonly job: ImportJob;
}

export const isUnderWay = (job: ImportJob | null): boolean =>
  job !== null && (job.state === 'waiting' || job.state === 'running');

const underWay = () => new DomainError('conflict', 'imports.under_way');

/** Checks and imports long files as background jobs, all rows or none, and reports how many rows are written. */
@Injectable()
export class BackgroundImports implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly handlers: JobHandlers,
    private readonly runs: ImportRuns,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork({ kind: 'check-import-file', run: (work) => this.runTrial(work) });
    this.handlers.addWork({ kind: 'import-file', run: (work) => this.run(work) });
  }

  /** Stores the chosen columns; the trial runs at once or as a job. */
  async choose(
    actor: Actor,
    id: string,
    columns: Columns,
    saveAs: string | null = null,
  ): Promise<CheckResult | BegunImport> {
    const rows = await this.runs.openRows(actor, id);
    if (rows <= MOST_ROWS_AT_ONCE) return this.runs.choose(actor, id, columns, saveAs);
    return this.transactions.run(actor, async (tx) => {
      const run = await lockRun(tx, id);
      if (isUnderWay(await jobOf(tx, id, run.rows))) throw underWay();
      await this.runs.keepColumnsIn(tx, id, columns, saveAs);
      await this.jobs.enqueue(tx, 'check-import-file', { runId: id });
      return { id, job: (await jobOf(tx, id, run.rows))! };
    });
  }

  /** At once, or as a job that is then under way. */
  async import(
    actor: Actor,
    id: string,
    choices: ImportChoices = {},
  ): Promise<ImportedRun | CheckResult | BegunImport> {
    const rows = await this.runs.openRows(actor, id);
    if (rows <= MOST_ROWS_AT_ONCE) return this.runs.import(actor, id, choices);
    const { again = false, leaveOut = false, requestId = null } = choices;
    const once = { useCase: 'imports.begin', body: { id, again, leaveOut }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const run = await lockRun(tx, id);
      const before = await jobOf(tx, id, run.rows);
      if (run.state !== 'open') throw ended(run);
      if (isUnderWay(before) && before!.kind === 'check-import-file') throw underWay();
      if (!isUnderWay(before))
        await this.jobs.enqueue(tx, 'import-file', { runId: id, again, leaveOut });
      return { id, job: (await jobOf(tx, id, run.rows))! };
    });
  }

  /** The last job of a run that the actor sees. */
  job(actor: Actor, id: string): Promise<ImportJob | null> {
    return this.transactions.run(actor, async (tx) => jobOf(tx, id, (await runOf(tx, id)).rows));
  }

  private async runTrial(work: WorkItem<'check-import-file'>): Promise<void> {
    const { actor, params } = work;
    if (!may(actor, 'imports:run')) throw new DomainError('forbidden', 'access.not_yours');
    await work.progress(5, 'checking');
    const reporting = reporter(work);
    await this.runs.tryOut(actor, params.runId, {
      progress: reporting.progress,
      finish: async (tx, { errorCount }) => {
        await reporting.ended();
        await work.finish(tx, { errors: errorCount });
      },
    });
  }

  private async run(work: WorkItem<'import-file'>): Promise<void> {
    const { actor, params } = work;
    if (!may(actor, 'imports:run')) throw new DomainError('forbidden', 'access.not_yours');
    await work.progress(5, 'checking');
    const reporting = reporter(work);
    const done = await this.runs.import(
      actor,
      params.runId,
      { again: params.again, leaveOut: params.leaveOut },
      {
        progress: reporting.progress,
        finish: async (tx, { imported, notes }) => {
          await reporting.ended();
          await work.finish(tx, { imported, notes });
        },
      },
    );
    // Errors of the file or of constraints are stored with the run, whose page shows them.
    if ('errors' in done)
      await this.transactions.run(actor, (tx) => work.finish(tx, { errors: done.errorCount }));
  }
}

/** Reports progress without waiting; only the last report is awaited. */
function reporter(work: Pick<WorkItem<ImportJobKind>, 'progress'>) {
  let last: Promise<void> = Promise.resolve();
  const progress: ImportProgress = (done, total) => {
    const percent = CHECKED_PERCENT + ((100 - CHECKED_PERCENT) * done) / total;
    // Cancellation is noticed by the heartbeat of the job runner.
    last = work.progress(percent, `written.${done}`).catch(() => undefined);
  };
  return { progress, ended: () => last };
}

async function jobOf(tx: Tx, runId: string, rows: number): Promise<ImportJob | null> {
  const [job] = await tx.query<
    Pick<
      JobRecord<ImportJobKind>,
      'id' | 'kind' | 'state' | 'progress' | 'step' | 'errorCode' | 'result'
    >
  >(
    `SELECT id, kind, state, progress, step, error_code AS "errorCode", result FROM jobs
      WHERE kind IN ('check-import-file', 'import-file') AND params ->> 'runId' = $1 ORDER BY asked_at DESC, state IN ('done', 'failed'), id LIMIT 1`,
    [runId],
  );
  if (!job) return null;
  const { id, kind, state, progress: percent, step, errorCode, result } = job;
  const written = /^written\.(\d+)$/.exec(step ?? '')?.[1];
  return {
    id,
    kind,
    state,
    percent,
    done: written === undefined ? null : Number(written),
    rows,
    errorCode,
    notes: Array.isArray(result?.notes) ? (result.notes as string[]) : [],
  };
}

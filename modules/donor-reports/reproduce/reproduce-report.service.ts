import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { ReplicaReads } from '../../platform/database/replica';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers, Jobs, RunEnded, type WorkItem } from '../../platform/queue';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { editions } from '../editions';
import { canonical, sha256 } from '../../platform/shared/digest.rules';
import { lockReport } from '../reports.queries';
import { isFrozen, type KeptReport, KeptReports } from '../trace/frozen-report.service';
import { editionsMoved } from './editions-moved.rules';
import { FiguresOfToday } from './figure-comparison.service';
import {
  type FileComparison,
  isSame,
  type KeptFile,
  type RerenderedFile,
  rerenderFile,
} from './rerender-file.service';
import type { Reproduction } from './reproduction.types';
import { SaveReproductions } from './save-reproductions.service';
import {
  jobOfReproduction,
  keptFiles,
  type PublishedVersion,
  publishedOf,
} from './reproductions.queries';

/** Who waits for it: receives the progress and each file, and may stop it. */
export interface ReproductionObserver {
  progress(percent: number, step: string): Promise<void>;
  readonly file?: (file: RerenderedFile) => void;
  readonly signal?: AbortSignal;
  /** In the transaction that keeps the answer. */
  readonly kept?: (tx: Tx, made: Reproduction) => Promise<void>;
}

/**
 * Reproduces a frozen report: are its files rendered byte for byte from the frozen document, and which figures differ
 * when recounted from present rows.
 */
@Injectable()
export class ReproduceReport implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: ReplicaReads,
    private readonly jobs: Jobs,
    private readonly handlers: JobHandlers,
    private readonly reports: KeptReports,
    private readonly today: FiguresOfToday,
    private readonly keep: SaveReproductions,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork({ kind: 'reproduce-report', run: (work) => this.run(work) });
  }

  /** One at a time: who asks meanwhile gets the running one. */
  ask(actor: Actor, id: string, requestId: string | null): Promise<{ id: string; jobId: string }> {
    const body = { id };
    return this.transactions.once(actor, { useCase: 'reports.reproduce', body, requestId }, (tx) =>
      this.askIn(tx, id),
    );
  }

  private async askIn(tx: Tx, id: string): Promise<{ id: string; jobId: string }> {
    const { state } = await lockReport(tx, id);
    if (!isFrozen(state)) throw new DomainError('conflict', 'reproductions.not_frozen');
    const last = await jobOfReproduction(tx, id);
    const known = last && (await this.jobs.find(tx, last));
    if (known && ['waiting', 'running'].includes(known.state)) return { id, jobId: known.id };
    const jobId = await this.jobs.enqueue(tx, 'reproduce-report', { reportId: id });
    await record(tx, { action: 'reports.ask_reproduction', kind: 'report', ids: [id] });
    return { id, jobId };
  }

  private async run(work: WorkItem<'reproduce-report'>): Promise<void> {
    const { signal, params } = work;
    await this.of(work.actor, params.reportId, {
      signal,
      progress: (percent, step) => work.progress(percent, step),
      kept: async (tx, made) => {
        const { id, files, moved } = made;
        const same = files.filter(isSame).length;
        await work.finish(tx, { id, same, files: files.length, moved: moved.length });
      },
    });
  }

  async of(actor: Actor, reportId: string, watching: ReproductionObserver): Promise<Reproduction> {
    if (!may(actor, 'reports:read')) throw new DomainError('forbidden', 'access.not_yours');
    await watching.progress(2, 'open');
    const { kept, published, files } = await this.reads.run('kept report', actor, (tx) =>
      this.open(tx, reportId),
    );
    const made = await this.files(published, files, watching);
    await watching.progress(72, 'figures');
    const figures = await this.reads.run('figures of a kept report', actor, (tx) =>
      this.today.compare(tx, kept, (percent) =>
        watching.progress(72 + Math.floor(percent / 4), 'figures'),
      ),
    );
    await watching.progress(95, 'keep');
    const reproduction: Reproduction = {
      id: randomUUID(),
      reportId,
      version: kept.version,
      ...figures,
      files: made,
      documentSame: sha256(canonical(published.published)) === published.sha256,
      editionsMoved: editionsMoved(editionsIn(kept), editions()),
    };
    await this.transactions.run(actor, async (tx) => {
      await this.keep.add(tx, reproduction);
      await record(tx, { action: 'reports.reproduce', kind: 'report', ids: [reportId] });
      await watching.kept?.(tx, reproduction);
    });
    return reproduction;
  }

  private async open(tx: Tx, id: string) {
    const kept = await this.reports.frozen(tx, id);
    const published = await publishedOf(tx, id, kept.version);
    return { kept, published, files: await keptFiles(tx, id, kept.version) };
  }

  private async files(
    { published }: PublishedVersion,
    kept: readonly KeptFile[],
    watching: ReproductionObserver,
  ): Promise<FileComparison[]> {
    const made: FileComparison[] = [];
    for (const file of kept) {
      if (watching.signal?.aborted) throw new RunEnded('cancelled');
      const percent = 5 + Math.floor((65 * made.length) / kept.length);
      await watching.progress(percent, `render_${file.format}`);
      const again = await rerenderFile(published, file);
      watching.file?.(again);
      const { format, language, kept: before, made: today } = again;
      made.push({ format, language, kept: before, made: today });
    }
    return made;
  }
}

/** Editions stored with a freeze, without the choices made for this report. */
function editionsIn({ versions }: KeptReport): Record<string, unknown> {
  const known = Object.keys(editions());
  return Object.fromEntries(Object.entries(versions).filter(([name]) => known.includes(name)));
}

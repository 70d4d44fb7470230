import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Keys, open, seal } from '../../access';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { Jobs } from '../../platform/queue';
import type { Actor } from '../../platform/shared/actor';
import { canonical } from '../../platform/shared/digest.rules';
import { type FileRow, filesOf, findReport } from '../reports.queries';
import { isFrozen } from '../trace/frozen-report.service';
import type { NamedMove } from './figure-comparison.service';
import { isSame } from './rerender-file.service';
import type { Reproduction } from './reproduction.types';
import {
  frozenAt,
  jobOfReproduction,
  keepReproduction,
  type ReproductionRow,
  reproductionsOf,
} from './reproductions.queries';

const zip = promisify(gzip);
const unzip = promisify(gunzip);
const MOST = 20;

export type SavedReproduction = Omit<ReproductionRow, 'sealed'> & {
  readonly moved: readonly NamedMove[];
};

export interface ReproductionsOfReport {
  readonly reportId: string;
  readonly frozenAt: Date | null;
  /** May be made again. */
  readonly isFrozen: boolean;
  readonly job: {
    readonly id: string;
    readonly state: string;
    readonly progress: number;
    readonly step: string | null;
    readonly errorCode: string | null;
  } | null;
  /** Frozen files by format and language. */
  readonly files: readonly Pick<FileRow, 'format' | 'language'>[];
  /** Newest first. */
  readonly reproductions: readonly SavedReproduction[];
}

/** Each answer stays: what was the same and what had moved on that day. Figures are sealed like the report's own. */
@Injectable()
export class SaveReproductions {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly jobs: Jobs,
  ) {}

  async add(tx: Tx, made: Reproduction): Promise<void> {
    const { id, reportId, version, files, moved } = made;
    const key = await this.keys.recordKey(tx, 'report', reportId);
    const differ = files.filter((file) => !isSame(file));
    await keepReproduction(tx, reportId, {
      id,
      version,
      documentSame: made.documentSame,
      editionsMoved: made.editionsMoved,
      filesKept: files.length,
      filesSame: files.length - differ.length,
      filesDiffer: differ,
      figuresMoved: moved.filter(valuesDiffer).length,
      erasedSince: made.erasedSince,
      sealed: seal(key, placeOf(id), await zip(canonical(moved))),
    });
  }

  of(actor: Actor, reportId: string): Promise<ReproductionsOfReport> {
    return this.transactions.run(actor, async (tx) => {
      const report = await findReport(tx, reportId);
      const key = await this.keys.recordKey(tx, 'report', reportId);
      const rows = await reproductionsOf(tx, reportId, MOST);
      const reproductions = await Promise.all(
        rows.map(async ({ sealed, ...row }) => ({
          ...row,
          moved: await unsealed(key, row.id, sealed),
        })),
      );
      if (reproductions.some(({ moved }) => moved.length > 0))
        await record(tx, { action: 'reports.read_reproductions', kind: 'report', ids: [reportId] });
      const jobId = await jobOfReproduction(tx, reportId);
      const job = jobId ? await this.jobs.find(tx, jobId) : null;
      return {
        reportId,
        reproductions,
        isFrozen: isFrozen(report.state),
        files: (await filesOf(tx, reportId)).map(({ format, language }) => ({ format, language })),
        frozenAt: await frozenAt(tx, reportId),
        job: job && {
          id: job.id,
          state: job.state,
          progress: job.progress,
          step: job.step,
          errorCode: job.errorCode,
        },
      };
    });
  }
}

export const valuesDiffer = ({ then, now }: Pick<NamedMove, 'then' | 'now'>): boolean =>
  then !== now;

const placeOf = (row: string) => ({
  table: 'report_reproductions',
  column: 'differences_sealed',
  row,
});

async function unsealed(key: Buffer, id: string, sealed: Buffer): Promise<NamedMove[]> {
  const plain = await unzip(open(key, placeOf(id), sealed));
  return JSON.parse(plain.toString()) as NamedMove[];
}

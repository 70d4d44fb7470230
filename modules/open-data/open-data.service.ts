import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import { type JobRecord, Jobs } from '../platform/queue';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type Quarter, quarterOf } from '../platform/shared/quarters.rules';
import { referencesIn, type ReferenceRow } from './iati/iati.queries';
import {
  fileIn,
  type FileRow,
  filesIn,
  lastWork,
  type OpenFile,
  type PopulationRow,
  populationsIn,
  type SetRow,
  setsIn,
} from './open-data.queries';
import { type PublishedMoney, publishedMoneyOf } from './money/published-money.queries';
import type { PopulationDto, ReferenceDto } from './open-data.dto';
import { quartersOver } from './open-data.rules';

export interface OpenDataSet extends SetRow {
  readonly quarter: Quarter;
  readonly files: readonly FileRow[];
}
export interface OpenDataOverview {
  /** The latest first, with its files. */
  readonly sets: readonly OpenDataSet[];
  readonly grants: readonly {
    readonly id: string;
    readonly code: string;
    readonly quarters: readonly Quarter[];
  }[];
  /** Published and waiting amounts of each grant. */
  readonly money: readonly PublishedMoney[];
  readonly references: readonly ReferenceRow[];
  readonly populations: readonly PopulationRow[];
  readonly work: Pick<
    JobRecord,
    'id' | 'state' | 'progress' | 'step' | 'errorCode' | 'errorParams'
  > | null;
}

/** What was made for everybody, and what it stands on. */
@Injectable()
export class OpenData {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {}

  now(actor: Actor): Promise<OpenDataOverview> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await setsIn(tx);
      const files = await filesIn(
        tx,
        rows.map(({ id }) => id),
      );
      const sets = rows.map((row): OpenDataSet => ({
        ...row,
        quarter: quarterOf(row.from),
        files: files.flatMap(({ setId, ...file }) => (setId === row.id ? [file] : [])),
      }));
      const grants = await tx.query<{
        id: string;
        code: string;
        startsOn: CivilDate;
        endsOn: CivilDate;
      }>(
        `SELECT id, code, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM grants ORDER BY code`,
      );
      return {
        sets,
        grants: grants.map(({ id, code, ...span }) => ({
          id,
          code,
          quarters: quartersOver(span, tx.today),
        })),
        money: await publishedMoneyOf(tx),
        references: await referencesIn(tx),
        populations: await populationsIn(tx),
        work: await this.workIn(tx),
      };
    });
  }

  work(actor: Actor): Promise<OpenDataOverview['work']> {
    return this.transactions.run(actor, (tx) => this.workIn(tx));
  }

  file(actor: Actor, id: string): Promise<Pick<OpenFile, 'name' | 'mediaType' | 'bytes'>> {
    return this.transactions.run(actor, async (tx) => {
      const found = await fileIn(tx, id);
      if (!found) throw notFound();
      await record(tx, { action: 'open_data.take', kind: 'open_data', ids: [id] });
      return found;
    });
  }

  refer(actor: Actor, given: ReferenceDto, requestId: string | null = null) {
    const once = { useCase: 'open_data.refer', body: given, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const { code, ref, type, channel, source, verified } = given;
      const known = await tx.query(
        `SELECT 1 FROM organisations WHERE code = $1 AND kind IN ('agency', 'donor') LIMIT 1`,
        [code],
      );
      if (known.length === 0) throw new DomainError('invalid', 'common.not_choice', {}, 'code');
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO open_data_references (code, ref, type, channel, source, verified)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [code, ref, type, channel || null, source, verified ?? false],
      );
      await record(tx, { action: 'open_data.refer', kind: 'open_data', ids: [row!.id] });
      return row!;
    });
  }

  count(actor: Actor, given: PopulationDto, requestId: string | null = null) {
    const once = { useCase: 'open_data.count', body: given, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const { year, sex, age, people, source, verified } = given;
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO open_data_populations (year, sex, age, people, source, verified)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [year, sex, age, people, source, verified ?? false],
      );
      await record(tx, { action: 'open_data.count', kind: 'open_data', ids: [row!.id] });
      return row!;
    });
  }

  /** Those who stand in an activity: agencies and donors. */
  organisations(actor: Actor): Promise<{ code: string; name: string }[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<{ code: string; name: string }>(
        `SELECT code, localized_name(name, names) AS name FROM organisations WHERE active AND kind IN ('agency', 'donor') ORDER BY name`,
      ),
    );
  }

  private async workIn(tx: Tx): Promise<OpenDataOverview['work']> {
    const id = await lastWork(tx);
    const job = id === null ? null : await this.jobs.find(tx, id);
    if (!job) return null;
    const { state, progress, step, errorCode, errorParams } = job;
    return { id: job.id, state, progress, step, errorCode, errorParams };
  }
}

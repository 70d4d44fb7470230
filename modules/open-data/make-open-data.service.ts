import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { openBudgets } from '../grant-budgeting';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { Transactions, type Tx } from '../platform/database/transactions';
import { Jobs, type WorkItem } from '../platform/queue';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type Quarter, quarterOf } from '../platform/shared/quarters.rules';
import { indicatorsIn } from '../indicators';
import { sha256 } from '../platform/shared/digest.rules';
import { firstOpenNight } from '../shelter-beds';
import { filesOfDocuments } from './open-data-files.export';
import { writeIati } from './iati/iati-activity.export';
import type { IatiGrant } from './iati/iati-facts.types';
import { activityCodes, categoriesIn, openGrant, organisationsOf } from './iati/iati.queries';
import { resultsOf, type PublishedQuarter } from './iati/iati-results.rules';
import { publishMoney } from './money/publish-money.service';
import type { PublishedAmount } from './money/publish-money.rules';
import { claimedElsewhere, type OpenFile } from './open-data.queries';
import { quarterAsked, quartersOver, quartersToPublish, yearsToPublish } from './open-data.rules';
import { inEach } from './publication/quarter-definition.data';
import { openPolicy, PublishOpenData } from './publication/publish-open-data.service';

export interface OpenDataRequest {
  readonly grantId: string;
  /** Up to the end of it: 2026-Q3. */
  readonly quarter: string;
}

/** Asks for a set of files for everybody, and makes it in the background. */
@Injectable()
export class MakeOpenData {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly publisher: PublishOpenData,
    @Inject(ENV) private readonly env: Env,
  ) {}

  begin(
    actor: Actor,
    asked: OpenDataRequest,
    requestId: string | null,
  ): Promise<{ jobId: string }> {
    const once = { useCase: 'open_data.make', body: asked, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const { grantId } = asked;
      const grant = await openGrant(tx, grantId);
      const quarter = quarterAsked(asked.quarter, grant, tx.today);
      await this.assertReady(tx, grantId, quarter);
      await record(tx, { action: 'open_data.ask', kind: 'grant', ids: [grantId] });
      const params = { grantId, from: quarter.from };
      return { jobId: await this.jobs.enqueue(tx, 'make-open-data', params) };
    });
  }

  /** The job: everything it writes, it writes with "done" in one transaction. */
  async run(work: WorkItem<'make-open-data'>): Promise<void> {
    if (!may(work.actor, 'open-data:make')) throw new DomainError('forbidden', 'access.not_yours');
    const { grantId, from } = work.params;
    await work.progress(5, 'start');
    await this.transactions.run(work.actor, async (tx) => {
      const reached = (percent: number) => work.progress(percent, 'part_people');
      const files = await this.filesIn(tx, grantId, from, reached);
      await work.progress(95, 'document');
      const setId = await keep(tx, grantId, from, files);
      await work.finish(tx, { setId });
    });
  }

  /** The files of each grant as they would be made now, as a preview: nothing is published and nothing stored. */
  async preview(
    actor: Actor,
    code?: string,
  ): Promise<{ readonly grant: string; readonly files: readonly OpenFile[] }[]> {
    const grants = await this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<{ id: string; code: string }>(
        'SELECT id, code FROM grants ORDER BY code',
      );
      await record(tx, { action: 'open_data.look', kind: 'grant', ids: rows.map(({ id }) => id) });
      return rows;
    });
    const made: { grant: string; files: readonly OpenFile[] }[] = [];
    for (const { id, code: grant } of grants) {
      const files = await this.unkept(actor, id, code);
      if (files) made.push({ grant: grant.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), files });
    }
    return made;
  }

  /** Null of a grant of which no quarter is over. */
  private async unkept(actor: Actor, grantId: string, code?: string) {
    let files: OpenFile[] | null = null;
    const looked = new Error('only looked at: the transaction is given up');
    await this.transactions
      .run(actor, async (tx) => {
        const grant = await openGrant(tx, grantId);
        const quarter = code
          ? quarterAsked(code, grant, tx.today)
          : quartersOver(grant, tx.today)[0];
        if (quarter) files = await this.filesIn(tx, grantId, quarter.from);
        throw looked;
      })
      .catch((error: unknown) => {
        if (error !== looked) throw error;
      });
    return files as OpenFile[] | null;
  }

  private async filesIn(
    tx: Tx,
    grantId: string,
    from: CivilDate,
    reached: (percent: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<OpenFile[]> {
    const grant = await openGrant(tx, grantId);
    const quarter = quarterOf(from);
    await this.assertReady(tx, grantId, quarter);
    const files: OpenFile[] = [];
    const published: PublishedQuarter[] = [];
    const all = quartersToPublish(grant, quarter);
    // First: the tables of a quarter show the spending that was published.
    const money = await publishMoney(tx, grantId, all);
    const quarters = await closedOf(tx, all);
    for (const [place, one] of quarters.entries()) {
      const documents = await this.publisher.quarter(tx, grantId, one);
      published.push({ quarter: one, document: documents.en });
      if (one.code === quarter.code)
        files.push(...(await filesOfDocuments(documents, `mawa-${one.code.toLowerCase()}`)));
      await reached(10 + Math.floor((70 * place) / quarters.length));
    }
    for (const year of yearsToPublish(grant, quarter)) {
      const documents = await this.publisher.year(tx, grantId, year);
      files.push(...(await filesOfDocuments(documents, `mawa-${year}`)));
    }
    return [await this.activity(tx, { grantId, grant, quarter, published, money }), ...files];
  }

  private async activity(
    tx: Tx,
    { grantId, grant, quarter, published, money }: ActivityInput,
  ): Promise<OpenFile> {
    const codes = await activityCodes(tx);
    const { until } = quarter;
    const { threshold } = await openPolicy(tx);
    const elsewhere = await claimedElsewhere(tx, grantId, until);
    const own = published.filter((one) => !elsewhere.has(one.quarter.from));
    const bytes = writeIati({
      codes,
      grant,
      until,
      threshold,
      today: tx.today,
      say: inEach,
      ...(await organisationsOf(tx, grantId, codes)),
      money: { published: money, budgets: await openBudgets(tx, grantId, grant) },
      categories: await categoriesIn(tx),
      indicators: resultsOf(await indicatorsIn(tx), own),
      resultsOf: [...new Set(elsewhere.values())],
      synthetic: this.env.MAWA_SYNTHETIC,
    });
    return {
      kind: 'iati',
      name: 'iati-activity.xml',
      language: null,
      title: grant.title[codes.language],
      mediaType: 'application/xml',
      bytes,
    };
  }

  /** What would be missing is said before anything is made. */
  private async assertReady(tx: Tx, grantId: string, { from, until }: Quarter): Promise<void> {
    await organisationsOf(tx, grantId, await activityCodes(tx));
    const night = await firstOpenNight(tx, from, until);
    if (night) throw new DomainError('conflict', 'reports.night_open', { night }, 'quarter');
  }
}

/** Nothing is published of a quarter with an open night; its money is in the ledger all the same. */
async function closedOf(tx: Tx, quarters: readonly Quarter[]): Promise<Quarter[]> {
  const closed: Quarter[] = [];
  for (const one of quarters)
    if ((await firstOpenNight(tx, one.from, one.until)) === null) closed.push(one);
  return closed;
}

interface ActivityInput {
  readonly grantId: string;
  readonly grant: IatiGrant;
  readonly quarter: Quarter;
  readonly published: readonly PublishedQuarter[];
  readonly money: readonly PublishedAmount[];
}

async function keep(
  tx: Tx,
  grantId: string,
  from: CivilDate,
  files: readonly OpenFile[],
): Promise<string> {
  const setId = randomUUID();
  await tx.query(`INSERT INTO open_data_sets (id, grant_id, from_day) VALUES ($1, $2, $3)`, [
    setId,
    grantId,
    from,
  ]);
  for (const [place, { kind, name, language, title, mediaType, bytes }] of files.entries()) {
    await tx.query(
      `INSERT INTO open_data_files (id, set_id, kind, name, language, title, media_type, bytes, sha256, place)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        randomUUID(),
        setId,
        kind,
        name,
        language,
        title.slice(0, 300),
        mediaType,
        bytes,
        sha256(bytes),
        place,
      ],
    );
  }
  await record(tx, { action: 'open_data.make', kind: 'open_data', ids: [setId, grantId] });
  return setId;
}

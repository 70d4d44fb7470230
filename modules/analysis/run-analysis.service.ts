import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { audienceOf, may } from '../access';
import { record } from '../audit';
import { Lists } from '../reference-lists';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { programmeNames } from '../platform/database/programme-profile';
import { ReplicaReads } from '../platform/database/replica';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  forInsiders,
  maskDocument,
  type ReleasePlan,
  ReleaseLedger,
  type ReleaseRequest,
  policyOf,
} from '../disclosure';
import { type DisclosedDocument, renderReport, type RenderedFile } from '../report-documents';
import { firstOpenNight } from '../shelter-beds';
import { composeAnalysis, withoutWhatIsBehind } from './compose-analysis.rules';
import { countCells, UNKNOWN } from './count.queries';
import {
  isOpen,
  type DimensionValue,
  valuesWithCounted,
  type ValuesQuery,
  valuesOf,
} from './dimension-values.queries';
import { dimensionsOf, type MeasureKey } from './measures.data';
import {
  type AnalysisRequest,
  assertNotTooLarge,
  type AnalysisQuery,
  parseRequest,
} from './analysis-query.rules';

export const ANALYSIS_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type AnalysisFormat = (typeof ANALYSIS_FORMATS)[number];

interface PlannedAnalysis extends AnalysisResult {
  /** Null for readers inside the programme: nothing is released. */
  readonly plan: ReleasePlan | null;
}

export interface AnalysisResult {
  readonly question: AnalysisQuery;
  readonly document: DisclosedDocument;
}

/** A table from measures and dimensions of the catalogue, as its reader may see it. Recorded, and nothing of it is kept. */
@Injectable()
export class RunAnalysis {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: ReplicaReads,
    private readonly lists: Lists,
    private readonly ledger: ReleaseLedger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async of(actor: Actor, asked: AnalysisRequest, language: Language): Promise<AnalysisResult> {
    const { question, document } = await this.read(actor, asked, language, 'analyses.read');
    return { question, document: withoutWhatIsBehind(document) };
  }

  async file(
    actor: Actor,
    asked: AnalysisRequest,
    language: Language,
    format: AnalysisFormat,
  ): Promise<RenderedFile> {
    if (!may(actor, 'analyses:use')) throw new DomainError('forbidden', 'access.not_yours');
    const action = `analyses.take_${format}`;
    const { document } =
      asked.reader === 'donor'
        ? await this.release(actor, asked, language, action)
        : await this.read(actor, asked, language, action);
    return renderReport(withoutWhatIsBehind(document), format);
  }

  /** Counted on the replica where there is one; in the audit before anybody has it. */
  private async read(
    actor: Actor,
    asked: AnalysisRequest,
    language: Language,
    action: string,
  ): Promise<PlannedAnalysis> {
    const made = await this.reads.run('analysis', actor, (tx) => this.planIn(tx, asked, language));
    await this.transactions.run(actor, (tx) => recordReading(tx, made.question, action));
    return made;
  }

  private release(
    actor: Actor,
    asked: AnalysisRequest,
    language: Language,
    action: string,
  ): Promise<PlannedAnalysis> {
    return this.transactions.run(actor, async (tx) => {
      // No other release is planned meanwhile.
      await this.ledger.lock(tx);
      const made = await this.planIn(tx, asked, language);
      await recordReading(tx, made.question, action);
      await this.recordRelease(tx, made);
      return made;
    });
  }

  /** A file made for a donor counts as released, whether it is sent or not: later tables are planned against it. */
  private async recordRelease(tx: Tx, { question, plan }: PlannedAnalysis): Promise<void> {
    if (!plan || plan.isAlreadyReleased) return;
    const source = { source: 'analysis', id: randomUUID() } as const;
    await this.ledger.add(tx, source, toDonors(question), plan);
  }

  private async planIn(
    tx: Tx,
    asked: AnalysisRequest,
    language: Language,
  ): Promise<PlannedAnalysis> {
    assertOfTheProgramme(tx);
    const question = parseRequest(asked, tx.today);
    const { rows, columns, only, period, reader } = question;
    if (reader !== 'inside') await assertClosed(tx, period);
    const asking = { tx, lists: this.lists, language, period };
    const [row, column, chosen, programme] = await Promise.all([
      valuesOf(rows, asking),
      columns === null ? [] : valuesOf(columns, asking),
      this.chosen(asking, only),
      programmeNames(tx, this.env),
    ]);
    const known = { row, column };
    assertNotTooLarge(row.length + 1, column.length + 1, reader);
    const result = await countCells(tx, question);
    const values = (dimension: string, side: 'row' | 'column') =>
      valuesWithCounted(
        dimension,
        result.cells.flatMap((cell) => cell[side] ?? []),
        asking,
        known[side],
      ).then((all) => withinOnly(all, only[dimension]));
    const rowValues = await values(rows, 'row');
    const columnValues = columns === null ? null : await values(columns, 'column');
    assertNotTooLarge(rowValues.length + 1, (columnValues?.length ?? 0) + 1, reader);
    const document = composeAnalysis({
      question,
      counted: result,
      rows: rowValues,
      columns: columnValues,
      only: chosen,
      language,
      date: tx.today,
      programme: programme[language],
      synthetic: this.env.MAWA_SYNTHETIC,
    });
    if (reader === 'inside') return { question, document: forInsiders(document), plan: null };
    const policy = await policyOf(tx, reader);
    const plan = await this.ledger.plan(tx, toDonors(question), document, policy);
    if (plan.refused.figures.length > 0)
      throw new DomainError('conflict', 'analyses.discloses_hidden_figures', {
        count: plan.refused.figures.length,
      });
    return { question, document: maskDocument(document, policy, plan.marks), plan };
  }

  /** For the form: which values of which dimension can be chosen. */
  async choices(
    tx: Tx,
    measure: MeasureKey,
    period: AnalysisQuery['period'],
    language: Language,
  ): Promise<{ dimension: string; values: readonly DimensionValue[] }[]> {
    const asking = { tx, lists: this.lists, language, period };
    const closed = dimensionsOf(measure).filter((one) => !TIMES.includes(one) && !isOpen(one));
    const choices = [];
    for (const dimension of closed)
      choices.push({ dimension, values: await valuesOf(dimension, asking) });
    return choices;
  }

  /** Labels of the selected values; unknown values are refused. */
  private async chosen(asking: ValuesQuery, only: AnalysisQuery['only']) {
    const chosen = [];
    for (const [dimension, codes] of Object.entries(only)) {
      const known = await valuesWithCounted(dimension, isOpen(dimension) ? codes : [], asking);
      const values = codes.map((code) => known.find((one) => one.code === code));
      if (TIMES.includes(dimension) || codes.some((code, at) => code !== UNKNOWN && !values[at])) {
        throw new DomainError('invalid', 'analyses.no_value', {}, 'only');
      }
      chosen.push({
        dimension,
        values: values.map((value) => value?.label ?? UNKNOWN_WORD[asking.language]),
      });
    }
    return chosen;
  }
}

const recordReading = (
  tx: Tx,
  { measure, rows, columns, only, reader }: AnalysisQuery,
  action: string,
): Promise<void> =>
  record(tx, {
    action,
    kind: 'analysis',
    fields: [measure, rows, ...(columns === null ? [] : [columns]), ...Object.keys(only), reader],
  });

/** An open night would be published again once it is closed; before the first that was closed there is none. */
async function assertClosed(tx: Tx, { from, until }: AnalysisQuery['period']): Promise<void> {
  const [first] = await tx.query<{ night: CivilDate | null }>(
    'SELECT min(night)::text AS night FROM closed_nights',
  );
  if (!first?.night || first.night >= until) return;
  const night = await firstOpenNight(tx, first.night > from ? first.night : from, until);
  if (night) throw new DomainError('invalid', 'analyses.night_open', { night }, 'reader');
}

const toDonors = ({ period }: AnalysisQuery): ReleaseRequest => ({
  audience: 'donor',
  period,
  subjectId: null,
});

const TIMES: readonly string[] = ['month', 'quarter', 'year'];
const UNKNOWN_WORD: Readonly<Record<Language, string>> = {
  fr: 'non connu',
  ar: 'غير معروف',
  en: 'not known',
};

const withinOnly = (values: readonly DimensionValue[], only: readonly string[] | undefined) =>
  only ? values.filter(({ code }) => only.includes(code)) : values;

/** With filters of one's own, two tables can be taken from each other: for the programme's people alone. */
export function assertOfTheProgramme(tx: Tx): void {
  if (audienceOf(tx.actor) !== 'inside') {
    throw new DomainError('forbidden', 'analyses.insiders');
  }
}

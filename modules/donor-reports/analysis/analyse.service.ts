import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { audienceOf, may } from '../../access';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import type { Env } from '../../../src/config/env';
import { ENV } from '../../../src/config/env.token';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor, Language } from '../../../src/shared/actor';
import { DomainError } from '../../../src/shared/domain-error';
import type { CivilDate } from '../../../src/shared/nights';
import { forInsiders, maskDocument } from '../disclosure';
import type { DisclosedDocument } from '../document';
import { type Planned, ReleaseLedger, type ToRelease } from '../ledger/release-ledger';
import { firstOpenNight } from '../reports.queries';
import { policyOf } from '../reader-policy';
import { renderReport, type RenderedFile } from '../render';
import { composeAnalysis, withoutWhatIsBehind } from './compose-analysis';
import { counted, UNKNOWN } from './count.queries';
import { isOpen, type Value, valuesCounted, type ValuesAsked, valuesOf } from './dimension-values';
import { dimensionsOf, type MeasureKey } from './measures';
import { type Asked, assertNotTooLarge, type Question, questionOf } from './question.rules';

export const ANALYSIS_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type AnalysisFormat = (typeof ANALYSIS_FORMATS)[number];

interface Made extends Analysed {
  /** Null inside: nothing is told by it. */
  readonly plan: Planned | null;
}

export interface Analysed {
  readonly question: Question;
  readonly document: DisclosedDocument;
}

/** A table from measures and dimensions of the catalogue, as its reader may see it. Recorded, and nothing of it is kept. */
@Injectable()
export class Analyse {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly ledger: ReleaseLedger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  of(actor: Actor, asked: Asked, language: Language): Promise<Analysed> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, asked, language, 'analyses.read'));
  }

  file(
    actor: Actor,
    asked: Asked,
    language: Language,
    format: AnalysisFormat,
  ): Promise<RenderedFile> {
    if (!may(actor, 'analyses:use')) throw new DomainError('forbidden', 'access.not_yours');
    return this.transactions.run(actor, async (tx) => {
      // Nobody else tells meanwhile.
      if (asked.reader === 'donor') await this.ledger.hold(tx);
      const made = await this.madeIn(tx, asked, language, `analyses.take_${format}`);
      await this.tell(tx, made);
      return renderReport(withoutWhatIsBehind(made.document), format);
    });
  }

  /** A file for a donor is told, whether it is sent or not: what is taken after it is hidden with it. */
  private async tell(tx: Tx, { question, plan }: Made): Promise<void> {
    if (!plan || plan.isTold) return;
    const source = { source: 'analysis', id: randomUUID() } as const;
    await this.ledger.add(tx, source, toDonors(question), plan);
  }

  async ofIn(tx: Tx, asked: Asked, language: Language, action: string): Promise<Analysed> {
    const { question, document } = await this.madeIn(tx, asked, language, action);
    return { question, document: withoutWhatIsBehind(document) };
  }

  private async madeIn(tx: Tx, asked: Asked, language: Language, action: string): Promise<Made> {
    assertOfTheProgramme(tx);
    const question = questionOf(asked, tx.today);
    const { measure, rows, columns, only, period, reader } = question;
    if (reader !== 'inside') await assertClosed(tx, period);
    const asking = { tx, lists: this.lists, language, period };
    assertNotTooLarge(
      (await valuesOf(rows, asking)).length + 1,
      columns === null ? 1 : (await valuesOf(columns, asking)).length + 1,
      reader,
    );
    const chosen = await this.chosen(asking, only);
    const result = await counted(tx, question);
    const values = (dimension: string, side: 'row' | 'column') =>
      valuesCounted(
        dimension,
        result.cells.flatMap((cell) => cell[side] ?? []),
        asking,
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
      programme: this.env.MAWA_PROGRAMME,
      synthetic: this.env.MAWA_SYNTHETIC,
    });
    await record(tx, {
      action,
      kind: 'analysis',
      fields: [measure, rows, ...(columns === null ? [] : [columns]), ...Object.keys(only), reader],
    });
    if (reader === 'inside') return { question, document: forInsiders(document), plan: null };
    const policy = await policyOf(tx, reader);
    const plan = await this.ledger.plan(tx, toDonors(question), document, policy);
    if (plan.refused.figures.length > 0)
      throw new DomainError('conflict', 'analyses.tells_too_much', {
        count: plan.refused.figures.length,
      });
    return { question, document: maskDocument(document, policy, plan.marks), plan };
  }

  /** For the form: which values of which dimension can be chosen. */
  async choices(
    tx: Tx,
    measure: MeasureKey,
    period: Question['period'],
    language: Language,
  ): Promise<{ dimension: string; values: readonly Value[] }[]> {
    const asking = { tx, lists: this.lists, language, period };
    const closed = dimensionsOf(measure).filter((one) => !TIMES.includes(one) && !isOpen(one));
    const choices = [];
    for (const dimension of closed)
      choices.push({ dimension, values: await valuesOf(dimension, asking) });
    return choices;
  }

  /** What was chosen in words; what is none of a dimension's values is refused. */
  private async chosen(asking: ValuesAsked, only: Question['only']) {
    const chosen = [];
    for (const [dimension, codes] of Object.entries(only)) {
      const known = await valuesCounted(dimension, isOpen(dimension) ? codes : [], asking);
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

/** A night that is open would be told again once it is closed; before the first that was closed there is none. */
async function assertClosed(tx: Tx, { from, until }: Question['period']): Promise<void> {
  const [first] = await tx.query<{ night: CivilDate | null }>(
    'SELECT min(night)::text AS night FROM closed_nights',
  );
  if (!first?.night || first.night >= until) return;
  const night = await firstOpenNight(tx, first.night > from ? first.night : from, until);
  if (night) throw new DomainError('invalid', 'analyses.night_open', { night }, 'reader');
}

const toDonors = ({ period }: Question): ToRelease => ({
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

const withinOnly = (values: readonly Value[], only: readonly string[] | undefined) =>
  only ? values.filter(({ code }) => only.includes(code)) : values;

/** With filters of one's own, two tables can be taken from each other: for the programme's people alone. */
export function assertOfTheProgramme(tx: Tx): void {
  if (audienceOf(tx.actor) !== 'inside') {
    throw new DomainError('forbidden', 'analyses.insiders');
  }
}

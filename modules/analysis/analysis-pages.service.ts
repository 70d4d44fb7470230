/** The page of an analysis: what can be chosen, the table of what was chosen, and what officers keep. */
import { randomUUID } from 'node:crypto';
import Handlebars from 'handlebars';
import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { addDays } from '../platform/shared/nights.rules';
import { type FormState, newForm } from '../platform/web/forms';
import { keyOfCode, translate } from '../platform/web/i18n';
import { PageView } from '../platform/web/page-response';
import { STATUS_OF_KIND } from '../platform/web/statuses';
import { pastChoices } from '../indicators';
import { renderFragment } from '../report-documents';
import { RunAnalysis, type AnalysisResult, ANALYSIS_FORMATS } from './run-analysis.service';
import { type SavedAnalysis, SavedAnalyses } from './saved-analyses.service';
import {
  countsPast,
  cutOf,
  dimensionsOf,
  isDimension,
  isMeasure,
  type MeasureKey,
} from './measures.data';
import { type AnalysisRequest, periodOf, READERS, SPANS } from './analysis-query.rules';

export const ROOT = '/analyses';
const FIRST: AnalysisRequest = { measure: 'people_served', rows: 'age', columns: 'sex' };
/** Measures by what they are about, in the order of the page. */
const GROUPS: Readonly<Record<string, readonly MeasureKey[]>> = {
  people: [
    'people_served',
    'people_in_beds',
    'people_helped',
    'people_referred',
    'people_followed_up',
  ],
  help: ['bed_nights', 'services_given', 'referrals_sent', 'follow_ups_made', 'calls'],
  training: ['enrolments', 'people_enrolled', 'completions', 'certificates', 'dropouts'],
  work: ['people_placed', 'still_at_work', 'asked_at_six_months', 'projects_begun'],
  returns: ['returns_departed', 'returns_arrived'],
  law: ['affairs', 'proceedings'],
  money: ['money_spent'],
};

/**
 * After a change of measure in the form: removes what it does not support, and uses its first dimension for the rows.
 * Unsupported combinations in an address are refused instead.
 */
export function fitToMeasure(asked: AnalysisRequest): AnalysisRequest {
  const { measure, rows, columns, only = [] } = asked;
  if (!isMeasure(measure)) return asked;
  const isForeign = (one: string) => isDimension(one) && cutOf(measure, one) === null;
  const own = isForeign(rows) ? dimensionsOf(measure)[0]! : rows;
  return {
    ...asked,
    rows: own,
    columns: columns && !isForeign(columns) && columns !== own ? columns : null,
    only: only.filter((one) => !isForeign(one.split(':')[0]!)),
    past: countsPast(measure) ? asked.past : undefined,
  };
}

interface Problem {
  readonly problem: string;
  readonly status: number;
}
interface AnalysisPageState {
  readonly asked: AnalysisRequest;
  readonly language: Language;
  readonly form: FormState;
  readonly kept: SavedAnalysis | null;
  readonly made: AnalysisResult | Problem;
}

@Injectable()
export class AnalysisPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly analyse: RunAnalysis,
    private readonly kept: SavedAnalyses,
  ) {}

  /** `asked` null: the page as it opens. */
  show(
    actor: Actor,
    asked: AnalysisRequest | null,
    language: Language,
    form: FormState = newForm(),
  ): Promise<PageView> {
    return this.view(actor, asked ?? FIRST, language, form, null);
  }

  async one(actor: Actor, id: string, language: Language): Promise<PageView> {
    const kept = await this.kept.one(actor, id);
    return this.view(actor, kept.question, language, newForm(), kept);
  }

  /** A question that is none is answered with its sentence; the form stays as it was filled in. */
  private async view(
    actor: Actor,
    asked: AnalysisRequest,
    language: Language,
    form: FormState,
    kept: SavedAnalysis | null,
  ): Promise<PageView> {
    const made = await this.analyse.of(actor, asked, language).catch((error: unknown) => {
      if (!(error instanceof DomainError) || error.kind === 'forbidden') throw error;
      const problem = translate(language, keyOfCode(error.code), error.params);
      return { problem, status: STATUS_OF_KIND[error.kind] };
    });
    return this.transactions.run(actor, (tx) =>
      this.pageOf(tx, { asked, language, form, kept, made }),
    );
  }

  private async pageOf(
    tx: Tx,
    { asked, language, form, kept, made }: AnalysisPageState,
  ): Promise<PageView> {
    const say = (key: string, params = {}) => translate(language, `analyses:${key}`, params);
    return new PageView(
      'analyses/analysis',
      {
        wide: true,
        title: kept?.name ?? say('title'),
        form,
        requestId: randomUUID(),
        kept: kept && { ...kept, path: `${ROOT}/${kept.id}` },
        keptOnes: (await this.kept.allIn(tx)).map((one) => ({
          id: one.id,
          name: one.name,
          shared: one.shared,
          own: one.own,
          by: one.by,
          path: `${ROOT}/${one.id}`,
          current: one.id === kept?.id,
        })),
        who: [
          { value: 'no', label: say('private') },
          { value: 'yes', label: say('shared') },
        ],
        fields: await this.fields(tx, asked, language),
        ...('problem' in made
          ? { problem: made.problem, table: null, files: [], question: [] }
          : tableModel(made, asked, language)),
      },
      'problem' in made ? made.status : form.status,
    );
  }

  private async fields(tx: Tx, asked: AnalysisRequest, language: Language) {
    const say = (key: string) => translate(language, `analyses:${key}`);
    const measure = isMeasure(asked.measure) ? asked.measure : 'people_served';
    const dimensions = dimensionsOf(measure);
    const choice = (of: string, value: string, chosen: boolean) => ({
      value,
      label: say(`${of}.${value}`),
      chosen,
    });
    const span = asked.span ?? 'last_quarter';
    const period = periodOf(span === 'dates' ? 'last_quarter' : span, asked, tx.today);
    const only = asked.only ?? [];
    const filters = await this.analyse.choices(tx, measure, period, language);
    return {
      choicesOf: measure,
      measures: Object.entries(GROUPS).map(([group, all]) => ({
        label: say(`group.${group}`),
        choices: all.map((one) => choice('measure', one, one === measure)),
      })),
      rows: dimensions.map((one) => choice('dimension', one, one === asked.rows)),
      columns: dimensions.map((one) => choice('dimension', one, one === asked.columns)),
      spans: SPANS.map((one) => choice('span', one, one === span)),
      isDates: span === 'dates',
      from: asked.from ?? period.from,
      to: asked.to ?? addDays(period.until, -1),
      readers: READERS.map((one) => choice('reader', one, one === (asked.reader ?? 'inside'))),
      // Choice for measures with past records.
      pasts: countsPast(measure) ? pastChoices(asked.past ?? 'without', language) : [],
      filters: filters.map(({ dimension, values }) => {
        const choices = [...values, { code: 'unknown', label: say('not_known') }].map(
          ({ code, label }) => ({
            value: `${dimension}:${code}`,
            label,
            chosen: only.includes(`${dimension}:${code}`),
          }),
        );
        return {
          label: say(`dimension.${dimension}`),
          choices,
          count: choices.filter(({ chosen }) => chosen).length,
        };
      }),
      chosenFilters: only.length,
    };
  }
}

function tableModel(
  { question, document }: AnalysisResult,
  asked: AnalysisRequest,
  language: Language,
) {
  const address = addressOf(asked);
  return {
    problem: null,
    hidden: document.disclosure.hidden,
    heading: document.meta.title,
    spanWords: document.meta.period.label,
    table: new Handlebars.SafeString(
      renderFragment(document).replaceAll(/ id="report-[^"]*"/g, ''),
    ),
    files: ANALYSIS_FORMATS.map((format) => ({
      path: `${ROOT}/file?${address}&format=${format}`,
      label: translate(language, `analyses:format.${format}`),
    })),
    isInside: question.reader === 'inside',
    question: pairsOf(asked).map(([name, value]) => ({ name: `question.${name}`, value })),
  };
}

const pairsOf = ({
  measure,
  rows,
  columns,
  span,
  from,
  to,
  only,
  reader,
  past,
}: AnalysisRequest): [string, string][] =>
  [
    ['measure', measure],
    ['rows', rows],
    ['columns', columns],
    ['span', span],
    ...(span === 'dates'
      ? [
          ['from', from],
          ['to', to],
        ]
      : []),
    ...(only ?? []).map((one) => ['only', one]),
    ['reader', reader],
    ['past', past],
  ].filter((pair): pair is [string, string] => !!pair[1]);

export const addressOf = (asked: AnalysisRequest): string =>
  new URLSearchParams(pairsOf(asked)).toString();

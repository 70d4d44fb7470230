import { Inject, Injectable } from '@nestjs/common';
import { Lists } from '../reference-lists';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { programmeNames } from '../platform/database/programme-profile';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { ApprovalReason } from './approval-reasons/approval-reason.types';
import {
  AGES,
  assertWhole,
  forInsiders,
  candidatesFromFinest,
  INSIDERS,
  maskDocument,
  NO_PRIOR_KNOWLEDGE,
  type SuppressionPlan,
  planSuppression,
  keepTotalsOnly,
  ReleaseLedger,
  type AgeGrouping,
  policyOf,
} from '../disclosure';
import { composeReport } from './compose/compose-report.rules';
import type { PeopleView, ReportHead } from './compose/composer';
import { reportLists } from './compose/report-lists.queries';
import { organisationNames } from './reports.queries';
import { choosePublishableView } from './compose/publishable-view.rules';
import type { ByLanguage, DisclosedDocument, ReportDocument } from '../report-documents';
import type { ReportFigures } from './figures/report.figures';
import { figuresIn, fillPlaceholders, withoutValue } from './placeholders/fill-placeholders.rules';
import type { ReportDefinition } from './report-definition.types';
import { definitionOf, type NarrativesByLanguage, type ReportRow } from './reports.queries';

export interface ReportVersionPair {
  readonly insider: ByLanguage;
  readonly published: ByLanguage;
  readonly threshold: number;
  /** Which grouping of ages is published. */
  readonly ages: string;
  /** Suppression plan for its readers. */
  readonly plan: SuppressionPlan;
  /** Everything in one language, nothing hidden, with the names of its figures. */
  readonly whole: ReportDocument;
  /** Figures that a text may name. */
  readonly names: ReadonlySet<string>;
  /** Those without a value in this report. */
  readonly empty: ReadonlySet<string>;
}

interface ComposedReport {
  readonly report: Pick<
    ReportRow,
    'kind' | 'definitionVersion' | 'languages' | 'audienceId' | 'subjectId'
  >;
  readonly figures: ReportFigures;
  readonly narratives: NarrativesByLanguage;
  readonly version: number;
  readonly approved: boolean;
  readonly approvalReason?: ApprovalReason | null;
}

/** Composes two documents from the same figures and texts: one for the programme's own people, one for the audience. */
@Injectable()
export class ReportVersions {
  constructor(
    private readonly lists: Lists,
    private readonly ledger: ReleaseLedger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async of(tx: Tx, made: ComposedReport): Promise<ReportVersionPair> {
    const definition = await definitionOf(tx, made.report);
    return this.ofDefinition(tx, definition, made);
  }

  /** For any definition, including drafts. */
  async ofDefinition(
    tx: Tx,
    definition: ReportDefinition,
    made: ComposedReport,
  ): Promise<ReportVersionPair> {
    const policy = await policyOf(tx, definition.audience);
    const names = await programmeNames(tx, this.env);
    const head = this.headOf(tx, made, policy.threshold);
    const { audienceId, subjectId } = made.report;
    const nameOf = await organisationNames(tx, [audienceId, subjectId]);
    const lists = await reportLists(tx, this.lists);
    const { figures } = made;
    const whole = (view: PeopleView, language: Language): ReportDocument =>
      composeReport({
        definition,
        figures,
        head: {
          ...head,
          programme: names[language],
          audience: nameOf(audienceId, language),
          subject: nameOf(subjectId, language),
        },
        language,
        view,
        lists,
        narratives: made.narratives[language],
        approvalReason: made.approvalReason,
      });
    const first = definition.languages[0]!;
    const inside = policy === INSIDERS;
    const known = await this.priorKnowledgeOf(tx, definition, made);
    const plans = new Map<string, SuppressionPlan>();
    /** One plan, so that the same figures are suppressed in each language. */
    const planOf = async (view: PeopleView): Promise<SuppressionPlan> => {
      const planned = plans.get(view.ages.key);
      if (planned) return planned;
      const document = whole(view, first);
      assertWhole(document);
      const plan = await planSuppression(document, policy, known);
      plans.set(view.ages.key, plan);
      return plan;
    };
    const viewOf = (ages: AgeGrouping): PeopleView => ({ ages, pictureBySex: true, inside });
    const view = await choosePublishableView(
      await candidatesFromFinest(AGES, (ages) => planOf(viewOf(ages))),
      async (one) => maskDocument(whole(one, first), policy, (await planOf(one)).marks),
      inside,
    );
    const plan = keepTotalsOnly(whole(view, first), await planOf(view));
    const inEach = (make: (document: ReportDocument) => DisclosedDocument, from: PeopleView) =>
      Object.fromEntries(
        definition.languages.map((language) => {
          const before = whole(from, language);
          return [language, fillPlaceholders(make(before), before)];
        }),
      ) as ByLanguage;
    const all: PeopleView = { ages: AGES[0]!, pictureBySex: true, inside: true };
    const before = whole(all, first);
    return {
      whole: before,
      empty: withoutValue(before),
      names: inBoth(namesIn(before), namesIn(whole(view, first))),
      insider: inEach(forInsiders, all),
      published: inEach((document) => maskDocument(document, policy, plan.marks), view),
      threshold: policy.threshold,
      ages: view.ages.key,
      plan,
    };
  }

  /** Earlier releases to its readers; none for what stays inside the programme. */
  private async priorKnowledgeOf(
    tx: Tx,
    { audience }: ReportDefinition,
    { report, figures }: ComposedReport,
  ) {
    if (audience === 'inside') return NO_PRIOR_KNOWLEDGE;
    const { period } = figures;
    return this.ledger.priorKnowledgeOf(tx, { audience, period, subjectId: report.subjectId });
  }

  private headOf(
    tx: Tx,
    { report, version, approved }: ComposedReport,
    threshold: number,
  ): Omit<ReportHead, 'programme' | 'audience' | 'subject'> {
    return {
      edition: report.definitionVersion,
      version: String(version),
      approved,
      threshold,
      date: tx.today,
      synthetic: this.env.MAWA_SYNTHETIC,
    };
  }
}

/** A text may name what each of its readers has in their own version. */
const namesIn = (document: ReportDocument): string[] => [
  ...figuresIn(forInsiders(document), document).keys(),
];
const inBoth = (some: readonly string[], others: readonly string[]): Set<string> => {
  const known = new Set(others);
  return new Set(some.filter((name) => known.has(name)));
};

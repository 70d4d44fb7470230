import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ctdcCombinations, ctdcShares } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeNames } from '../../platform/database/programme-profile';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { type Quarter, quarterOf } from '../../platform/shared/quarters.rules';
import {
  AGES,
  applyDisclosure,
  assertWhole,
  type DisclosurePolicy,
  type PriorKnowledge,
  maskDocument,
  planSuppression,
  withholdTables,
  ReleaseLedger,
  type ReleaseRequest,
} from '../../disclosure';
import {
  composeReport,
  type PeopleView,
  reportLists,
  choosePublishableView,
  GatherFigures,
} from '../../donor-reports';
import type { Block, DisclosedDocument, ReportDocument, ByLanguage } from '../../report-documents';
import {
  type OpenDataPeriodLength,
  savePublication,
  populationsIn,
  publishedDocuments,
  publishedWithOtherGrant,
} from '../open-data.queries';
import { withPublishedMoney } from '../money/open-money.blocks';
import { publishedAmounts } from '../money/published-amounts.queries';
import { inEach, quarterDefinition } from './quarter-definition.data';
import { yearDocument } from './year-document.rules';

/** Below this nothing leaves for everybody, whatever a setting says. */
const LEAST = 11;

export type PublishedDocuments = Required<ByLanguage>;
type Period = Pick<Quarter, 'from' | 'until'>;

/**
 * What everybody may have of a quarter or of a year, suppressed before any file exists. It is published once: published again after
 * a correction it would say, by difference, whom the correction was about.
 */
@Injectable()
export class PublishOpenData {
  constructor(
    private readonly gather: GatherFigures,
    private readonly lists: Lists,
    private readonly ledger: ReleaseLedger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  quarter(tx: Tx, grantId: string, quarter: Quarter): Promise<PublishedDocuments> {
    return this.publishOnce(tx, grantId, 'quarter', quarter, async (policy, known) => {
      const whole = await this.quarterDocuments(tx, grantId, quarter, policy);
      const view = await choosePublishableView(
        AGES,
        (one) => applyDisclosure(whole(one, 'fr'), policy, known),
        false,
      );
      return (language) => whole(view, language);
    });
  }

  year(tx: Tx, grantId: string, year: number): Promise<PublishedDocuments> {
    const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
    return this.publishOnce(tx, grantId, 'year', period, async (policy) => {
      const names = await programmeNames(tx, this.env);
      const asked = { ...period, refusedBefore: quarterOf(tx.today).from };
      const facts = {
        year,
        threshold: policy.threshold,
        date: tx.today,
        alike: await ctdcCombinations(tx, this.lists, asked),
        shares: await ctdcShares(tx, this.lists, asked),
        populations: await populationsIn(tx),
        synthetic: this.env.MAWA_SYNTHETIC,
      };
      return (language) => yearDocument({ ...facts, language, programme: names[language] });
    });
  }

  private async publishOnce(
    tx: Tx,
    grantId: string,
    every: OpenDataPeriodLength,
    { from, until }: Period,
    make: (
      policy: DisclosurePolicy,
      known: PriorKnowledge,
    ) => Promise<(language: Language) => ReportDocument>,
  ): Promise<PublishedDocuments> {
    const before = await publishedDocuments(tx, grantId, every, from);
    if (before) return before;
    await this.ledger.lock(tx);
    const policy = await openPolicy(tx);
    const about: ReleaseRequest = { audience: 'public', period: { from, until }, subjectId: null };
    const known = await this.ledger.priorKnowledgeOf(tx, about);
    const document = await make(policy, known);
    const whole = document('fr');
    assertWhole(whole);
    const plan = withholdTables(whole, await planSuppression(whole, policy, known));
    const other = await publishedWithOtherGrant(tx, grantId, every, from);
    const documentIn = (language: Language) =>
      withPeopleOf(other?.[language], maskDocument(document(language), policy, plan.marks));
    const documents = { fr: documentIn('fr'), ar: documentIn('ar'), en: documentIn('en') };
    await savePublication(tx, { grantId, every, from, threshold: policy.threshold, documents });
    // Figures on people published with another grant are in the ledger already; money concerns no person.
    if (!other) await this.ledger.add(tx, { source: 'open_data', id: randomUUID() }, about, plan);
    return documents;
  }

  private async quarterDocuments(
    tx: Tx,
    grantId: string,
    quarter: Quarter,
    { threshold }: DisclosurePolicy,
  ): Promise<(view: PeopleView, language: Language) => ReportDocument> {
    const definition = quarterDefinition();
    const period = { from: quarter.from, until: quarter.until };
    const asked = { definition, grantId, period, subjectId: null };
    const { figures } = await this.gather.of(tx, asked, () => Promise.resolve());
    const lists = await reportLists(tx, this.lists);
    const audience = inEach('audience');
    const money = await publishedAmounts(tx, grantId, quarter.until);
    const names = await programmeNames(tx, this.env);
    const head = {
      subject: null,
      version: '1',
      edition: '1',
      approved: true,
      date: tx.today,
      synthetic: this.env.MAWA_SYNTHETIC,
      threshold,
    };
    return (view, language) => {
      const made = composeReport({
        definition,
        figures,
        language,
        view,
        lists,
        narratives: {},
        head: { ...head, programme: names[language], audience: audience[language] },
      });
      const [grant] = made.meta.facts;
      const meta = {
        audience: { key: 'open', label: audience[language] },
        facts: grant ? [grant] : [],
      };
      const blocks = withPublishedMoney(made.blocks, money, language);
      return { ...made, blocks, meta: { ...made.meta, ...meta } };
    };
  }
}

/** Figures on people are published once, whichever grant pays; money is each grant's own. */
function withPeopleOf(
  other: DisclosedDocument | undefined,
  document: DisclosedDocument,
): DisclosedDocument {
  if (!other) return document;
  const isMoney = (block: Block) =>
    block.kind === 'table' &&
    block.columns.some(({ type, currency }) => type === 'money' && currency !== undefined);
  const ownMoney = document.blocks.filter(isMoney);
  return { ...document, blocks: [...other.blocks.filter((one) => !isMoney(one)), ...ownMoney] };
}

/** As the setting says, and never less than everybody's threshold. */
export async function openPolicy(tx: Tx): Promise<DisclosurePolicy> {
  const [setting] = await tx.query<{ threshold: number | null }>(
    `SELECT (mawa_setting('threshold_open'))::int AS threshold`,
  );
  const threshold = Math.max(LEAST, setting?.threshold ?? LEAST);
  return { audience: 'open', threshold, zeros: 'hide' };
}

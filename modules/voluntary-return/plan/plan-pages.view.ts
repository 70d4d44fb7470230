import { Injectable } from '@nestjs/common';
import { CaseTabs, filesIn } from '../../beneficiaries';
import { PlanFunding, type PlanLine } from '../../grant-budgeting';
import { inOrder, Lists, type OwnedListName } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { formatDate } from '../../platform/web/format';
import { page, type PageView } from '../../platform/web/page-response';
import { ReturnDeciders } from '../deciders.service';
import type { ReturnForm } from '../return-fields.form';
import { trackKindLabel } from '../return.view';
import { planFormsIn } from './plan.form';
import { countPlanChanges } from './plan.queries';
import { planModel, planWords } from './plan.view';
import { type Instalment, type PlanItem, type PlanOfTrack, ReadPlan } from './read-plan.service';
import type { Choice } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

/** Input of form builders. */
export interface PlanFormContext {
  readonly read: PlanOfTrack;
  item(): PlanItem;
  instalment(): { item: PlanItem; one: Instalment };
  choices(name: OwnedListName): Promise<Choice[]>;
  lines(): Promise<PlanLine[]>;
  isAsChild(): Promise<boolean>;
  /** Of the plan so far: see `countPlanChanges`. */
  changes(): Promise<number>;
  /** Papers of the file that may be a receipt. */
  documents(): Promise<Choice[]>;
}
export type PlanFormBuilder = (
  forms: ReturnType<typeof planFormsIn>,
  context: PlanFormContext,
) => ReturnForm | Promise<ReturnForm>;

export interface PlanFormPath {
  readonly id: string;
  readonly trackId: string;
  /** Below the plan: "items/<id>/end". */
  readonly path: string;
  /** Route parameters that identify the subject of the form. */
  readonly of: Readonly<Record<string, string>>;
}

/** The page of a plan and of each act on it. */
@Injectable()
export class PlanPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadPlan,
    private readonly deciders: ReturnDeciders,
    private readonly money: PlanFunding,
    private readonly tabs: CaseTabs,
    private readonly lists: Lists,
  ) {}

  show(actor: Actor, language: Language, id: string, trackId: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const read = await this.read.ofIn(tx, id, trackId);
      const tabs = await this.tabs.rowIn(tx, language, id, 'returns');
      return page('reintegration/plan', { ...planModel(actor, language, read), tabs });
    });
  }

  form(
    actor: Actor,
    language: Language,
    { id, trackId, path, of }: PlanFormPath,
    build: PlanFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const read = await this.read.ofIn(tx, id, trackId);
      if (!read.mayWrite) throw notFound();
      const built = await build(
        planFormsIn(language, tx.today),
        this.context(tx, language, read, of),
      );
      const title = `${built.title} · ${read.person.caseNumber}`;
      const about = trackKindLabel(read.track, language);
      const own = `/people/${id}/returns/${trackId}/plan`;
      return formPage('returns/form', { ...built, title, about }, form, `${own}/${path}`, own);
    });
  }

  private context(
    tx: Tx,
    language: Language,
    read: PlanOfTrack,
    of: PlanFormPath['of'],
  ): PlanFormContext {
    const found = <T>(one: T | undefined): T => {
      if (one === undefined) throw notFound();
      return one;
    };
    const { items } = read.plan;
    return {
      read,
      item: () => found(items.find(({ id }) => id === of['itemId'])),
      instalment: () =>
        found(
          items
            .flatMap((item) => item.instalments.map((one) => ({ item, one })))
            .find(({ one }) => one.id === of['instalmentId']),
        ),
      choices: (name) => this.choicesIn(tx, name, language),
      lines: () => this.money.lines(tx),
      isAsChild: () => this.deciders.isAsChild(tx, read.person.id),
      changes: () => countPlanChanges(tx, read.track.id),
      documents: () => documentsIn(tx, read.person.id, language),
    };
  }

  private async choicesIn(tx: Tx, name: OwnedListName, language: Language): Promise<Choice[]> {
    const { items } = (await this.lists.inForce(tx, [name]))[name];
    return inOrder(items)
      .filter(({ retired }) => !retired)
      .map(({ code, labels }) => ({ value: code, label: labels[language] }));
  }
}

/** Documents, named by their day, since file names are sealed. */
async function documentsIn(tx: Tx, caseId: string, language: Language): Promise<Choice[]> {
  const rows = await tx.query<{ id: string; at: Date }>(
    `SELECT d.id, d.added_at AS at FROM documents d
      WHERE d.case_id = ANY (${filesIn()}) AND d.removed_at IS NULL AND d.part IN ('care', 'money')
      ORDER BY d.added_at DESC LIMIT 50`,
    [caseId],
  );
  const words = planWords(language);
  return rows.map(({ id, at }, place) => ({
    value: id,
    label: words('document', { day: formatDate(at, language), place: rows.length - place }),
  }));
}

import { Injectable } from '@nestjs/common';
import { CaseTabs } from '../../beneficiaries';
import { labelOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { EmployerPages } from '../employers/employer-pages.view';
import { employersIn, offersIn } from '../employers/employers.queries';
import { type OfferDefaults, type WorkChoices, type WorkForms, workFormsIn } from '../work.form';
import { workWordsIn } from '../work.words';
import { type Application, type Placement, ReadWork, type WorkOfPerson } from './read-work.service';
import { workModel } from './work.view';
import type { Choice, FormDefinition } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

export interface WorkFormContext {
  readonly work: WorkOfPerson;
  readonly language: Language;
  readonly lists: WorkChoices;
  readonly application: Application | null;
  readonly placement: Placement | null;
  /** Offers that can be applied to, employers for a placement, and defaults from an accepted application. */
  readonly offers: readonly Choice[];
  readonly employers: readonly Choice[];
  readonly fromOffer: OfferDefaults | null;
}
export type WorkFormBuilder = (forms: WorkForms, context: WorkFormContext) => FormDefinition | null;

export interface WorkFormTarget {
  /** The file. */
  readonly id: string;
  /** Below the work of the person: "/placements". */
  readonly path: string;
  readonly applicationId?: string | null;
  readonly placementId?: string | null;
  readonly followUpId?: string | null;
}

/** A person's work and its forms. */
@Injectable()
export class WorkPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadWork,
    private readonly employers: EmployerPages,
    private readonly tabs: CaseTabs,
  ) {}

  file(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const work = await this.read.ofIn(tx, id);
      const tabs = await this.tabs.rowIn(tx, language, id, 'work');
      return page('work/file', { ...workModel(actor, language, work), tabs });
    });
  }

  /** One act on a page of its own; what was typed before is not lost. */
  form(
    actor: Actor,
    language: Language,
    place: WorkFormTarget,
    build: WorkFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const work = await this.read.ofIn(tx, place.id);
      const built = work.mayWrite
        ? build(workFormsIn(language, tx.today), await this.formContext(tx, language, work, place))
        : null;
      if (!built) throw notFound();
      const title = `${built.title} · ${work.person.caseNumber}`;
      const own = `/people/${place.id}/work`;
      return formPage('work/form', { ...built, title }, form, `${own}${place.path}`, own);
    });
  }

  private async formContext(
    tx: Tx,
    language: Language,
    work: WorkOfPerson,
    { applicationId, placementId, followUpId }: WorkFormTarget,
  ): Promise<WorkFormContext> {
    const of = <R extends { id: string }>(all: readonly R[], id: string | null | undefined) => {
      const found = all.find((one) => one.id === id) ?? null;
      if (id && !found) throw notFound();
      return found;
    };
    const application = of(work.applications, applicationId);
    const placement = of(work.placements, placementId);
    const allFollowUps = work.placements.flatMap(({ followUps }) => followUps);
    const followUp = of(allFollowUps, followUpId);
    if (followUpId && (!followUp?.calls || followUp.answer)) throw notFound();
    const offers = await offersIn(tx, { from: tx.today });
    const words = workWordsIn(language);
    const employers = (await employersIn(tx)).filter(({ vetted }) => vetted);
    const [offer] = application ? await offersIn(tx, { ids: [application.offerId] }) : [];
    return {
      work,
      language,
      application,
      placement,
      lists: await this.employers.choicesIn(tx, language),
      offers: offers
        .filter(({ vetted, taken, places }) => vetted && taken < places)
        .map((one) => ({
          value: one.id,
          label: [
            one.title,
            one.employer,
            labelOf('regions', one.region, language),
            words('places_taken', { taken: one.taken, places: one.places }),
          ].join(' · '),
        })),
      employers: employers.map(({ id, name }) => ({ value: id, label: name })),
      fromOffer:
        application && offer
          ? {
              applicationId: application.id,
              occupation: offer.occupation,
              hoursAWeek: offer.hoursAWeek,
              wage: offer.wage,
              wagePeriod: offer.wagePeriod,
            }
          : null,
    };
  }
}

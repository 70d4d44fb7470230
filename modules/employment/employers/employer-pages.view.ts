import { Injectable } from '@nestjs/common';
import { inOrder, Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { Settings, waitingModel } from '../../settings';
import { WageFloors } from '../floors/floors.service';
import { type WorkChoices, type WorkForms, workFormsIn } from '../work.form';
import {
  employerFileModel,
  employersModel,
  floorLines,
  floorsModel,
  type WorkCodes,
} from './employer.view';
import { employersIn, offersIn } from './employers.queries';
import { Employers } from './employers.service';
import { Offers } from './offers.service';
import type { Choice, FormDefinition } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

export type EmployerFormBuilder = (forms: WorkForms, lists: WorkChoices) => FormDefinition;

/** The pages of employers, their offers and the least wages. */
@Injectable()
export class EmployerPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly employers: Employers,
    private readonly offers: Offers,
    private readonly floors: WageFloors,
    private readonly lists: Lists,
    private readonly settings: Settings,
  ) {}

  all(actor: Actor, language: Language): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const employers = await employersIn(tx);
      const offers = await offersIn(tx, { from: tx.today });
      const codes = await this.codesIn(tx);
      return page('work/employers', employersModel(actor, employers, offers, codes, language));
    });
  }

  one(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.employers.oneIn(tx, id);
      const codes = await this.codesIn(tx);
      return page('work/employer', employerFileModel(actor, file, codes, language));
    });
  }

  async floorsPage(actor: Actor, language: Language): Promise<PageView> {
    const waiting = await this.settings.waiting(actor, 'wage_floors');
    return page('work/floors', {
      ...floorsModel(actor, await this.floors.all(actor), language),
      waiting: waitingModel(waiting, actor, floorLines(language)),
    });
  }

  /** `employerId`: whose form it is, null where it is nobody's. */
  form(
    actor: Actor,
    language: Language,
    employerId: string | null,
    action: string,
    build: EmployerFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const employer = employerId ? await this.employers.headIn(tx, employerId) : null;
      const built = build(workFormsIn(language, tx.today), await this.choicesIn(tx, language));
      const title = employer ? `${built.title} · ${employer.name}` : built.title;
      const back = employerId ? `/training/work/employers/${employerId}` : backOf(action);
      return formPage('work/form', { ...built, title }, form, action, back);
    });
  }

  changeEmployer(actor: Actor, language: Language, id: string, form: FormState): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const { name, sector, region, contact, revision } = await this.employers.withContactIn(
        tx,
        id,
      );
      const choices = await this.choicesIn(tx, language, [sector]);
      const definition = workFormsIn(language, tx.today).changedEmployer(choices, {
        name,
        sector,
        region,
        contact: contact ?? '',
        revision: revisionRead(form, revision),
      });
      const path = `/training/work/employers/${id}`;
      return formPage('work/form', definition, form, `${path}/change`, path);
    });
  }

  changeOffer(actor: Actor, language: Language, id: string, form: FormState): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const offer = await this.offers.oneIn(tx, id);
      const choices = await this.choicesIn(tx, language, [offer.occupation]);
      const definition = workFormsIn(language, tx.today).changedOffer(choices, {
        title: offer.title,
        occupation: offer.occupation,
        places: String(offer.places),
        hoursAWeek: offer.hoursAWeek,
        wage: offer.wage,
        wagePeriod: offer.wagePeriod,
        from: offer.from,
        until: offer.until,
        revision: revisionRead(form, offer.revision),
      });
      const back = `/training/work/employers/${offer.employerId}`;
      return formPage('work/form', definition, form, `/training/work/offers/${id}/change`, back);
    });
  }

  codesIn = async (tx: Tx): Promise<WorkCodes> => ({
    sectors: await this.lists.everyCode(tx, 'labour_sectors'),
    occupations: await this.lists.everyCode(tx, 'occupation_groups'),
  });

  /** `kept`: codes that something has already, and that stay a choice for it where the list has retired them. */
  async choicesIn(tx: Tx, language: Language, kept: readonly string[] = []): Promise<WorkChoices> {
    const found = await this.lists.inForce(tx, [
      'labour_sectors',
      'occupation_groups',
      'work_end_reasons',
    ]);
    const of = (name: keyof typeof found): Choice[] =>
      inOrder(found[name].items)
        .filter(({ code, retired }) => !retired || kept.includes(code))
        .map(({ code, labels }) => ({ value: code, label: labels[language] }));
    return {
      sectors: of('labour_sectors'),
      occupations: of('occupation_groups'),
      endReasons: of('work_end_reasons'),
    };
  }
}

/** A form that is shown again keeps the revision that was read, so that it does not write over what was saved since. */
const revisionRead = ({ values }: FormState, revision: number): string =>
  typeof values.revision === 'string' ? values.revision : String(revision);

const backOf = (action: string): string =>
  action.startsWith('/training/work/floors') ? '/training/work/floors' : '/training/work';

import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { formatNumber } from '../../platform/web/format';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { ProjectRecords } from '../project-records.service';
import { type ProjectForms, projectForms } from '../project.form';
import { type AgendaItem, ReadSitting, type Sitting } from './read-sitting.service';
import { sittingModel, sittingsModel, SITTINGS } from './sitting.view';
import { listEligibleMembers } from './sittings.service';
import type { Choice, FormDefinition } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

export interface SittingFormTarget {
  readonly sittingId: string;
  readonly projectId: string;
  readonly act: 'scores' | 'recusal' | 'decision';
}
export type SittingFormBuilder = (
  forms: ProjectForms,
  context: {
    readonly sitting: Sitting;
    readonly one: AgendaItem;
    readonly lines: readonly Choice[];
  },
  language: Language,
) => FormDefinition | null;

export const score: SittingFormBuilder = (forms, { sitting, one }) =>
  one.mayScore ? forms.score(sitting.criteria) : null;
export const recuse: SittingFormBuilder = (forms, { one }) => (one.decided ? null : forms.recuse());
export const decide: SittingFormBuilder = (forms, { one, lines }, language) => {
  const plan = one.project.plans.find(({ id }) => id === one.planId);
  const { mean } = one.result;
  const said = mean === null ? null : formatNumber((mean / 100).toFixed(2), language, 2);
  return one.mayDecide && plan ? forms.decide(plan, lines, said) : null;
};

/** The pages of the committee. */
@Injectable()
export class SittingPages {
  constructor(
    private readonly project: ProjectRecords,
    private readonly read: ReadSitting,
  ) {}

  async all(actor: Actor, language: Language): Promise<PageView> {
    return page('projects/sittings', sittingsModel(await this.read.all(actor), language));
  }

  async one(actor: Actor, language: Language, id: string): Promise<PageView> {
    return page('projects/sitting', sittingModel(await this.read.of(actor, id), language));
  }

  callForm(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    return this.project.run(actor, async (tx) => {
      const people = (await listEligibleMembers(tx)).map(({ id, name }) => ({
        value: id,
        label: name,
      }));
      return formPage(
        'work/form',
        projectForms(language, tx.today).sitting(people),
        form,
        SITTINGS,
        SITTINGS,
      );
    });
  }

  form(
    actor: Actor,
    language: Language,
    { sittingId, projectId, act }: SittingFormTarget,
    build: SittingFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.project.run(actor, async (tx) => {
      const sitting = await this.read.ofIn(tx, sittingId);
      const one = sitting.agenda.find(({ project }) => project.id === projectId);
      if (!one) throw notFound();
      const lines = await tx.query<Choice>(
        `SELECT l.id AS value, l.code || ' · ' || (l.name ->> $2) AS label FROM budget_lines l JOIN grants g ON g.id = l.grant_id
          WHERE g.ends_on >= $1 ORDER BY g.code, l.code`,
        [tx.today, language],
      );
      const built = build(projectForms(language, tx.today), { sitting, one, lines }, language);
      if (!built) throw notFound();
      const own = `${SITTINGS}/${sittingId}`;
      const title = `${built.title} · ${one.project.title}`;
      return formPage(
        'work/form',
        { ...built, title },
        form,
        `${own}/projects/${projectId}/${act}`,
        own,
      );
    });
  }
}

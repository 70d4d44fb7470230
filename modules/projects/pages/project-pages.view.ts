import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { recordReading } from '../../audit';
import { CaseTabs, filesIn, PersonRecords, pickChoices, PickPeople } from '../../beneficiaries';
import { inOrder, Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { ProjectRecords } from '../project-records.service';
import { projectForms } from '../project.form';
import { projectWords } from '../project.words';
import type { ProjectAction } from './project-actions.service';
import { pathwayModel, projectModel, projectPath } from './project.view';
import { type Project, ReadProject } from './read-project.service';
import type { Choice } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

export interface ProjectFormTarget {
  /** The project. */
  readonly id: string;
  /** Below the project: "/plans". */
  readonly path: string;
  readonly part: string | null;
}

/** The pages of projects: one of them, all of a person, and each act on a page of its own. */
@Injectable()
export class ProjectPages {
  constructor(
    private readonly project: ProjectRecords,
    private readonly file: PersonRecords,
    private readonly read: ReadProject,
    private readonly tabs: CaseTabs,
    private readonly lists: Lists,
    private readonly picking: PickPeople,
  ) {}

  one(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.project.run(actor, async (tx) =>
      page('projects/project', projectModel(actor, language, await this.read.ofIn(tx, id))),
    );
  }

  /** The projects of a person, the last first: read as care. */
  async ofPersonIn(tx: Tx, caseId: string): Promise<readonly Project[]> {
    await this.file.mustRead(tx, caseId);
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT ON (p.place, p.id) p.id FROM project_people pp JOIN projects p ON p.id = pp.project_id
        WHERE pp.case_id = ANY (${filesIn()}) ORDER BY p.place DESC, p.id LIMIT 10`,
      [caseId],
    );
    const all: Project[] = [];
    for (const { id } of rows) all.push(await this.read.ofIn(tx, id));
    return all;
  }

  person(actor: Actor, language: Language, caseId: string): Promise<PageView> {
    return this.project.run(actor, async (tx) => {
      const person = await this.file.mustRead(tx, caseId);
      const all = await this.ofPersonIn(tx, caseId);
      const words = projectWords(language);
      const begins = may(actor, 'projects:write') && (await this.file.accompanies(tx, person.id));
      return page('projects/person', {
        title: words('of_person', { number: person.caseNumber }),
        filePath: `/people/${caseId}`,
        tabs: await this.tabs.rowIn(tx, language, caseId, 'projects'),
        newPath: begins ? `/people/${caseId}/projects/new` : null,
        projects: all.map((one) => ({
          title: one.title,
          path: projectPath(one.id),
          way: pathwayModel(one, language),
          lead: [
            words(`kind.${one.kind}`),
            words('people_in_it', { count: one.people }),
            words(`state.${one.state}`),
          ].join(' · '),
        })),
      });
    });
  }

  beginForm(actor: Actor, language: Language, caseId: string, form: FormState): Promise<PageView> {
    return this.project.run(actor, async (tx) => {
      const person = await this.file.mustRead(tx, caseId);
      await this.file.mustAccompany(tx, caseId);
      await recordReading(tx, 'projects.begin_form', [caseId]);
      const built = projectForms(language, tx.today).begin(await this.activitiesIn(tx, language));
      const own = `/people/${caseId}/projects`;
      return formPage(
        'work/form',
        { ...built, title: `${built.title} · ${person.caseNumber}` },
        form,
        own,
        own,
      );
    });
  }

  async form(
    actor: Actor,
    language: Language,
    { id, path, part }: ProjectFormTarget,
    { build }: ProjectAction,
    form: FormState,
    asWriter = true,
  ): Promise<PageView> {
    const fitting = await this.picking.choices(actor, form, ['caseNumber']);
    return this.project.run(actor, async (tx) => {
      const project = await this.read.ofIn(tx, id);
      if (asWriter && !project.mayWrite) {
        throw new DomainError('forbidden', 'people.not_yours_to_change');
      }
      const context = { tx, language, project, part };
      const built = await build(projectForms(language, tx.today), context);
      if (!built) throw notFound();
      const own = projectPath(id);
      const title = `${built.title} · ${project.title}`;
      const fields = built.fields.map((field) =>
        field.as === 'picker'
          ? { ...field, choices: pickChoices(fitting[field.name] ?? [], language) }
          : field,
      );
      return formPage('work/form', { ...built, title, fields }, form, `${own}${path}`, own);
    });
  }

  private async activitiesIn(tx: Tx, language: Language): Promise<Choice[]> {
    const found = await this.lists.inForce(tx, ['project_activities']);
    return inOrder(found.project_activities.items)
      .filter(({ retired }) => !retired)
      .map(({ code, labels }) => ({ value: code, label: labels[language] }));
  }
}

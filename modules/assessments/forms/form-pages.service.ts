import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import type { FormDefinition } from '../definition/definition-schema.rules';
import { questionModel } from '../filling/section.view';
import { localisedText } from '../assessment.words';
import { conditionWords, pointsWords } from './form.words';
import type { VersionRow } from './form.queries';
import { Forms } from './forms.service';

/** The pages on which forms are read: which there are, their versions, how one will look. */
@Injectable()
export class FormPages {
  constructor(private readonly forms: Forms) {}

  async list(actor: Actor, { language }: ShellFacts) {
    const forms = await this.forms.list(actor);
    const mayWrite = may(actor, 'forms:write');
    return page('assessments/forms/list', {
      title: translate(language, 'assessments:forms.title'),
      newPath: mayWrite ? '/forms/new' : null,
      figuresPath: may(actor, 'assessments:figures'),
      forms: forms.map((form) => ({
        ...form,
        title: localisedText(form.title, language) || form.key,
        kindLabel: translate(language, `assessments:kind.${form.kind}`),
        path: `/forms/${form.key}`,
      })),
    });
  }

  async file(actor: Actor, { language }: ShellFacts, key: string, form: FormState = newForm()) {
    const file = await this.forms.file(actor, key);
    const shown = file.versions.find(({ inForce }) => inForce) ?? file.versions[0];
    const current = shown && (await this.forms.version(actor, key, shown.version));
    const mayWrite = may(actor, 'forms:write');
    const path = `/forms/${key}`;
    return page('assessments/forms/file', {
      title: current ? localisedText(current.form.title, language) || key : key,
      path,
      key,
      form,
      kindLabel: translate(language, `assessments:kind.${file.kind}`),
      about: current ? localisedText(current.form.about, language) : '',
      versions: file.versions.map((version, at) => ({
        ...versionLine(version, path, language),
        comparePath: file.versions[at + 1]
          ? `${path}/compare?from=${file.versions[at + 1]!.version}&to=${version.version}`
          : null,
      })),
      draft: file.draft && {
        version: file.draft.version,
        path: `${path}/draft`,
        revision: file.draft.revision,
        readyAt: file.draft.readyAt,
        readyBy: file.draft.readyBy,
        mayApprove:
          file.draft.readyAt !== null &&
          may(actor, 'forms:approve') &&
          !file.draft.writers.includes(actor.userId),
        wrote: file.draft.writers.includes(actor.userId),
      },
      mayWrite,
      mayStart: mayWrite && file.draft === null,
      figuresPath: may(actor, 'assessments:figures') && current ? `${path}/figures` : null,
    });
  }

  async version(actor: Actor, { language }: ShellFacts, key: string, number: number) {
    const version = await this.forms.version(actor, key, number);
    return page('assessments/forms/version', {
      title: `${localisedText(version.form.title, language) || key} · ${translate(language, 'assessments:forms.version', { number })}`,
      path: `/forms/${key}`,
      line: versionLine(version, `/forms/${key}`, language),
      preview: previewModel(version.form, language),
    });
  }

  async comparison(actor: Actor, { language }: ShellFacts, key: string, from: number, to: number) {
    const { before, after, changes } = await this.forms.compare(actor, key, from, to);
    const words = (name: string) => translate(language, `assessments:forms.${name}`);
    return page('assessments/forms/compare', {
      title: `${localisedText(after.form.title, language) || key} · ${translate(language, 'assessments:forms.compare_title', { from: before.version, to: after.version })}`,
      path: `/forms/${key}`,
      nothing: changes.fields.length === 0 && changes.head.length === 0 && !changes.scoring,
      head: changes.head.map((name) => words(`head.${name}`)),
      scoring: changes.scoring,
      before: before.version,
      after: after.version,
      fields: changes.fields.map((field) => ({
        field: field.field,
        change: field.change === 'retired' ? 'dropped' : field.change,
        changeWords: words(`change.${field.change}`),
        aspects: field.aspects.map((aspect) => words(`aspect.${aspect}`)).join(' · '),
        before: field.before && briefly(field.before, before.form, language),
        after: field.after && briefly(field.after, after.form, language),
      })),
    });
  }
}

const briefly = (
  question: NonNullable<FormDefinition['sections'][number]['questions'][number]>,
  form: FormDefinition,
  language: Language,
) => ({
  label: localisedText(question.label, language),
  points: pointsWords(question, form, language).join(' · '),
  condition: question.showIf ? conditionWords(question.showIf, form, language) : null,
});

export const versionLine = (version: VersionRow, path: string, language: Language) => ({
  version: version.version,
  path: version.state === 'draft' ? `${path}/draft` : `${path}/versions/${version.version}`,
  state: translate(
    language,
    `assessments:forms.state.${version.inForce ? 'in_force' : version.state === 'draft' ? 'draft' : version.inForceFrom && version.inForceFrom > (version.approvedAt ?? version.inForceFrom) ? 'coming' : 'earlier'}`,
  ),
  inForce: version.inForce,
  draft: version.state === 'draft',
  author: version.author,
  approvedBy: version.approvedBy,
  since: version.inForceFrom,
});

/** Preview of a form, with the settings of each question. */
export function previewModel(form: FormDefinition, language: Language) {
  return {
    about: localisedText(form.about, language),
    part: translate(language, `assessments:part.${form.part}`),
    forWhom: translate(language, `assessments:for.${form.for}`),
    approval: form.approval,
    decision: form.decision,
    nextDays: form.nextDays ?? null,
    source: localisedText(form.source.text, language),
    checked: translate(language, `assessments:checked.${form.source.checked}`),
    unverified: form.source.checked === 'unverified',
    sections: form.sections.map((section) => ({
      id: section.id,
      title: localisedText(section.title, language),
      lead: localisedText(section.lead, language),
      warning: localisedText(section.warning, language),
      questions: section.questions
        .filter(({ retired }) => !retired)
        .map((question) => ({
          question: questionModel(question, language, newForm()),
          condition: question.showIf ? conditionWords(question.showIf, form, language) : null,
          points: pointsWords(question, form, language),
          fact: question.fact,
          forWhom:
            question.for === 'all' ? null : translate(language, `assessments:for.${question.for}`),
          field: question.id,
        })),
    })),
    bands:
      form.scoring?.by === 'points'
        ? form.scoring.bands.map((band) => ({
            from: band.from,
            to: band.to,
            level: band.level,
            alert: band.alert,
            title: localisedText(band.title, language),
            follow: localisedText(band.follow, language),
            task: band.task
              ? translate(language, 'assessments:forms.band_task', {
                  task: translate(language, `people:file.task.${band.task.kind}`),
                  count: band.task.hours,
                })
              : null,
            next: band.nextDays ?? form.nextDays ?? null,
          }))
        : [],
    groups:
      form.scoring?.by === 'signs'
        ? form.scoring.groups.map(({ id, title, rule }) => ({
            title: localisedText(title, language),
            must: form.scoring?.by === 'signs' && form.scoring.mustHave === id,
            rule: (rule ?? []).map((counts) =>
              Object.entries(counts)
                .filter(([, many]) => many !== undefined)
                .map(([what, many]) =>
                  translate(language, `assessments:forms.rule.${what}`, { count: many }),
                )
                .join(' + '),
            ),
          }))
        : [],
  };
}

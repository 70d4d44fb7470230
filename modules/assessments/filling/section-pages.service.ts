import { Injectable } from '@nestjs/common';
import { mergeTyped } from '../../beneficiaries';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { type FormState, newForm } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import type { Value } from '../definition/answers.rules';
import { shownSections } from '../definition/conditions.rules';
import type { Question } from '../definition/definition-schema.rules';
import { answerWords, localisedText } from '../assessment.words';
import { type UnsealedAssessment, ReadAssessments } from './read-assessments.service';
import { givenIn, type FormValues, typedOf } from './section.form';
import { pathOf, sectionModel } from './section.view';

/** One page of a form: shown, and shown again with what is wrong or what another wrote meanwhile. */
@Injectable()
export class SectionPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadAssessments,
  ) {}

  async show(actor: Actor, { language }: ShellFacts, id: string, one: string, name: string) {
    const opened = await this.read.open(actor, id, one);
    const section = sectionIn(opened, name);
    return page(
      'assessments/section',
      sectionModel(opened, language, name, newForm(typedOf(section, opened.answers))),
    );
  }

  /** Something was wrong, or another saved first: what was typed stays, what they wrote is shown. */
  async again(
    actor: Actor,
    { language }: ShellFacts,
    ids: { id: string; one: string; name: string },
    form: FormState,
    revision: number,
  ): Promise<PageView> {
    const opened = await this.read.open(actor, ids.id, ids.one);
    if (opened.state !== 'draft') return this.tooLate(opened, ids.name, form, language);
    const section = sectionIn(opened, ids.name);
    const merged =
      form.status === 409
        ? await this.merge(actor, opened, ids.name, revision, form.values)
        : { values: form.values, both: [] };
    const others = Object.fromEntries(
      section.flatMap((question): [string, string][] =>
        merged.both.includes(question.id)
          ? [[question.id, answerWords(question, opened.answers[question.id], language).text]]
          : [],
      ),
    );
    const shown = { ...form, values: { ...typedOf(section, opened.answers), ...merged.values } };
    return page(
      'assessments/section',
      sectionModel(opened, language, ids.name, shown, others),
      form.status,
    );
  }

  /** Somebody signed it meanwhile: what was typed is shown once more, to be taken into a correction. */
  private tooLate(
    opened: UnsealedAssessment,
    name: string,
    { values, summary, status }: FormState,
    language: Language,
  ): PageView {
    const questions = opened.definition.sections.find(({ id }) => id === name)?.questions ?? [];
    const given = givenIn(questions, { ...values, shown: questions.map(({ id }) => id) });
    const typed = questions.flatMap((question) => {
      const { value } = (given[question.id] ?? {}) as { value?: Value };
      if (value === undefined || value === '') return [];
      return [
        {
          label: localisedText(question.label, language),
          text: answerWords(question, { value }, language).text,
        },
      ];
    });
    return page(
      'assessments/too-late',
      {
        title: localisedText(opened.definition.title, language),
        path: pathOf(opened),
        sentence: summary[0]?.sentence ?? '',
        typed,
      },
      status,
    );
  }

  private merge(
    actor: Actor,
    opened: UnsealedAssessment,
    name: string,
    revision: number,
    typed: FormValues,
  ): Promise<{ values: FormValues; both: string[] }> {
    return this.transactions.run(actor, async (tx) => {
      const base = await this.read.sectionAsOf(tx, opened, name, revision);
      const questions = sectionIn(opened, name);
      const { values, both } = mergeTyped(
        typedOf(questions, base),
        typedOf(questions, opened.answers),
        typed,
      );
      const fields = Object.keys(both).map((field) => field.slice(2));
      return { values, both: [...new Set(fields)] };
    });
  }
}

/** The questions of a page that is put to this person. */
function sectionIn(opened: UnsealedAssessment, name: string): readonly Question[] {
  const { definition, audience, answers } = opened;
  const section = shownSections(definition, audience, answers).find(({ id }) => id === name);
  if (!section || opened.state !== 'draft') throw notFound();
  return section.questions;
}

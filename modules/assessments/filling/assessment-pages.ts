import { Inject, Injectable } from '@nestjs/common';
import { may } from '../../access';
import { CaseTabs, mergeTyped } from '../../beneficiaries';
import { list, labelOf } from '../../reference-lists';
import type { Env } from '../../../src/config/env';
import { ENV } from '../../../src/config/env.token';
import { Transactions } from '../../../src/database/transactions';
import type { Actor, Language } from '../../../src/shared/actor';
import { notFound } from '../../../src/shared/domain-error';
import { type FormState, newForm } from '../../../src/web/forms';
import { translate } from '../../../src/web/i18n';
import { page, type PageView } from '../../../src/web/page';
import type { ShellFacts } from '../../../src/web/request';
import { openNeeds, shownSections } from '../definition/conditions.rules';
import type { Value } from '../definition/answers.rules';
import type { Question } from '../definition/definition.schema';
import { answerWords, said } from '../words';
import { answersModel, changeWords, compareAnswers } from './answers.view';
import { CORRECTION_REASONS, DECISIONS } from './assessment.queries';
import { listModel } from './list.view';
import { outcomeModel } from './outcome.view';
import { type OpenedAssessment, ReadAssessments } from './read-assessments.service';
import { givenIn, typedOf, type Typed, valueName } from './section-form';
import { pathOf, sectionModel, stepsOf } from './section.view';
import { SignAssessments } from './sign.service';

/** The pages of a person's assessments. */
@Injectable()
export class AssessmentPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadAssessments,
    private readonly signing: SignAssessments,
    private readonly tabs: CaseTabs,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async list(actor: Actor, { language }: ShellFacts, id: string, form: FormState) {
    const file = await this.read.list(actor, id);
    const tabs = await this.tabs.row(actor, language, id, 'assessments');
    const offsetMinutes = this.env.MAWA_OFFSET_MINUTES;
    return page(
      'assessments/list',
      listModel(file, { actor, language, tabs, form, offsetMinutes }),
    );
  }

  /** A draft leads on to what is missing; what is signed is read. */
  async one(actor: Actor, { language }: ShellFacts, id: string, one: string, form: FormState) {
    const opened = await this.read.open(actor, id, one);
    const tabs = await this.tabs.row(actor, language, id, 'assessments');
    const common = {
      title: said(opened.definition.title, language),
      path: pathOf(opened),
      listPath: `/people/${id}/assessments`,
      tabs,
      form,
      sections: answersModel(opened, language),
      correction: correctionModel(opened, language),
    };
    return opened.state === 'draft'
      ? page('assessments/draft', {
          ...common,
          ...(await this.draftModel(actor, language, opened)),
        })
      : page('assessments/finished', { ...common, ...this.finishedModel(actor, language, opened) });
  }

  async section(actor: Actor, { language }: ShellFacts, id: string, one: string, name: string) {
    const opened = await this.read.open(actor, id, one);
    const section = sectionIn(opened, name);
    return page(
      'assessments/section',
      sectionModel(opened, language, name, newForm(typedOf(section, opened.answers))),
    );
  }

  /** Something was wrong, or another saved first: what was typed stays, what they wrote is shown. */
  async sectionAgain(
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
    opened: OpenedAssessment,
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
          label: said(question.label, language),
          text: answerWords(question, { value }, language).text,
        },
      ];
    });
    return page(
      'assessments/too-late',
      {
        title: said(opened.definition.title, language),
        path: pathOf(opened),
        sentence: summary[0]?.sentence ?? '',
        typed,
      },
      status,
    );
  }

  async comparison(actor: Actor, { language }: ShellFacts, id: string, from: string, to: string) {
    const [before, after] = await this.read.pair(actor, id, [from, to]);
    const fields = compareAnswers(before!, after!, language);
    return page('assessments/compare', {
      title: translate(language, 'assessments:compare.title', {
        form: said(after!.definition.title, language),
      }),
      listPath: `/people/${id}/assessments`,
      tabs: await this.tabs.row(actor, language, id, 'assessments'),
      before: { at: before!.aboutAt ?? before!.startedAt, version: before!.version },
      after: { at: after!.aboutAt ?? after!.startedAt, version: after!.version },
      changes: fields.filter(({ change }) => change !== 'same').length,
      fields: fields.map((field) => ({
        ...field,
        changeWords: changeWords(field.change, language),
      })),
    });
  }

  private async draftModel(actor: Actor, language: Language, opened: OpenedAssessment) {
    const { definition, audience, answers } = opened;
    const returned = opened.history.findLast(({ from, to }) => from === 'sent' && to === 'draft');
    const approvers = definition.approval
      ? await this.signing.approversFor(actor, opened.caseId, opened.id)
      : [];
    return {
      ...stepsOf(opened, language, null),
      about: said(definition.about, language),
      returned: returned ?? null,
      mayWrite: may(actor, 'assessments:write'),
      needs: openNeeds(definition, audience, answers).map(({ section, question }) => ({
        label: said(question.label, language),
        path: `${pathOf(opened)}/sections/${section}#f-${valueName(question.id)}`,
      })),
      approval: definition.approval,
      approvers: approvers.map(({ id: value, name: label }) => ({ value, label })),
      audienceUnknown: audience === 'unknown',
    };
  }

  private finishedModel(actor: Actor, language: Language, opened: OpenedAssessment) {
    const words = (key: string) => translate(language, `assessments:${key}`);
    const wrote = opened.writers.includes(actor.userId);
    const mayWrite = may(actor, 'assessments:write');
    const sent = opened.state === 'sent';
    return {
      ...outcomeModel(opened, language),
      sent,
      signedBy: opened.signedBy,
      signedAt: opened.signedAt,
      approvedBy: opened.approvedBy,
      approvedAt: opened.approvedAt,
      version: opened.version,
      correctedPath:
        opened.correctedBy && `/people/${opened.caseId}/assessments/${opened.correctedBy}`,
      mayDecide: sent && may(actor, 'assessments:approve') && !wrote,
      waits: sent && (wrote || !may(actor, 'assessments:approve')),
      mayCorrect: !sent && mayWrite && opened.correctedBy === null,
      reasons: CORRECTION_REASONS.map((value) => ({ value, label: words(`reason.${value}`) })),
      asksDecision: opened.definition.decision && !sent,
      mayWriteDecision: opened.definition.decision && !sent && mayWrite,
      choices: DECISIONS.map((value) => ({
        value,
        label: words(`decision.${value}`),
        hint: words(`decision.${value}_hint`),
      })),
      deciders: list('deciders').items.map(({ code, labels }) => ({
        value: code,
        label: labels[language],
      })),
      decisions: opened.decisions.map((decision) => ({
        ...decision,
        label: words(`decision.${decision.decision}`),
        who: labelOf('deciders', decision.decidedBy, language),
      })),
      stagesPath: `/people/${opened.caseId}/stages`,
    };
  }

  private merge(
    actor: Actor,
    opened: OpenedAssessment,
    name: string,
    revision: number,
    typed: Typed,
  ): Promise<{ values: Typed; both: string[] }> {
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
function sectionIn(opened: OpenedAssessment, name: string): readonly Question[] {
  const { definition, audience, answers } = opened;
  const section = shownSections(definition, audience, answers).find(({ id }) => id === name);
  if (!section || opened.state !== 'draft') throw notFound();
  return section.questions;
}

const correctionModel = (
  { corrects, correctionReason, caseId }: OpenedAssessment,
  language: Language,
) =>
  corrects && {
    path: `/people/${caseId}/assessments/${corrects}`,
    reason: translate(language, `assessments:reason.${correctionReason}`),
  };

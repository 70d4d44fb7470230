import { Inject, Injectable } from '@nestjs/common';
import { may } from '../../access';
import { CaseTabs } from '../../beneficiaries';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import type { Actor, Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import { openNeeds } from '../definition/conditions.rules';
import { localisedText } from '../assessment.words';
import { answersModel, changeWords, compareAnswers } from './answers.view';
import { finishedModel } from './finished.view';
import { listModel } from './list.view';
import { type UnsealedAssessment, ReadAssessments } from './read-assessments.service';
import { valueName } from './section.form';
import { pathOf, stepsOf } from './section.view';
import { SignAssessments } from './sign.service';

/** The pages of a person's assessments. */
@Injectable()
export class AssessmentPages {
  constructor(
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
      title: titleOf(opened, language),
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
      : page('assessments/finished', { ...common, ...finishedModel(actor, language, opened) });
  }

  async comparison(actor: Actor, { language }: ShellFacts, id: string, from: string, to: string) {
    const [before, after] = await this.read.pair(actor, id, [from, to]);
    const fields = compareAnswers(before!, after!, language);
    return page('assessments/compare', {
      title: translate(language, 'assessments:compare.title', {
        form: localisedText(after!.definition.title, language),
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

  private async draftModel(actor: Actor, language: Language, opened: UnsealedAssessment) {
    const { definition, audience, answers } = opened;
    const returned = opened.history.findLast(({ from, to }) => from === 'sent' && to === 'draft');
    const approvers = definition.approval
      ? await this.signing.approversFor(actor, opened.personId, opened.id)
      : [];
    return {
      ...stepsOf(opened, language, null),
      about: localisedText(definition.about, language),
      returned: returned ?? null,
      mayWrite: may(actor, 'assessments:write'),
      needs: openNeeds(definition, audience, answers).map(({ section, question }) => ({
        label: localisedText(question.label, language),
        path: `${pathOf(opened)}/sections/${section}#f-${valueName(question.id)}`,
      })),
      approval: definition.approval,
      approvers: approvers.map(({ id: value, name: label }) => ({ value, label })),
      audienceUnknown: audience === 'unknown',
    };
  }
}

const titleOf = ({ definition, caseNumber }: UnsealedAssessment, language: Language): string =>
  `${localisedText(definition.title, language)} · ${caseNumber}`;

const correctionModel = (
  { corrects, correctionReason, personId }: UnsealedAssessment,
  language: Language,
) =>
  corrects && {
    path: `/people/${personId}/assessments/${corrects}`,
    reason: translate(language, `assessments:reason.${correctionReason}`),
  };

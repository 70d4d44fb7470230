import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { CaseTabs } from '../case-tabs.service';
import { ageWords, sureness } from '../person.words';
import { AgeAssessments, type Assessment, standing } from './age-assessments.service';
import {
  AGREEMENTS,
  CONCLUSIONS,
  CONTESTED,
  INSTITUTIONS,
  MAJORITY,
  METHODS,
  WITHDRAWALS,
  withMargin,
} from './assessment.rules';

/** The page of a person's age: what counts today, what was found and how, and writing down another. */
@Injectable()
export class AgePage {
  constructor(
    private readonly ages: AgeAssessments,
    private readonly tabs: CaseTabs,
  ) {}

  async show(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
    { requestId = randomUUID(), withdrawing = null }: AgePageState = {},
  ): Promise<PageView> {
    const { person, age, assessments, mayRecord } = await this.ages.of(actor, id);
    const words = (key: string) => translate(language, `ages:${key}`);
    const all = (values: readonly string[], prefix: string) =>
      values.map((value) => ({ value, label: words(`${prefix}.${value}`) }));
    const counts = standing(assessments);
    return page('ages/person', {
      title: translate(language, 'ages:title', { number: person.caseNumber }),
      path: `/people/${id}`,
      tabs: await this.tabs.row(actor, language, id, 'age'),
      requestId,
      form: { ...form, summary: linked(form, withdrawing) },
      isRecording: form.summary.length > 0 && withdrawing === null,
      age: ageWords(age, language),
      sure: sureness(person, language),
      isOpen: age === null || (age.low < MAJORITY && age.high >= MAJORITY),
      mayRecord: mayRecord && may(actor, 'ages:record'),
      assessments: assessments.map((one) => ({
        ...shown(one, language),
        counts: one.id === counts?.id,
        isWithdrawing: one.id === withdrawing,
      })),
      methods: METHODS.map((value) => ({
        value,
        label: words(`method.${value}`),
        hint: CONTESTED.includes(value) ? words('contested_hint') : null,
      })),
      institutions: all(INSTITUTIONS, 'institution'),
      conclusions: all(CONCLUSIONS, 'conclusion'),
      agreements: all(AGREEMENTS, 'agreement'),
      doubts: [{ value: 'yes', label: words('doubt') }],
      whys: all(WITHDRAWALS, 'withdrawal'),
    });
  }
}

interface AgePageState {
  readonly requestId?: string | undefined;
  /** The assessment whose withdrawal was refused. */
  readonly withdrawing?: string | null;
}

/** A group of which nothing was ticked is not posted, and is there all the same. */
const linked = ({ summary, errors }: FormState, withdrawing: string | null): FormState['summary'] =>
  summary.map(({ field, sentence }) => ({
    sentence,
    field: withdrawing
      ? `why-${withdrawing}`
      : (field ?? GROUPS.find((group) => errors[group] === sentence) ?? null),
  }));
const GROUPS = ['methods', 'agreement', 'conclusion', 'benefitOfDoubt'];

const shown = (one: Assessment, language: Language) => {
  const words = (key: string) => translate(language, `ages:${key}`);
  return {
    ...one,
    ageLabel: ageWords(withMargin(one), language),
    found: translate(language, 'ages:found', { low: one.low, high: one.high, count: one.margin }),
    conclusionLabel: words(`conclusion.${one.conclusion}`),
    institutionLabel: words(`institution.${one.institution}`),
    agreementLabel: words(`agreement.${one.agreement}`),
    withoutAgreement: one.agreement === 'refused' || one.agreement === 'not_asked',
    methodLabels: one.methods.map((method) => ({
      label: words(`method.${method}`),
      contested: CONTESTED.includes(method),
    })),
    whyLabel: one.withdrawnWhy && words(`withdrawal.${one.withdrawnWhy}`),
  };
};

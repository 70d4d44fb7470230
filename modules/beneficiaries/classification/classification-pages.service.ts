import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { joinWords } from '../../platform/shared/punctuation.words';
import { type FormState, newForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { CaseTabs } from '../case-tabs.service';
import { mergeTyped } from '../corrections/correction.rules';
import { typedOf } from './classification.form';
import { changedQuestions, EMPTY_CLASSIFICATION } from './classification.rules';
import {
  classificationFacts,
  elementFacts,
  formModel,
  meansNotice,
  notAsked,
  type WordsContext,
} from './classification.view';
import { type ClassifiedVersion, ReadClassifications } from './read-classifications.service';

/** The pages of a person's classification. */
@Injectable()
export class ClassificationPages {
  constructor(
    private readonly read: ReadClassifications,
    private readonly tabs: CaseTabs,
  ) {}

  async show(actor: Actor, language: Language, id: string): Promise<PageView> {
    const { standing, versions, htcds, ctdc } = await this.read.file(actor, id);
    const path = `/people/${id}/classification`;
    return page('people/classification', {
      ...(await this.frame(actor, language, id, 'title')),
      editPath: standing.mayWrite && may(actor, 'classification:write') ? `${path}/edit` : null,
      notice: meansNotice(standing, language),
      elements: elementFacts(standing.classified, language),
      facts: classificationFacts(standing.classified, { language, ...standing }),
      notAsked: notAsked(standing.classified, language).join(' · '),
      history: versions.map((one, at) => ({
        at: one.at,
        by: one.by,
        changed: changesOf(one, versions[at + 1], language),
        path: `/people/${one.caseId}/classification/versions/${one.version}`,
        label: translate(language, 'classification:version', { number: one.version }),
        joinedNumber: one.caseId === id ? null : one.caseNumber,
      })),
      htcds: Object.entries(htcds).map(([field, values]) => ({
        field,
        values: joinWords(values, language),
      })),
      ctdc: Object.entries(ctdc)
        .filter(([, value]) => value !== null)
        .map(([field, value]) => ({ field, values: value })),
    });
  }

  async version(actor: Actor, language: Language, id: string, number: number): Promise<PageView> {
    const { versions, words } = await this.read.history(actor, id);
    const one = versions.find(({ caseId, version }) => caseId === id && version === number);
    if (!one) throw notFound();
    const spoken: WordsContext = { language, words, chosenFrom: one.chosenFrom };
    return page('people/classification-version', {
      ...(await this.frame(actor, language, id, 'version_title', { number })),
      path: `/people/${id}/classification`,
      at: one.at,
      by: one.by,
      facts: classificationFacts(one.classification, spoken),
    });
  }

  async form(
    actor: Actor,
    language: Language,
    id: string,
    given: FormState | null,
    requestId: string,
  ): Promise<PageView> {
    const { standing, editions } = await this.read.form(actor, id);
    if (!standing.mayWrite) throw new DomainError('forbidden', 'people.not_yours_to_change');
    const versions = {
      version: String(standing.version),
      caseVersion: String(standing.caseVersion),
    };
    const form = given ?? newForm({ ...typedOf(standing.classified), ...versions });
    return page('people/classify', {
      ...(await this.frame(actor, language, id, 'form_title')),
      path: `/people/${id}/classification`,
      requestId,
      version: form.values.version ?? versions.version,
      caseVersion: form.values.caseVersion ?? versions.caseVersion,
      notice: meansNotice(standing, language),
      ...formModel(standing, editions, { language, ...standing }, form),
    });
  }

  /** Somebody saved first: their answers are taken over, and what both answered is named. */
  async merged(actor: Actor, language: Language, id: string, form: FormState): Promise<PageView> {
    const standing = await this.read.standing(actor, id);
    const read = [Number(form.values.version), Number(form.values.caseVersion)] as const;
    const base = await this.read.asOf(actor, id, ...read);
    const { values, both } = mergeTyped(typedOf(base), typedOf(standing.classified), form.values);
    const sentence = translate(language, 'classification:both');
    return this.form(
      actor,
      language,
      id,
      {
        ...form,
        values: {
          ...values,
          version: String(standing.version),
          caseVersion: String(standing.caseVersion),
        },
        errors: {
          ...form.errors,
          ...Object.fromEntries(Object.keys(both).map((name) => [name, sentence])),
        },
      },
      randomUUID(),
    );
  }

  private async frame(
    actor: Actor,
    language: Language,
    id: string,
    title: string,
    params: Record<string, unknown> = {},
  ) {
    return {
      title: translate(language, `classification:${title}`, params),
      filePath: `/people/${id}`,
      tabs: await this.tabs.row(actor, language, id, 'classification'),
    };
  }
}

/** Which questions a version answers otherwise than the one before it. */
function changesOf(
  one: ClassifiedVersion,
  before: ClassifiedVersion | undefined,
  language: Language,
): string {
  const elements = { acts: [], means: [], purposes: [] };
  return changedQuestions(
    { ...(before?.classification ?? EMPTY_CLASSIFICATION), elements },
    { ...one.classification, elements },
  )
    .map((name) => translate(language, `classification:question.${name}`))
    .join(' · ');
}

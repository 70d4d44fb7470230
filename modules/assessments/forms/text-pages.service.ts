import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { newForm } from '../../platform/web/forms';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { fragment, page } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import { type KnownFields, problemsOf } from '../definition/definition-problems.rules';
import { type Problem, readDefinition } from '../definition/definition-reader.rules';
import type { FormDefinition } from '../definition/definition-schema.rules';
import { readSource, sourceOf } from '../definition/source-lines.rules';
import { placeWords, problemWords } from './form.words';
import { frame } from './draft-pages.service';
import { previewModel } from './form-pages.service';
import { Forms } from './forms.service';

export interface CheckedText {
  /** Undefined where it is no JSON. */
  readonly value: unknown;
  readonly form: FormDefinition | null;
  readonly lines: readonly { line: number; place: string; sentence: string }[];
}

/** The whole definition as a text, with each problem on its line and the form as it will look. */
@Injectable()
export class TextPages {
  constructor(private readonly forms: Forms) {}

  async edit(
    actor: Actor,
    { language }: ShellFacts,
    key: string,
    typed: string | null,
    refused: DomainError | null,
    sent?: string,
  ) {
    const { draft, known } = await this.forms.draft(actor, key);
    const text = typed ?? sourceOf(draft.form);
    return page(
      'assessments/forms/text',
      {
        ...frame(draft.form, draft.version, language),
        revision: sent ?? String(draft.revision),
        action: `/forms/${key}/draft/text`,
        previewPath: `/forms/${key}/draft/preview`,
        text,
        form: newForm(),
        refused: refused && sentenceOf(refused, language),
        ...checkedModel(checkText(text, language, known), language),
      },
      refused ? 422 : 200,
    );
  }

  /** A form that there was not. */
  fresh({ language }: ShellFacts, typed: string | null, refused: DomainError | null) {
    const text = typed ?? sourceOf(SKELETON);
    return page(
      'assessments/forms/text',
      {
        title: translate(language, 'assessments:forms.new'),
        path: '/forms',
        formPath: '/forms',
        revision: '',
        action: '/forms/new',
        previewPath: '/forms/preview',
        text,
        form: newForm(),
        refused: refused && sentenceOf(refused, language),
        ...checkedModel(checkText(text, language), language),
      },
      refused ? 422 : 200,
    );
  }

  /** While one types: what is wrong, and how it will look. */
  async preview(actor: Actor, { language }: ShellFacts, key: string | null, text: unknown) {
    if (typeof text !== 'string') throw new DomainError('invalid', 'common.required', {}, 'text');
    const known = key === null ? undefined : (await this.forms.draft(actor, key)).known;
    return fragment(
      'assessments/forms/_checked',
      checkedModel(checkText(text, language, known), language),
    );
  }
}

export function checkText(
  text: string,
  language: Language,
  known: KnownFields = new Map(),
): CheckedText {
  const { value, problems, lineOf } = readSource(text);
  const said = (form: FormDefinition | null) => (problem: Problem & { line?: number }) => ({
    line: problem.line ?? lineOf(problem.path),
    place: placeWords(problem.path, form, language),
    sentence: problemWords(problem, language),
  });
  if (value === undefined) return { value, form: null, lines: problems.map(said(null)) };
  const read = readDefinition(value);
  const found = read.form ? problemsOf(read.form, known) : read.problems;
  return {
    value,
    form: read.form,
    lines: found.map(said(read.form)).sort((a, b) => a.line - b.line),
  };
}

const checkedModel = ({ form, lines }: CheckedText, language: Language) => ({
  lines: lines.map(({ line, place, sentence }) => ({
    line: translate(language, 'assessments:forms.line', { number: line }),
    place,
    sentence,
  })),
  readable: form !== null,
  preview: form && previewModel(form, language),
});

const sentenceOf = ({ code, params }: DomainError, language: Language): string =>
  translate(language, keyOfCode(code), params);

const say = { fr: '', ar: '', en: '' };
const SKELETON = {
  form: 'my_form',
  kind: 'needs',
  part: 'care',
  title: say,
  about: say,
  source: { text: say, checked: 'own' },
  sections: [
    { id: 'first', title: say, questions: [{ id: 'question_1', kind: 'yes_no', label: say }] },
  ],
};

/** Pages of report definitions: list, one definition with its structure, editor. */
import Handlebars from 'handlebars';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { type Actor, LANGUAGES, type Language } from '../../platform/shared/actor';
import { PERIOD_LENGTHS } from '../../platform/shared/periods.rules';
import { type FormState, newForm } from '../../platform/web/forms';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { fragment, page, type PageView } from '../../platform/web/page-response';
import { pastChoices, pastChoiceWords } from '../../indicators';
import { periodWords, renderFragment } from '../../report-documents';
import { AUDIENCES } from '../../disclosure';
import { type DefinedBlock, isFigure, type ReportDefinition } from '../report-definition.types';
import { Definitions } from './definitions.service';
import { SAVE_ANCHOR } from './definition-editor.form';
import { blockAnchor, sectionAnchor, unusedBlocks } from './edit-definition.rules';
import { PreviewDefinition, type PreviewRequest } from './preview-definition.service';

export const ROOT = '/report-definitions';
const PREVIEW_ANCHOR = 'report-preview';
const say = (language: Language, key: string, params: Record<string, unknown> = {}): string =>
  translate(language, `definitions:${key}`, params);

const dueWords = ({ due }: Pick<ReportDefinition, 'due'>, language: Language): string =>
  'days' in due
    ? say(language, 'due_days', { count: due.days })
    : say(language, 'due_day', { day: due.day.slice(3), month: due.day.slice(0, 2) });

const blockWords = (block: DefinedBlock, language: Language) => ({
  icon: isFigure(block) ? iconOf(block.block) : block.block === 'choice' ? 'list-check' : 'pencil',
  label: isFigure(block)
    ? say(language, `block.${block.block}`)
    : block.block === 'note'
      ? say(language, 'note')
      : block.title[language],
  isText: !isFigure(block),
});

const iconOf = (block: string): string =>
  PICTURES.test(block) ? 'chart-bar' : block === 'key-figures' ? 'hash' : 'table';
const PICTURES = /-(chart|pyramid|map|flow|targets|time)$/;

const structureOf = ({ sections }: ReportDefinition, language: Language) =>
  sections.map(({ key, title, blocks }, place) => ({
    key,
    title: title[language],
    number: place + 1,
    blocks: blocks.map((block) => blockWords(block, language)),
  }));

@Injectable()
export class DefinitionPages {
  constructor(
    private readonly definitions: Definitions,
    private readonly previews: PreviewDefinition,
  ) {}

  async all(actor: Actor, language: Language): Promise<PageView> {
    const { editions, drafts } = await this.definitions.all(actor);
    return page('report-definitions/list', {
      title: say(language, 'title'),
      lead: say(language, 'lead'),
      drafts: drafts.map(({ kind, body, by, at }) => ({
        title: body.title[language],
        path: `${ROOT}/${kind}/draft`,
        by,
        at,
      })),
      definitions: editions.map((one) => ({
        title: one.title[language],
        path: `${ROOT}/${one.kind}`,
        edition: one.version,
        every: say(language, `every.${one.every}`),
        audience: say(language, `audience.${one.audience}`),
        due: dueWords(one, language),
        ...verifiedWords(one.verified, language),
      })),
    });
  }

  async one(
    actor: Actor,
    kind: string,
    language: Language,
    form: FormState = newForm(),
  ): Promise<PageView> {
    const { editions, draft } = await this.definitions.one(actor, kind);
    const current = editions[0];
    const body = current?.body ?? draft!.body;
    return page('report-definitions/one', {
      title: body.title[language],
      lead: body.subtitle[language],
      kind,
      form,
      path: `${ROOT}/${kind}`,
      backPath: ROOT,
      mayWrite: may(actor, 'report-definitions:write'),
      hasDraft: draft !== null,
      inForce: current !== undefined,
      facts: [
        { label: say(language, 'for'), value: say(language, `audience.${body.audience}`) },
        ...(body.past
          ? [
              {
                label: translate(language, 'past:choice.label'),
                value: pastChoiceWords(body.past, language),
              },
            ]
          : []),
        { label: say(language, 'how_often'), value: say(language, `every.${body.every}`) },
        { label: say(language, 'due'), value: dueWords(body, language) },
        { label: say(language, 'source'), value: current?.source ?? draft!.source },
      ],
      ...(current && verifiedWords(current.verified, language)),
      sections: structureOf(body, language),
      editions: editions.map(({ version, by, at }) => ({
        version,
        at,
        by: by ?? say(language, 'delivered'),
      })),
      fields: copyFields(language),
    });
  }

  async editor(
    actor: Actor,
    kind: string,
    language: Language,
    form: FormState = newForm(),
  ): Promise<PageView> {
    const { draft, editions } = await this.definitions.one(actor, kind);
    if (!draft) return this.one(actor, kind, language, form);
    const { body } = draft;
    return page('report-definitions/editor', {
      wide: true,
      skips: [
        { href: `#${SAVE_ANCHOR}`, label: say(language, 'skip.save') },
        { href: `#${PREVIEW_ANCHOR}`, label: say(language, 'skip.preview') },
      ],
      saveAnchor: SAVE_ANCHOR,
      previewAnchor: PREVIEW_ANCHOR,
      title: body.title[language],
      lead: say(language, editions.length > 0 ? 'editor_lead_next' : 'editor_lead_new'),
      form,
      revision: draft.revision,
      path: `${ROOT}/${kind}`,
      backPath: ROOT,
      head: headFields(body, language),
      selects: headSelects(body, language, form),
      due: {
        days: typedIn(form, 'head.dueDays', 'days' in body.due ? String(body.due.days) : ''),
        day: typedIn(form, 'head.dueDay', 'day' in body.due ? body.due.day : ''),
      },
      languages: LANGUAGES.map((code) => ({
        code,
        chosen: tickedIn(form, 'head.languages', code, body.languages.includes(code)),
      })),
      sections: body.sections.map((section, place) => ({
        key: section.key,
        anchor: sectionAnchor(section.key),
        title: section.title[language],
        number: place + 1,
        isFirst: place === 0,
        isLast: place === body.sections.length - 1,
        titles: inLanguages(`sections.${section.key}`, section.title),
        blocks: section.blocks.map((block, at) => ({
          ...blockWords(block, language),
          place: at,
          anchor: blockAnchor(section.key, at),
          section: section.key,
          isFirst: place === 0 && at === 0,
          isLast: place === body.sections.length - 1 && at === section.blocks.length - 1,
          text: textFields(block, form),
          note:
            block.block === 'note'
              ? { inputs: inLanguages(`notes.${block.key}`, block.text) }
              : null,
        })),
        added: inLanguages(`added.text.${section.key}`, null),
        addedNote: inLanguages(`added.note.${section.key}`, null),
        addedQuestion: inLanguages(`added.question.${section.key}`, null),
        choices: unusedBlocks(body).map((block) => ({
          value: block,
          label: say(language, `block.${block}`),
          chosen: typedIn(form, `added.block.${section.key}`, '') === block,
        })),
      })),
      added: inLanguages('added.section', null),
      ...(await this.previewModel(actor, kind, {}, language)),
    });
  }

  async preview(
    actor: Actor,
    kind: string,
    asked: PreviewRequest,
    language: Language,
  ): Promise<PageView> {
    return fragment('report-definitions/_preview', {
      path: `${ROOT}/${kind}`,
      ...(await this.previewModel(actor, kind, asked, language)),
    });
  }

  private async previewModel(actor: Actor, kind: string, asked: PreviewRequest, own: Language) {
    const preview = await this.previews.of(actor, kind, asked);
    const { document, grants, grantId, periods, period, language, languages } = preview;
    return {
      preview: document
        ? new Handlebars.SafeString(renderFragment(document).replaceAll(/ id="report-[^"]*"/g, ''))
        : null,
      lacks: preview.lacks && translate(own, keyOfCode(preview.lacks.code), preview.lacks.params),
      options: {
        grants: grants.map(({ id, code }) => ({ value: id, label: code, chosen: id === grantId })),
        periods: periods.map((one) => ({
          value: one.code,
          label: periodWords(one, own),
          chosen: one.code === period?.code,
        })),
        languages: languages.map((code) => ({
          value: code,
          label: translate(own, `common:language.${code}`),
          chosen: code === language,
        })),
      },
    };
  }
}

const TONES = {
  verified: 'good',
  partly: 'warning',
  unverified: 'warning',
  own: 'accent',
} as const;
const verifiedWords = (verified: keyof typeof TONES, language: Language) => ({
  verified: say(language, `verified.${verified}`),
  tone: TONES[verified],
});

/** After an error the form shows what was typed, not what is stored. */
const isAgain = ({ summary }: FormState): boolean => summary.length > 0;
const typedIn = (form: FormState, name: string, kept: string): string => {
  const value = form.values[name];
  return isAgain(form) && typeof value === 'string' ? value : kept;
};
const tickedIn = (form: FormState, name: string, value: string, kept: boolean): boolean =>
  isAgain(form) ? [form.values[name] ?? []].flat().includes(value) : kept;

function textFields(block: DefinedBlock, form: FormState) {
  if (!('key' in block) || block.block === 'note') return null;
  const name = `texts.${block.key}`;
  return {
    key: block.key,
    isNarrative: block.block === 'narrative',
    required: tickedIn(form, `${name}.required`, 'yes', block.required),
    heading: block.block === 'narrative' && tickedIn(form, `${name}.heading`, 'yes', block.heading),
    titles: inLanguages(`${name}.title`, block.title),
    hints: block.block === 'narrative' ? inLanguages(`${name}.hint`, block.hint) : [],
    options:
      block.block === 'choice'
        ? block.options.map(({ code, label }, place) => ({
            number: place + 1,
            inputs: inLanguages(`${name}.options.${code}`, label),
          }))
        : [],
    newOption: block.block === 'choice' ? inLanguages(`${name}.option`, null) : [],
  };
}

const inLanguages = (name: string, words: Readonly<Record<Language, string>> | null) =>
  LANGUAGES.map((code) => ({ name: `${name}.${code}`, code, value: words?.[code] ?? '' }));

const headFields = (body: ReportDefinition, language: Language) =>
  (['title', 'subtitle', 'preparedBy'] as const).map((name) => ({
    label: say(language, `field.${name}`),
    inputs: inLanguages(`head.${name}`, body[name]),
  }));

function headSelects(body: ReportDefinition, language: Language, form: FormState) {
  const select = (name: string, value: string, codes: readonly string[]) => ({
    name: `head.${name}`,
    label: say(language, `field.${name}`),
    choices: codes.map((code) => ({
      value: code,
      label: say(language, `${name}.${code}`),
      chosen: code === typedIn(form, `head.${name}`, value),
    })),
  });
  return [
    select('audience', body.audience, AUDIENCES),
    {
      name: 'head.past',
      label: translate(language, 'past:choice.label'),
      choices: pastChoices(typedIn(form, 'head.past', body.past ?? 'without'), language),
    },
    select('every', body.every, PERIOD_LENGTHS),
    ...(body.agency === null ? [] : [select('money', body.money, ['all', 'agency'])]),
  ];
}

const copyFields = (language: Language) => [
  {
    name: 'kind',
    label: say(language, 'field.kind'),
    hint: say(language, 'hint.kind'),
    dir: 'ltr',
    maxlength: 40,
    short: true,
  },
  ...(['titleFr', 'titleAr', 'titleEn'] as const).map((name) => ({
    name,
    label: say(language, `field.${name}`),
    maxlength: 200,
  })),
];

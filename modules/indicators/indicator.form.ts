/** Each act on an indicator as a form of its own page. */
import type { Language } from '../platform/shared/actor';
import {
  quartersBefore,
  quarterOf,
  type Quarter,
  nextQuarter,
} from '../platform/shared/quarters.rules';
import { translate } from '../platform/web/i18n';
import { DIRECTIONS, FRAMEWORKS, LEVELS, SPLITS, UNITS } from './indicator.rules';
import type { ValueRow } from './indicators.queries';
import type { IndicatorFile } from './indicators.service';
import { MEASURES } from './indicator-measures.figures';

interface Choice {
  readonly value: string;
  readonly label: string;
}
export interface IndicatorForm {
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  readonly fields: readonly Readonly<Record<string, unknown>>[];
  readonly values: Readonly<Record<string, string | string[]>>;
}

/** How many quarters ahead an aim is set. */
const AHEAD = 8;

export function indicatorForms(language: Language, today: string, owners: readonly Choice[]) {
  const words = (key: string, params = {}) => translate(language, `indicators:${key}`, params);
  const choices = (of: string, codes: readonly string[]): Choice[] =>
    codes.map((value) => ({ value, label: words(`${of}.${value}`) }));
  const field = (name: string, more: { label?: string; [option: string]: unknown } = {}) => ({
    as: 'field',
    name,
    ...more,
    label: more.label ?? words(`field.${name}`),
  });
  const figure = (name: string, more: object = {}) =>
    field(name, { short: true, inputmode: 'decimal', dir: 'ltr', ...more });
  const select = (name: string, all: readonly Choice[], more: object = {}) =>
    field(name, { as: 'select', choices: all, ...more });
  const radio = (name: string, all: readonly Choice[], more: object = {}) =>
    field(name, { as: 'choices', choices: all, ...more });
  const form = (key: string, more: Pick<IndicatorForm, 'fields' | 'values'>): IndicatorForm => ({
    title: words(`form.${key}.title`),
    lead: words(`form.${key}.lead`),
    button: words(`form.${key}.button`),
    ...more,
  });
  const quarters = (all: readonly Quarter[]) =>
    select(
      'quarter',
      all.map(({ code, number, year }) => ({
        value: code,
        label: words('quarter', { number, year }),
      })),
    );
  const now = quarterOf(today);

  return {
    definition: (file: IndicatorFile | null) => {
      const former = file?.indicator ?? null;
      const same = <C extends string>(of: string, all: readonly C[], own: C | undefined) =>
        choices(of, own === undefined ? all : [own]);
      return form(former ? 'edition' : 'definition', {
        fields: [
          select('framework', same('framework', FRAMEWORKS, former?.framework)),
          field('code', { short: true, dir: 'ltr', maxlength: 20, hint: words('hint.code') }),
          radio('level', choices('level', LEVELS)),
          field('titleFr', { maxlength: 200 }),
          field('titleAr', { maxlength: 200, dir: 'rtl' }),
          field('titleEn', { maxlength: 200, dir: 'ltr' }),
          select('unit', same('unit', UNITS, former?.unit)),
          radio('direction', choices('direction', DIRECTIONS)),
          select(
            'measure',
            Object.keys(MEASURES)
              .filter((name) => !former || MEASURES[name]!.unit === former.unit)
              .map((value) => ({ value, label: words(`measure.${value}`) })),
            { optional: true, empty: words('by_hand'), hint: words('hint.measure') },
          ),
          radio('split', choices('split', SPLITS), { many: true, optional: true }),
          figure('baseline', { optional: true }),
          field('baselineOn', { type: 'date', short: true, optional: true }),
          field('source', { maxlength: 300, hint: words('hint.source') }),
          select('ownerId', owners, { optional: true, empty: words('programme') }),
        ],
        values: former
          ? {
              framework: former.framework,
              code: former.code,
              level: former.level,
              titleFr: former.title.fr,
              titleAr: former.title.ar,
              titleEn: former.title.en,
              unit: former.unit,
              direction: former.direction,
              source: former.source,
              measure: former.measure ?? '',
              split: [...former.split],
              baseline: former.baseline ?? '',
              baselineOn: former.baselineOn ?? '',
              ownerId: former.ownerId ?? '',
            }
          : { framework: 'project', level: 'output', unit: 'people', direction: 'up' },
      });
    },
    target: ({ targets }: IndicatorFile) => {
      const all = [...quartersBefore(today, 4)].reverse();
      all.push(now);
      while (all.length < 5 + AHEAD) all.push(nextQuarter(all.at(-1)!));
      const first = all.find(
        ({ from }) => from >= now.from && !targets.some((target) => target.from === from),
      );
      return form('target', {
        fields: [
          quarters(all),
          figure('number', { label: words('field.target') }),
          field('reason', { maxlength: 300, optional: true, hint: words('hint.moved') }),
        ],
        values: { quarter: first?.code ?? now.code },
      });
    },
    value: ({ indicator }: IndicatorFile) =>
      indicator.measure
        ? null
        : form('value', {
            fields: [
              quarters([now, ...quartersBefore(today)]),
              figure('number', { label: words('field.value') }),
              ...(indicator.split.includes('sex') && indicator.unit === 'people'
                ? [figure('women', { optional: true })]
                : []),
              field('evidence', { maxlength: 300, hint: words('hint.evidence') }),
            ],
            values: { quarter: quartersBefore(today)[0]!.code },
          }),
    look: (value: ValueRow | null) =>
      value && value.stands === null
        ? {
            ...form('look', {
              fields: [radio('stands', choices('stands', ['yes', 'no']))],
              values: {},
            }),
            lead: words('form.look.lead', { ...value }),
          }
        : null,
  };
}
export type IndicatorForms = ReturnType<typeof indicatorForms>;

import Handlebars, { type HelperOptions } from 'handlebars';
import type { Language } from '../shared/actor';
import { assetPath } from './assets';
import {
  formatDate,
  formatDay,
  formatDayOfMonth,
  formatInstant,
  formatLongDate,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
  formatPhone,
  formatTime,
  formatWeekday,
  formatWeekdayLetter,
} from './format';
import { Sentence, translate } from './i18n';
import { iconSheet, iconSvg, iconUse } from './icons';
import type { Pieces } from './pieces';
import { PAGE_FIELD } from './posted-form';
import { type ComingHolidays, CSRF_FIELD, type ShellFacts } from './request';
import { withSoftHyphens } from '../shared/hyphenation.rules';
import { colonOf, commaOf } from '../shared/punctuation.words';

type Helpers = Record<string, Handlebars.HelperDelegate>;

const shellOf = (options: HelperOptions): ShellFacts =>
  (options.data as { shell: ShellFacts }).shell;
const languageIn = (options: HelperOptions): Language => shellOf(options).language;
const offsetIn = (options: HelperOptions): number => shellOf(options).programme.offsetMinutes ?? 0;
const piecesIn = (options: HelperOptions): Pieces => (options.data as { pieces: Pieces }).pieces;
const html = (text: string) => new Handlebars.SafeString(text);
const escape = (text: unknown): string => Handlebars.escapeExpression(text as string);
/** Handlebars hands the options over last, however many arguments the template wrote. */
const withoutOptions = (args: unknown[]): [unknown[], HelperOptions] => [
  args.slice(0, -1),
  args.at(-1) as HelperOptions,
];

const words: Helpers = {
  /** {{t 'beds:title'}}, {{t 'common:count.nights' count=n}}, {{t (concat 'beds:kind.' key) params}} */
  t(...args: unknown[]) {
    const [[key, params], options] = withoutOptions(args);
    const given = params && typeof params === 'object' ? params : {};
    return translate(languageIn(options), String(key), { ...given, ...options.hash });
  },
  /** A sentence that the page holds (a form's error, a reason), in the reader's language. */
  say(sentence: unknown, options: HelperOptions) {
    return sentence instanceof Sentence ? sentence.in(languageIn(options)) : (sentence ?? '');
  },
  /** Between a label and what it names, in the reader's language. */
  colon: (options: HelperOptions) => colonOf(languageIn(options)),
  /** Between two words of a list, in the reader's language, with its space. */
  comma: (options: HelperOptions) => commaOf(languageIn(options)),
  /** A title in which no case number breaks in two. */
  whole: (text: unknown) =>
    html(escape(text).replace(/\bM-\w{4}-\w{3}-\w\b/g, '<bdi class="case-number">$&</bdi>')),
  /** A label whose long words may go on in the next line. */
  hyphenated: (text: unknown) => withSoftHyphens(String(text)),
  concat: (...args: unknown[]) => args.slice(0, -1).join(''),
};

const figures: Helpers = {
  date: (value, options) => formatDate(value, languageIn(options), offsetIn(options)),
  longDate: (value, options) => formatLongDate(value, languageIn(options), offsetIn(options)),
  day: (value, options) => formatDay(value, languageIn(options), offsetIn(options)),
  weekdayLetter: (value, options) => formatWeekdayLetter(value, languageIn(options)),
  weekday: (value, options) => formatWeekday(value, languageIn(options)),
  month: (value, options) => formatMonth(value, languageIn(options)),
  dayOfMonth: (value) => formatDayOfMonth(value),
  phoneNumber: (value) => formatPhone(String(value ?? '')),
  time: (value, options) => formatTime(value, offsetIn(options)),
  instant: (value, options) => formatInstant(value, languageIn(options), offsetIn(options)),
  money: (value, currency, options) => formatMoney(value, currency, languageIn(options)),
  number: (value, options: HelperOptions) =>
    formatNumber(value, languageIn(options), options.hash.decimals as number | undefined),
  /** A quantity in words: the sentence in the plural that it asks for, with `number` as it is written. */
  counted: (key, value, options) =>
    translate(languageIn(options), String(key), {
      count: Number(value),
      number: formatNumber(value, languageIn(options)),
    }),
  percent: (value, options) => formatPercent(value, languageIn(options)),
};

const pieces: Helpers = {
  icon: (name: string) => html(iconSvg(name)),
  iconUse: (name: string) => html(iconUse(name)),
  iconSheet: (...args: unknown[]) => html(iconSheet(args.slice(0, -1) as string[])),
  asset: (name: string) => assetPath(name),
  /** Renders a fragment once per key; without a key, each time. */
  remember(this: unknown, key: string | null, options: HelperOptions) {
    const write = () => options.fn(this);
    return html(key === null ? write() : piecesIn(options).mark(key, write));
  },
  csrf(options: HelperOptions) {
    const { csrfToken, pageStamp } = shellOf(options);
    const hidden = (name: string, value: string) =>
      `<input type="hidden" name="${name}" value="${escape(value)}">`;
    return html(hidden(CSRF_FIELD, csrfToken) + (pageStamp ? hidden(PAGE_FIELD, pageStamp()) : ''));
  },
};

/** Helpers that depend on the page, usable in every partial. */
const page: Helpers = {
  /** The address of the page that is shown, with its query. */
  pageAddress: (options) => shellOf(options).path,
  /** Text if this future day is a public holiday or one of `restDays` (0 is Sunday); otherwise empty. */
  comingDay(value: string | undefined, restDays: number[] | undefined, options: HelperOptions) {
    const day = (value ?? '').slice(0, 10);
    const { sentences } = holidaysOf(options);
    return sentences[day] ?? (isRestDay(day, restDays) ? restSentence(options) : '');
  },
  /** Future public holidays with messages as JSON, once per page, for public/coming-days.js. */
  holidaysOnce(options: HelperOptions) {
    const holidays = holidaysOf(options);
    if (holidays.written) return '';
    holidays.written = true;
    return JSON.stringify(holidays.sentences);
  },
  /** The sentence of each day of rest, as JSON. */
  restSentences: (restDays: number[], options: HelperOptions) =>
    JSON.stringify(Object.fromEntries(restDays.map((n) => [n, restSentence(options)]))),
  /** The name of a person on a list: empty unless the session shows names (`names` of the page's model). */
  shownName(caseId: string | null, options: HelperOptions) {
    const { names } = (options.data as { root: PageWithNames }).root;
    return (caseId !== null && names?.byCase[caseId]) || '';
  },
};

const holidaysOf = (options: HelperOptions): ComingHolidays =>
  shellOf(options).holidays?.() ?? { sentences: {}, written: true };
const isRestDay = (day: string, restDays: number[] | undefined): boolean =>
  restDays?.includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ?? false;
const restSentence = (options: HelperOptions): string =>
  translate(languageIn(options), 'common:rest_day');

interface PageWithNames {
  readonly names?: { readonly byCase: Readonly<Record<string, string>> };
}

const logic: Helpers = {
  eq: (a, b) => a === b,
  not: (value) => !value,
  and: (...args) => args.slice(0, -1).every(Boolean),
  or: (...args) => args.slice(0, -1).find(Boolean) ?? args.at(-2),
  last: (list) => (Array.isArray(list) ? list.at(-1) : undefined),
  months: (nights) => monthsOf(nights as DatedNight[]),
  gt: (a, b) => Number(a) > Number(b),
  /** True where a form's value is this choice, or one of several ticked. */
  chosen: (value, choice) =>
    Array.isArray(value)
      ? value.map(String).includes(String(choice))
      : String(value ?? '') === String(choice),
};

type DatedNight = { readonly date: string };

/** The months over a row of nights, each with how many columns it takes. */
function monthsOf(nights: readonly DatedNight[]): { date: string; span: number }[] {
  const months: { date: string; span: number }[] = [];
  for (const { date } of nights) {
    const last = months.at(-1);
    if (last?.date.slice(0, 7) === date.slice(0, 7)) last.span += 1;
    else months.push({ date, span: 1 });
  }
  return months;
}

export function registerHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper({ ...words, ...figures, ...pieces, ...page, ...logic });
}

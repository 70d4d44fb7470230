/** Dates, times, numbers and money as Morocco writes them, in French, Arabic and English. */
import { Decimal } from 'decimal.js';
import type { Language } from '../shared/actor';
import { groupedDigits, NO_BREAK_SPACE, withPercent } from '../shared/grouped-digits.words';
import { type CivilDate, civilDateOf, isCivilDate, weekday } from '../shared/nights.rules';
import { CALENDAR_NAMES } from './calendar-names';
import { commaOf } from '../shared/punctuation.words';

const MINUS = '\u2212';
/** Keeps sign, figure and unit in one left-to-right run inside Arabic. */
const isolate = (text: string, language: Language): string =>
  language === 'ar' ? `\u2066${text}\u2069` : text;

const civil = (value: unknown, offsetMinutes: number): CivilDate | null => {
  if (value instanceof Date) return civilDateOf(value, { offsetMinutes, nightStartsAt: 0 });
  const date = typeof value === 'string' ? value.slice(0, 10) : value;
  return isCivilDate(date) ? date : null;
};

function parts(date: CivilDate, language: Language) {
  const names = CALENDAR_NAMES[language];
  const month = Number(date.slice(5, 7)) - 1;
  return {
    weekday: names.shortDays[weekday(date)]!,
    longWeekday: names.days[weekday(date)]!,
    day: String(Number(date.slice(8, 10))),
    month: names.shortMonths[month]!,
    longMonth: names.months[month]!,
    year: date.slice(0, 4),
  };
}

/** "mar. 24 nov. 2026", "الثلاثاء 24 نونبر 2026", "Tue 24 Nov 2026"; nothing for no date. */
export function formatDate(value: unknown, language: Language, offsetMinutes = 0): string {
  const date = civil(value, offsetMinutes);
  if (!date) return '';
  const { weekday, longWeekday, day, month, year } = parts(date, language);
  return [language === 'ar' ? longWeekday : weekday, day, month, year].join(NO_BREAK_SPACE);
}

/** Without the year: "mar. 24 nov.". */
export function formatDay(value: unknown, language: Language, offsetMinutes = 0): string {
  const date = civil(value, offsetMinutes);
  if (!date) return '';
  const { weekday, longWeekday, day, month } = parts(date, language);
  return [language === 'ar' ? longWeekday : weekday, day, month].join(NO_BREAK_SPACE);
}

/** "24 novembre 2026": for titles and documents. */
export function formatLongDate(value: unknown, language: Language, offsetMinutes = 0): string {
  const date = civil(value, offsetMinutes);
  if (!date) return '';
  const { day, longMonth, year } = parts(date, language);
  const first = day === '1' && language === 'fr' ? '1er' : day;
  return [first, longMonth, year].join(NO_BREAK_SPACE);
}

/** "novembre 2026": a month of accounts. */
export const formatMonthOfYear = (date: CivilDate, language: Language): string =>
  [parts(date, language).longMonth, parts(date, language).year].join(NO_BREAK_SPACE);

export const formatWeekday = (date: CivilDate, language: Language): string =>
  parts(date, language).weekday;
export const formatWeekdayLetter = (date: CivilDate, language: Language): string =>
  CALENDAR_NAMES[language].dayLetters[weekday(date)]!;
export const formatMonth = (date: CivilDate, language: Language): string =>
  parts(date, language).month;
export const formatDayOfMonth = (date: CivilDate): string => String(Number(date.slice(8, 10)));

/** "23:10"; also takes what is already a time of day. */
export function formatTime(value: unknown, offsetMinutes = 0): string {
  if (typeof value === 'string' && /^\d{2}:\d{2}/.test(value)) return value.slice(0, 5);
  const instant = toInstant(value);
  if (!instant) return '';
  return new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(11, 16);
}

const MOROCCAN = /^\+212([5-8])(\d{2})(\d{2})(\d{2})(\d{2})$/;

/** A telephone of Morocco as it is dialled there, "05 37 00 00 11"; any other as it is kept. */
export const formatPhone = (number: string): string =>
  number.replace(MOROCCAN, ['0$1', '$2', '$3', '$4', '$5'].join(NO_BREAK_SPACE));

/** "mar. 24 nov. 2026, 23:10". */
export function formatInstant(value: unknown, language: Language, offsetMinutes = 0): string {
  const instant = toInstant(value);
  if (!instant) return '';
  return `${formatDate(instant, language, offsetMinutes)}${commaOf(language)}${formatTime(instant, offsetMinutes)}`;
}

function toInstant(value: unknown): Date | null {
  if (typeof value !== 'string' && !(value instanceof Date)) return null;
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

const group = (plain: string, language: Language): string => groupedDigits(plain, language, MINUS);

const isFigure = (value: unknown): value is string | number | Decimal =>
  value instanceof Decimal ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));

/** "1 250" or, with decimals, "1 250,5"; an empty text for what is no number. */
export function formatNumber(value: unknown, language: Language, decimals?: number): string {
  if (typeof value === 'bigint') return formatNumber(String(value), language);
  if (!isFigure(value)) return '';
  const exact = new Decimal(value);
  const plain = decimals === undefined ? exact.toFixed() : exact.toFixed(decimals);
  return exact.isNegative() ? isolate(group(plain, language), language) : group(plain, language);
}

const GIGABYTES: Readonly<Record<Language, string>> = { fr: 'Go', ar: 'جيغابايت', en: 'GB' };

/** "82,4 Go". */
export const formatGigabytes = (bytes: number, language: Language): string =>
  `${formatNumber(bytes / 1e9, language, 1)}${NO_BREAK_SPACE}${GIGABYTES[language]}`;

/** "45 minutes", "26 heures", "3 أيام": in the largest unit of which there are two. */
export function formatMinutes(minutes: number, language: Language): string {
  const units = [
    ['day', 24 * 60],
    ['hour', 60],
  ] as const;
  const [unit, length] = units.find(([, each]) => minutes >= 2 * each) ?? (['minute', 1] as const);
  const options = { style: 'unit', unit, unitDisplay: 'long', useGrouping: false } as const;
  const tag = language === 'ar' ? 'ar-MA' : language;
  return new Intl.NumberFormat(tag, options).format(Math.floor(minutes / length));
}

/** A share of 1 as "12,3 %", to one decimal at most. */
export function formatPercent(value: unknown, language: Language, decimals = 1): string {
  if (!isFigure(value)) return '';
  const plain = new Decimal(value).times(100).toDecimalPlaces(decimals).toFixed();
  return isolate(withPercent(group(plain, language), language), language);
}

/**
 * "1 250,00 MAD". Takes the text that PostgreSQL gives for a numeric, or a Decimal; a floating
 * point number has already lost cents and is refused.
 */
export function formatMoney(value: unknown, currency: string, language: Language): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'number' || !isFigure(value)) {
    throw new TypeError('money is a decimal text or a Decimal');
  }
  const plain = new Decimal(value).toFixed(2, Decimal.ROUND_HALF_UP);
  return isolate(`${group(plain, language)}${NO_BREAK_SPACE}${currency}`, language);
}

/** Dated properties as bars: one lane per property, with a line for tonight. */
import type { Language } from '../platform/shared/actor';
import { addDays, type CivilDate, daysBetween, type Nights } from '../platform/shared/nights.rules';
import { joinWords } from '../platform/shared/punctuation.words';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';

const BEFORE = 182;
const AFTER = 182;

export interface Segment {
  readonly x: number;
  readonly width: number;
  readonly kind: string;
  readonly title: string;
}
export type Span = Nights & { readonly kind: string; readonly words: string };
export interface Lane {
  readonly label: string;
  readonly segments: readonly Segment[];
}

/** Half a year before and after tonight, and as far ahead as something is planned. */
export function lanesOver(tonight: CivilDate, spans: readonly Nights[], language: Language) {
  const window = windowOf(tonight, spans);
  return {
    draw: (all: readonly Span[]): Segment[] =>
      all.flatMap((span) => segmentOf(span, window, language)),
    ends: {
      tonight: position(tonight, window),
      first: formatDate(window.from, language),
      last: formatDate(addDays(window.until, -1), language),
    },
  };
}

type Window = { readonly from: CivilDate; readonly until: CivilDate };

function windowOf(tonight: CivilDate, spans: readonly Nights[]): Window {
  const planned = spans
    .flatMap(({ from, until }) => [from, until])
    .filter((date): date is CivilDate => date !== null && date > tonight)
    .map((date) => addDays(date, 30));
  const until = [addDays(tonight, AFTER), ...planned].sort().at(-1)!;
  return { from: addDays(tonight, -BEFORE), until };
}

const position = (date: CivilDate, { from, until }: Window): number =>
  (100 * Math.min(Math.max(0, daysBetween(from, date)), daysBetween(from, until))) /
  daysBetween(from, until);

function segmentOf(span: Span, window: Window, language: Language): Segment[] {
  const x = position(span.from, window);
  const end = span.until === null ? 100 : position(span.until, window);
  if (end <= x) return [];
  const title = joinWords([span.words, spanWords(span, language)], language);
  return [{ x, width: end - x, kind: span.kind, title }];
}

/** Merges adjacent rows with equal values. */
export function merged<F extends Nights, T>(
  facts: readonly F[],
  valueOf: (facts: F) => T,
): (Nights & { value: T })[] {
  const spans: (Nights & { value: T })[] = [];
  for (const one of facts) {
    const last = spans.at(-1);
    const value = valueOf(one);
    if (last && last.value === value) spans[spans.length - 1] = { ...last, until: one.until };
    else spans.push({ from: one.from, until: one.until, value });
  }
  return spans;
}

export function spanWords({ from, until }: Nights, language: Language): string {
  const isFirst = from <= '2000-01-01';
  const key = isFirst ? (until ? 'until' : 'always') : until ? 'span' : 'since';
  return translate(language, `inventory:${key}`, {
    from: formatDate(from, language),
    until: formatDate(until ? addDays(until, -1) : null, language),
  });
}

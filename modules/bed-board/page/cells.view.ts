/**
 * HTML of the cells of a bed's row. Written in code and not in a template, which would look up each text again for
 * thousands of cells.
 */
import Handlebars from 'handlebars';
import { iconUse } from '../../platform/web/icons';
import type { BoardWords } from './board.words';

export interface Cell {
  /** Counted from 1, the first night shown. */
  readonly column: number;
  readonly span: number;
  /** The column of the grid, with the two before the nights. */
  readonly at: number;
  readonly gap: GapCell | null;
  readonly bar: BarCell | null;
}

export interface GapCell {
  readonly label: string;
  readonly word: string;
  readonly href: string | null;
  readonly tonight: boolean;
  /** The answer of a bed that can be taken for the request. */
  readonly place: string | null;
  readonly bedId: string;
}

export interface BarCell {
  readonly id: string;
  readonly classes: string;
  readonly kind: string;
  readonly label: string;
  readonly overdue: boolean;
  readonly family: string | null;
  readonly sign: string | null;
  /** Where nobody sleeps: why. */
  readonly blocked: string | null;
  readonly caseNumber: string | null;
  readonly left: string | null;
  readonly href: string | null;
  /** Pressed, it opens what can be done with it. */
  readonly actions: boolean;
  /** Its end can be pulled. */
  readonly moves: boolean;
  /** It can be carried to another bed. */
  readonly carried: boolean;
  readonly version: number | null;
}

const escape = (text: string): string => Handlebars.escapeExpression(text);

export function cellsHtml(cells: readonly Cell[], words: BoardWords): Handlebars.SafeString {
  let html = '';
  for (const { column, span, at, gap, bar } of cells) {
    html += `<div class="cell c${column} s${span}" role="gridcell" aria-colindex="${at}" aria-colspan="${span}">`;
    html += gap ? gapHtml(gap) : bar ? barHtml(bar, words) : '';
    html += '</div>';
  }
  return new Handlebars.SafeString(html);
}

const PLUS = iconUse('plus');
const CIRCLE = iconUse('circle-dashed');
const WARNING = iconUse('alert-triangle');
const TOOL = iconUse('tool');
const CLOCK = iconUse('clock-hour-4');

function gapHtml({ label, word, href, tonight, place, bedId }: GapCell): string {
  const classes = `gap${tonight ? ' gap--tonight' : ''}${place ? ` gap--place gap--${place}` : ''}`;
  if (href === null) {
    const sign = `${CIRCLE}<span class="gap__word" aria-hidden="true">${escape(word)}</span>`;
    return `<span class="${classes}" tabindex="-1" data-stop><span class="visually-hidden">${escape(label)}</span>${tonight ? sign : ''}</span>`;
  }
  const take = place ? ` data-take="${bedId}"` : '';
  return `<a class="${classes}" href="${escape(href)}" data-stop${take} aria-label="${escape(label)}">${tonight ? PLUS : ''}<span class="gap__word">${escape(word)}</span></a>`;
}

function barHtml(bar: BarCell, words: BoardWords): string {
  const label = escape(bar.label);
  const tag = bar.href === null ? 'div' : 'a';
  const reach = bar.href === null ? ' tabindex="0"' : ` href="${bar.href}"`;
  const acts = bar.actions
    ? ` id="k-${bar.id}" data-booking="${bar.id}" data-version="${bar.version}"${bar.carried ? ' data-carried' : ''}`
    : '';
  let face = '';
  if (bar.overdue) {
    face += `<span class="bar__overdue">${WARNING}<span class="bar__word">${escape(words('beds:board.overdue'))}</span></span>`;
  }
  if (bar.family) face += `<span class="bar__family">${bar.family}</span>`;
  if (bar.sign) face += `<span class="bar__sign">${iconUse(bar.sign)}</span>`;
  if (bar.blocked !== null) {
    face += `<span class="bar__sign">${TOOL}</span><span class="bar__case">${escape(bar.blocked)}</span>`;
  }
  if (bar.caseNumber) face += `<bdi class="bar__case">${escape(bar.caseNumber)}</bdi>`;
  if (bar.left) face += `<span class="bar__left">${CLOCK}${escape(bar.left)}</span>`;
  const end = bar.moves ? '<span class="bar__end" data-end aria-hidden="true"></span>' : '';
  const late = bar.overdue ? `<em>${escape(words('beds:board.overdue_long'))}</em>` : '';
  return (
    `<${tag}${reach} class="bar ${bar.classes}" data-stop${acts}><span class="bar__face" aria-hidden="true">${face}</span>${end}` +
    `<span class="tip"><b>${escape(bar.kind)}</b> ${label}${late}</span></${tag}>`
  );
}

/**
 * The lines of an error summary name their fields as the page does. A template does not know the labels of the fields
 * that follow it, so they are read from the page once it is written: one place for every form of every module.
 */
import type { Language } from '../shared/actor';
import { translate } from './i18n';

/** Written by partials/form-errors.hbs. */
const LINE = /<a href="#f-([^"]*)"><!--line-->([\s\S]*?)<\/a>/g;
const MARK = '<!--line-->';

export function nameFields(html: string, language: Language): string {
  if (!html.includes(MARK)) return html;
  return html.replaceAll(LINE, (_, name: string, sentence: string) => {
    const id = `f-${name}`;
    if (!html.includes(` id="${id}"`)) return sentence;
    const label = labelOf(html, id);
    const line =
      label && !saysItself(sentence, label) ? named(label, sentence, language) : sentence;
    return `<a href="#${id}">${line}</a>`;
  });
}

/** The `label` of the field, or the `legend` of its group. */
function labelOf(html: string, id: string): string {
  const label = between(html, `<label`, ` for="${id}"`, '</label>');
  return textOf(label ?? between(html, '<fieldset', ` id="${id}"`, '</legend>') ?? '');
}

/** Inner HTML of the element whose opening tag has the attribute, up to `end`. */
function between(html: string, tag: string, attribute: string, end: string): string | null {
  for (let at = html.indexOf(attribute); at >= 0; at = html.indexOf(attribute, at + 1)) {
    const start = html.lastIndexOf('<', at);
    if (!html.startsWith(tag, start)) continue;
    const inside = html.indexOf('>', at) + 1;
    const until = html.indexOf(end, inside);
    return until < 0 ? null : html.slice(inside, until);
  }
  return null;
}

const textOf = (html: string): string =>
  html
    .replaceAll(/<span class="field__(?:optional|hint)[^>]*>[\s\S]*?<\/span>/g, '')
    .replaceAll(/<svg[\s\S]*?<\/svg>|<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*[:?؟…]\s*$/, '')
    .trim();

const saysItself = (sentence: string, label: string): boolean =>
  sentence.toLowerCase().includes(label.toLowerCase());

/** Lower-cases "This value …" after the name of the field; other messages are not changed. */
const goesOn = (sentence: string): string =>
  /^(Ce|Cette|This) /.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;

const named = (field: string, sentence: string, language: Language): string =>
  translate(language, 'common:form.named', { field, sentence: goesOn(sentence) });

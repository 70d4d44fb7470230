/** Text that every format can carry: no control characters, no half characters, numbers in order. */
import type { Language } from '../shared/actor';

/** Strips what no document can show: C0 and C1 controls, lone surrogates, byte order marks. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');

const LRI = '\u2066';
const PDI = '\u2069';
const LRM = '\u200e';

/** Numbers with signs, codes, addresses and a following bracket, which must read left to right within Arabic text. */
const LEFT_TO_RIGHT =
  /[+\-<>≥≤]?[\p{Script=Latin}\d][\p{Script=Latin}\d\u0300-\u036f.,:/@_#&+%'’\-–]*(?:[ \u00a0](?:[\p{Script=Latin}\d%][\p{Script=Latin}\d.,:/@_#&+%'’\-–]*|\([\p{Script=Latin}\d .,:/@_#&+%'’\-–]+\)))*/gu;

/** Wraps left-to-right runs of an Arabic text in isolates: for what we set or serve ourselves. */
export const isolate = (text: string, language: Language): string =>
  wrapped(text, language, LRI, PDI);

/** The same by invisible direction marks, which old word processors and spreadsheets support too. */
export const marked = (text: string, language: Language): string =>
  wrapped(text, language, LRM, LRM);

function wrapped(text: string, language: Language, before: string, after: string): string {
  if (language !== 'ar') return text;
  return text.replace(LEFT_TO_RIGHT, (run) => {
    const end = /[.,:–-]+$/.exec(run)?.[0] ?? '';
    return before + run.slice(0, run.length - end.length) + after + end;
  });
}

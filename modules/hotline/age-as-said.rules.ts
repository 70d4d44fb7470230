import { latinDigits } from '../platform/shared/digits.rules';

/** "8", "8 ans", "٨ سنوات", "31 years old". */
const SAID = /^(\d{1,3})\s*(?:ans?|years?(?: old)?|سنة|سنوات|سنين|عاما?|أعوام)?\.?$/i;

/** Completed years; what is no age stays as it was typed. */
export function ageAsSaid(typed: unknown): unknown {
  if (typeof typed !== 'string') return typed;
  const said = latinDigits(typed)
    .replace(/[\u064b-\u0652]/g, '')
    .trim();
  const [, years] = SAID.exec(said) ?? [];
  return years === undefined ? typed : Number(years);
}

import { latinDigits } from '../platform/shared/digits.rules';

/** "8", "8 ans", "٨ سنوات", "31 years old". */
const SAID = /^(\d{1,3})\s*(?:ans?|years?(?: old)?|سنة|سنوات|سنين|عاما?|أعوام)?\.?$/i;

/** Age in months of a small child: "8 mois", "٨ أشهر", "18 months". */
const MONTHS = /^(\d{1,2})\s*(?:mois|months?|شهرا?|أشهر|شهور)\.?$/i;

/** Completed years; what is no age stays as it was typed. */
export function ageAsSaid(typed: unknown): unknown {
  if (typeof typed !== 'string') return typed;
  const said = latinDigits(typed)
    .replace(/[\u064b-\u0652]/g, '')
    .trim();
  const [, years] = SAID.exec(said) ?? [];
  if (years !== undefined) return Number(years);
  const [, months] = MONTHS.exec(said) ?? [];
  return months === undefined ? typed : Math.floor(Number(months) / 12);
}

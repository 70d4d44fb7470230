import { typedNumber } from './typed-number.rules';

const SIGN = /^[\s\u00a0\u202f\u2066-\u2069\u200e\u200f\u061c]*([+\-\u2212\u2013])/;

/** A change as people type it: "−1 250,50", "+ 300"; nothing typed is no change. */
export function typedChange(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (text.trim() === '') return '0';
  const [whole, sign] = SIGN.exec(text) ?? [];
  const read = typedNumber(whole === undefined ? text : text.slice(whole.length));
  if (typeof read !== 'string' || !/^\d+(\.\d+)?$/.test(read)) return text;
  return sign === undefined || sign === '+' ? read : `-${read}`;
}

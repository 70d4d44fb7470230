import { DomainError } from '../../platform/shared/domain.errors';
import type { WeightRow } from './survey.rules';

/** One line a question: its code, its weight in the dimension, its weight in the composite; apart by ; or a tab. */
export function parseWeights(text: string): WeightRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  return lines.map((line, at) => {
    const [code, own, composite, ...more] = line.split(/[;\t]/).map((cell) => cell.trim());
    const numbers = [own, composite].map(parseWeight);
    if (!code || more.length > 0 || numbers.includes(null)) {
      throw new DomainError('invalid', 'returns.weights_line', { line: at + 1 }, 'rows');
    }
    return { code, own: numbers[0]!, composite: numbers[1]! };
  });
}

/** "0,125" and "0.125": from nought to one, six decimals at most. */
const parseWeight = (typed: string | undefined): number | null =>
  typed !== undefined && /^(0|0?[.,]\d{1,6}|1([.,]0{1,6})?)$/.test(typed)
    ? Number(typed.replace(',', '.'))
    : null;

export const formatWeights = (
  rows: readonly { code: string; own: string; composite: string }[],
): string => rows.map(({ code, own, composite }) => `${code};${own};${composite}`).join('\n');

/** Labels of the classification's answers, from the editions in force. */
import { type Dimension, type ClassificationQuestion, QUESTIONS } from '../../beneficiaries';
import { labelOf, type Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { placeLabel } from './compose-statistics.rules';

const PLACES: readonly Dimension[] = ['recruitment', 'transit', 'exploitation'];

export type DimensionLabels = (dimension: Dimension, code: string, language: Language) => string;

export async function dimensionLabels(tx: Tx, lists: Lists): Promise<DimensionLabels> {
  const editions = await lists.inForce(tx, [...new Set(Object.values(QUESTIONS))]);
  return (dimension, code, language) => {
    if (PLACES.includes(dimension)) return placeLabel(code, language);
    if (dimension === 'began') return labelOf('start_bands', code, language);
    if (dimension === 'duration') return labelOf('duration_bands', code, language);
    if (!(dimension in QUESTIONS)) return labelOf(dimension as 'acts', code, language);
    const { items } = editions[QUESTIONS[dimension as ClassificationQuestion]];
    return items.find((item) => item.code === code)?.labels[language] ?? code;
  };
}

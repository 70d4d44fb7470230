/** What codes are called in a report: of the classification, of fixed lists, of institutions. */
import { type Dimension } from '../../beneficiaries';
import { isCode, labelOf, type Lists } from '../../reference-lists';
import type { Tx } from '../../../src/database/transactions';
import { dimensionLabels } from '../statistics/dimension-labels';
import type { LabelOf } from './context';

export async function reportLabels(tx: Tx, lists: Lists): Promise<LabelOf> {
  const { institution_kinds: kinds } = await lists.inForce(tx, ['institution_kinds']);
  const dimensions = await dimensionLabels(tx, lists);
  return (list, code, language) => {
    if (list === 'institution_kinds')
      return kinds.items.find((item) => item.code === code)?.labels[language] ?? code;
    if (list === 'nationalities')
      return isCode('nationalities', code) ? labelOf('nationalities', code, language) : code;
    return dimensions(list as Dimension, code, language);
  };
}

/** The lists of a report: what codes are called, and which there are, of the editions in force. */
import { type Dimension, type ClassificationQuestion, QUESTIONS } from '../../beneficiaries';
import { isCode, labelOf, list, type Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import { dimensionLabels } from '../statistics/dimension-labels.queries';
import type { ReportLists } from './composer';

/** Lists whose present labels a report uses. */
const OWNED = ['call_types', 'exit_destinations'] as const;
const BANDS = new Map([
  ['began', 'start_bands'],
  ['duration', 'duration_bands'],
] as const) as ReadonlyMap<string, 'start_bands' | 'duration_bands'>;
const OF_THE_LAW = ['acts', 'means', 'purposes'] as const;

export async function reportLists(tx: Tx, lists: Lists): Promise<ReportLists> {
  const owned = await lists.inForce(tx, [
    ...new Set([...Object.values(QUESTIONS), 'institution_kinds', ...OWNED] as const),
  ]);
  const dimensions = await dimensionLabels(tx, lists);
  const kinds = owned.institution_kinds.items;
  return {
    label: (name, code, language) => {
      if (name === 'institution_kinds')
        return kinds.find((item) => item.code === code)?.labels[language] ?? code;
      const known = OWNED.find((one) => one === name);
      if (known)
        return owned[known].items.find((item) => item.code === code)?.labels[language] ?? code;
      if (name === 'regions') return labelOf('regions', code, language);
      if (name === 'nationalities')
        return isCode('nationalities', code) ? labelOf('nationalities', code, language) : code;
      return dimensions(name as Dimension, code, language);
    },
    codes: (name) => {
      if (name === 'institution_kinds') return kinds.map(({ code }) => code);
      const known = OWNED.find((one) => one === name);
      if (known) return owned[known].items.map(({ code }) => code);
      const ofTheLaw = OF_THE_LAW.find((one) => one === name);
      if (ofTheLaw) return list(ofTheLaw).items.map(({ code }) => code);
      const bands = BANDS.get(name);
      if (bands) return list(bands).items.map(({ code }) => code);
      return name in QUESTIONS
        ? owned[QUESTIONS[name as ClassificationQuestion]].items.map(({ code }) => code)
        : [];
    },
  };
}

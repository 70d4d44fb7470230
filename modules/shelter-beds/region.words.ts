import { codes, type ExportWords } from '../exports';
import { labelOf, list } from '../reference-lists';

/** The region of a shelter, in the words of a list that is taken out. */
export const regionWords = (): ExportWords =>
  codes(
    list('regions').items.map(({ code }) => code),
    (code, language) => labelOf('regions', code, language),
  );

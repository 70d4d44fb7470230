import { LANGUAGES } from '../../platform/shared/actor';
import type { IatiFacts, IatiText } from './iati-facts.types';
import { textElement, type XmlElement } from './xml.export';

/** In each language; that of the activity names none. */
export function narratives(words: IatiText, { codes }: Pick<IatiFacts, 'codes'>): XmlElement[] {
  const others = LANGUAGES.filter((language) => language !== codes.language);
  return [
    textElement('narrative', words[codes.language]),
    ...others
      .filter((language) => words[language] !== words[codes.language])
      .map((language) => textElement('narrative', words[language], { 'xml:lang': language })),
  ];
}

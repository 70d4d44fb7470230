/** Accepted words for a code: the code, its labels in three languages, synonyms. */
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { translate } from '../../platform/web/i18n';
import type { ListField } from '../import-list.types';
import { wordsIn } from './cells.rules';
import { fold } from './fold.rules';
import { inEachLanguage } from '../../platform/shared/in-each-language';

export interface Choice {
  readonly code: string;
  readonly labels: Readonly<Record<Language, string>>;
  readonly also?: readonly string[];
}

type Synonyms = Readonly<Record<string, readonly string[]>>;

/** "L’Oriental" is written "Oriental" as well. */
const withoutArticle = (word: string): string => word.replace(/^(l|le|la|les|the) /, '');

export class Choices {
  private readonly words = new Map<string, string>();

  constructor(readonly all: readonly Choice[]) {
    for (const { code, labels, also = [] } of all)
      for (const word of [code, ...LANGUAGES.map((language) => labels[language]), ...also])
        for (const written of [fold(word), withoutArticle(fold(word))])
          if (!this.words.has(written)) this.words.set(written, code);
  }

  /** Choices whose labels are in the locale files: prefix, as `beds:mix.`, and code. */
  static named(codes: readonly string[], prefix: string, also: Synonyms = {}): Choices {
    const labelsOf = (code: string) =>
      inEachLanguage((language) => translate(language, `${prefix}${code}`));
    return new Choices(codes.map((code) => ({ code, labels: labelsOf(code), also: also[code] })));
  }

  codeFor(word: string): string | undefined {
    return this.words.get(fold(word));
  }

  /** One word or several, as the list calls them. */
  understood(cell: string, language: Language): string | null {
    const codes = this.codeFor(cell)
      ? [this.codeFor(cell)]
      : wordsIn(cell).map((word) => this.codeFor(word));
    const labels = codes.map((code) => this.all.find((one) => one.code === code)?.labels[language]);
    const known = labels.filter((label) => label !== undefined);
    return known.length === 0 || known.length < labels.length ? null : joinWords(known, language);
  }

  /** A field that chooses from them. */
  asField(): Pick<ListField, 'choices' | 'understood'> {
    return {
      choices: (language) => this.all.map(({ labels }) => labels[language]),
      understood: (cell, language) => this.understood(cell, language),
    };
  }
}

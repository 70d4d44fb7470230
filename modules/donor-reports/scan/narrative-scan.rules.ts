/**
 * Does a narrative name somebody? Texts in, identities in, hits out. A whole name, a phone, a
 * document number, a case number or a shelter's address blocks; a first name alone, or a family
 * name that is also an everyday word, asks the author to read again (docs/reports.md).
 */
import { normaliseName } from './names';
import { TextIndex, type Token } from './text-index.rules';
import type { Identity, NarrativeText, ScanHit } from './identities.rules';
import { NameWords } from './name-words.rules';

type Kind = ScanHit['kind'];

interface ScanFinding {
  readonly text: NarrativeText;
  readonly kind: Kind;
}

export class NarrativeScan {
  private readonly texts: { text: NarrativeText; index: TextIndex }[];
  private readonly words = new NameWords();
  private readonly found: ScanFinding[] = [];
  /** Family names met alone: whether they block is known once every first name has been seen. */
  private readonly familyAlone: { text: NarrativeText; word: string; plain: boolean }[] = [];
  private readonly firstNames = new Set<string>();

  constructor(texts: readonly NarrativeText[]) {
    this.texts = texts
      .filter(({ text }) => text.trim() !== '')
      .map((text) => ({ text, index: new TextIndex(text.text) }));
  }

  look(identity: Identity): void {
    const given = this.words.of(identity.given);
    for (const word of given) this.firstNames.add(word.plain);
    const family = this.words.of(identity.family);
    for (const { text, index } of this.texts) {
      const note = (kind: Kind): void => void this.found.push({ text, kind });
      if (index.near(given, family)) note('name');
      for (const word of family)
        for (const token of index.exactly(word.plain))
          this.familyAlone.push({ text, word: word.plain, plain: token.isPlain });
      if (given.some((word) => index.exactly(word.plain).some(isLikeAName))) note('first_name');
      for (const alias of identity.aliases) this.lookForAlias(alias, index, note);
      if (identity.phones.some((phone) => index.hasPhone(phone))) note('phone');
      if (identity.documents.some((number) => index.hasNumber(number))) note('document');
      if (identity.addresses.some((address) => index.hasAddress(address))) note('address');
    }
  }

  hits(): ScanHit[] {
    const found = [...this.found];
    for (const { text, index } of this.texts)
      if (index.hasCaseNumber()) found.push({ text, kind: 'case_number' });
    for (const { text, word, plain } of this.familyAlone)
      found.push({ text, kind: plain || this.firstNames.has(word) ? 'first_name' : 'name' });
    const seen = new Map<string, ScanHit>();
    for (const { text, kind } of found)
      seen.set(`${text.section}/${text.language}/${kind}`, {
        section: text.section,
        language: text.language,
        kind,
        blocks: kind !== 'first_name',
      });
    // Once a name must go, a first name of the same text need not be asked about.
    return [...seen.values()].filter(
      ({ section, language, kind }) =>
        kind !== 'first_name' || !seen.has(`${section}/${language}/name`),
    );
  }

  private lookForAlias(alias: string, index: TextIndex, note: (kind: Kind) => void): void {
    const words = normaliseName(alias).split(' ');
    if (words.length > 1 && index.hasPhrase(words)) note('name');
    const [only] = this.words.of(alias);
    if (words.length === 1 && only && index.exactly(only.plain).some(isLikeAName))
      note('first_name');
  }
}

const isLikeAName = ({ isLowerLatin }: Token): boolean => !isLowerLatin;

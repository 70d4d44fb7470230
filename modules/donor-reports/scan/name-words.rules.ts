import { normaliseName, searchKeys } from './names';

export interface NameWord {
  /** In plain letters: no case, no accents. */
  readonly plain: string;
  /** How it may sound, for other spellings and the other alphabet. */
  readonly keys: readonly string[];
}

/** Words that lean on a name and are none. */
const PARTICLES = new Set(
  'ben bin ibn bint bent ould ait bou abou oum abd abdel des del les von van عبد بن ابن بنت ولد ايت بو ابو'.split(
    ' ',
  ),
);

/** Names repeat: each word is known once. */
export class NameWords {
  private readonly known = new Map<string, NameWord>();

  of(name: string): NameWord[] {
    return normaliseName(name)
      .split(' ')
      .filter((word) => Array.from(word).length >= 3 && !PARTICLES.has(word))
      .map((word) => this.wordOf(word));
  }

  private wordOf(plain: string): NameWord {
    const known = this.known.get(plain);
    if (known) return known;
    const word = { plain, keys: searchKeys(plain) };
    this.known.set(plain, word);
    return word;
  }
}

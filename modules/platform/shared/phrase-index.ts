/**
 * The words of a text in their order, asked for phrases. Arabic writes and, so, by, for and like on the word that follows
 * them: the first word of a phrase is found with such letters before it too. Words are in plain letters (`normaliseName`).
 */
export class PhraseIndex {
  /** Positions of each word, with and without attached Arabic prefixes. */
  private readonly places = new Map<string, number[]>();

  constructor(private readonly words: readonly string[]) {
    words.forEach((word, place) => {
      for (const form of formsOf(word)) {
        const known = this.places.get(form);
        if (known) known.push(place);
        else this.places.set(form, [place]);
      }
    });
  }

  /** False for no words. */
  has([first, ...others]: readonly string[]): boolean {
    if (first === undefined) return false;
    const places = this.places.get(first) ?? [];
    return places.some((place) => others.every((word, at) => this.words[place + 1 + at] === word));
  }
}

/** The word, and what is left of an Arabic one without the letters that may be written on it. */
function formsOf(word: string): Set<string> {
  const forms = new Set([word]);
  if (!/^\p{Script=Arabic}/u.test(word)) return forms;
  for (const form of [...forms]) if (/^[وف].{2}/u.test(form)) forms.add(form.slice(1));
  for (const form of [...forms]) {
    // "For" takes the alef of the article away.
    if (/^لل.{2}/u.test(form)) forms.add(`ال${form.slice(2)}`);
    if (/^[بكل].{2}/u.test(form)) forms.add(form.slice(1));
  }
  return forms;
}

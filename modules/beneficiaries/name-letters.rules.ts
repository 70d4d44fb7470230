/** A name as it is typed, brought to plain letters and to the words that it is made of. */

/** Letters in their plain form: no case, no accents, no vowel marks, one alef, one ya, one ha. */
export function normaliseName(name: string): string {
  return lettersOf(name)
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ؤ/g, 'و')
    .replace(/ئ/g, 'ي')
    .replace(/ة/g, 'ه');
}

const LONGEST = 400;

/**
 * As normaliseName, but keeps the Arabic letters that determine how a word sounds. Letter by letter from
 * a table; what a neighbour could change (a mark that is typed apart) is spelt out as a whole.
 */
export function lettersOf(name: string): string {
  const end = Math.min(name.length, LONGEST);
  let letters = '';
  let apart = false;
  for (let place = 0; place < end; place += 1) {
    const plain = plainOf(name.charCodeAt(place));
    if (plain === null) return spellOut(name);
    if (plain === ' ') apart = letters !== '';
    else if (plain !== '') {
      letters += apart ? ` ${plain}` : plain;
      apart = false;
    }
  }
  return letters;
}

/** Result of spellOut for characters that do not depend on their neighbours; null for the others. */
const PLAIN = new Array<string | null | undefined>(0x700).fill(undefined);

function plainOf(code: number): string | null {
  if (code >= PLAIN.length) return null;
  const plain = PLAIN[code];
  return plain === undefined ? (PLAIN[code] = standsAlone(code)) : plain;
}

function standsAlone(code: number): string | null {
  const letter = String.fromCharCode(code);
  const vowelMark = code >= 0x64b && code <= 0x652;
  const known = code < 0x250 || code >= 0x600;
  // The cedilla of ç is a combining mark; another mark may follow.
  if (!known || /[çÇ]/.test(letter) || (/\p{M}/u.test(letter) && !vowelMark)) return null;
  const plain = spellOut(`a${letter}a`).slice(1, -1);
  return plain.length > 1 && plain.includes(' ') ? null : plain;
}

/** Letters that are composed but no accents: set aside while accents are taken off. */
const LETTERS_KEPT = '\u0622\u0623\u0625\u0624\u0626';
const KEPT = Object.fromEntries(
  Array.from(LETTERS_KEPT, (letter, place) => [letter, String.fromCharCode(0xe000 + place)]),
);

/** The definition that the table is filled from. */
export function spellOut(name: string): string {
  return name
    .slice(0, LONGEST)
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u0640/g, '')
    .replace(/[\u0622\u0623\u0625]/g, (letter) => KEPT[letter]!)
    .replace(/[\u0624\u0626]/g, (letter) => KEPT[letter]!)
    .normalize('NFD')
    .replace(/c\u0327/g, 'ss')
    .replace(/\p{M}/gu, '')
    .replace(/[\ue000-\ue004]/g, (mark) => LETTERS_KEPT[mark.charCodeAt(0) - 0xe000]!)
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[ɓƁ]/g, 'b')
    .replace(/[ɗ]/g, 'd')
    .replace(/ŋ/g, 'ng')
    .replace(/ک/g, 'ك')
    .replace(/ی/g, 'ي')
    .replace(/['’‘ʼ`´ʿʾ]/g, '')
    .replace(/[^\p{L}\p{Nd}]+/gu, ' ')
    .trim();
}

const wordList = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const ARTICLES = wordList('el al ul l ed en er es et ez ech ess ال');
/** Words that lean on the next one: Ben Ali is Benali, Ait Ahmed is Aitahmed. */
const LEAN_ON_NEXT = wordList(
  'abd abdu abdo abdou abdel abdul abdoul ben bin ibn bint bent ould wuld ait ayt bou bu abou abu oum om um ' +
    'عبد بن ابن بنت ولد ايت آيت أيت بو ابو أبو ام أم',
);
const LEAN_ON_PREVIOUS = wordList(
  'eddin eddine addin addine ddin ddine uddin din dine allah ellah الدين الله',
);

/** A name's article falls where the word is joined to the one before it. */
export const withoutArticle = (word: string): string =>
  word.length > 3 && word.startsWith('ال') ? word.slice(2) : word;

/** The words of a name, particles put together with what they belong to. */
export function wordsOf(name: string): string[] {
  const words: string[] = [];
  let leaning = '';
  for (const word of lettersOf(name).split(' ').filter(Boolean).slice(0, 12)) {
    if (ARTICLES.has(word)) continue;
    if (LEAN_ON_PREVIOUS.has(word) && (words.length > 0 || leaning)) {
      const tail = word === 'الدين' ? 'دين' : word;
      words.push((leaning || words.pop()!) + tail);
      leaning = '';
    } else if (LEAN_ON_NEXT.has(word)) {
      leaning += word;
    } else {
      words.push(leaning ? leaning + withoutArticle(word) : word);
      leaning = '';
    }
  }
  if (leaning) words.push(leaning);
  return words;
}

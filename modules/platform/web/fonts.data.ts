/** Fonts of the pages, and the letters that the build takes out of them into small fonts of their own. */
import { join } from 'node:path';
import { ROOT } from '../config/root';

export const FONT_WEIGHTS = [400, 600] as const;

interface SmallFont {
  readonly name: string;
  readonly family: string;
  readonly script: string;
  /** The same ranges are in public/fonts.css; other letters are in the complete font. */
  readonly characters: string;
}

const range = (first: number, last: number): string =>
  String.fromCodePoint(
    ...Array.from({ length: last - first + 1 }, (_none, index) => first + index),
  );

export const SMALL_FONTS: readonly SmallFont[] = [
  {
    // French and English.
    name: 'latin-letters',
    family: 'ibm-plex-sans',
    script: 'latin',
    characters:
      range(0x0020, 0x007e) + range(0x00a0, 0x00ff) + 'Œœ' + range(0x2010, 0x2026) + '‰€−\u202f',
  },
  {
    // Arabic as written in Morocco, with the letters of Persian and Amazigh names and marks of direction.
    name: 'arabic-letters',
    family: 'ibm-plex-sans-arabic',
    script: 'arabic',
    characters:
      range(0x0621, 0x0652) + range(0x0660, 0x0669) + '،؛؟٪٫٬ٱپچژڤڭگکی' + range(0x200c, 0x200f),
  },
];

export const wholeFontPath = (family: string, script: string, weight: number): string =>
  join(
    ROOT,
    'node_modules/@fontsource',
    family,
    'files',
    `${family}-${script}-${weight}-normal.woff2`,
  );

export const smallFontPath = (name: string, weight: number): string =>
  join(ROOT, 'dist', 'fonts', `${name}-${weight}.woff2`);

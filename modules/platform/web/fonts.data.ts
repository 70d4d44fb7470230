/** Fonts of the pages, and which part of the Arabic one is made smaller by the build. */
import { join } from 'node:path';
import { ROOT } from '../config/root';

export const FONT_WEIGHTS = [400, 600] as const;

export const subsetFontPath = (name: string): string => join(ROOT, 'dist', 'fonts', name);

const range = (first: number, last: number): string =>
  String.fromCodePoint(
    ...Array.from({ length: last - first + 1 }, (_none, index) => first + index),
  );

/**
 * What Arabic as written in Morocco needs: letters, vowel signs, digits, punctuation and marks of direction, and the
 * letters of Persian and Amazigh names. The same ranges stand in public/fonts.css; other letters are in the whole font.
 */
export const ARABIC_LETTERS = {
  characters:
    range(0x0621, 0x0652) + range(0x0660, 0x0669) + '،؛؟٪٫٬ٱپچژڤڭگکی«»' + range(0x200c, 0x200f),
  fileName: (weight: number) => `arabic-letters-${weight}.woff2`,
  sourceOf: (weight: number) =>
    join(
      ROOT,
      'node_modules/@fontsource/ibm-plex-sans-arabic/files',
      `ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`,
    ),
} as const;

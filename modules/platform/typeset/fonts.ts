/** The two families that documents are set in, as files; no font of the machine is ever used. */
import type { Font } from 'fontkit';

const WEIGHTS = {
  300: '300Light',
  400: '400Regular',
  500: '500Medium',
  600: '600SemiBold',
} as const;
type Weight = keyof typeof WEIGHTS;

const file = (family: string, stem: string, weight: Weight): string =>
  require.resolve(`@expo-google-fonts/${family}/${WEIGHTS[weight]}/${stem}_${WEIGHTS[weight]}.ttf`);
const latin = (weight: Weight): string => file('ibm-plex-sans', 'IBMPlexSans', weight);
const arabic = (weight: Weight): string =>
  file('ibm-plex-sans-arabic', 'IBMPlexSansArabic', weight);

export const fontFiles = (): string[] =>
  ([300, 400, 500, 600] as const).flatMap((weight) => [latin(weight), arabic(weight)]);

/** Loaded with the first text that is measured, not with the server. */
const loadFontkit = () => require('fontkit') as typeof import('fontkit');

const opened = new Map<string, Font>();
function open(path: string): Font {
  const font = opened.get(path) ?? (loadFontkit().openSync(path) as Font);
  opened.set(path, font);
  return font;
}

export const isArabic = (text: string): boolean => /\p{Script=Arabic}/u.test(text);

/** Characters that are never drawn, so need no glyph. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\s/u;

/** The characters that neither family can draw. */
export function withoutGlyph(text: string): string[] {
  const fonts = [open(latin(400)), open(arabic(400))];
  const missing = [...new Set(text)].filter(
    (char) =>
      !INVISIBLE.test(char) &&
      !fonts.some((font) => font.hasGlyphForCodePoint(char.codePointAt(0)!)),
  );
  return missing.sort();
}

/** Width in pixels; each run of a script is measured in its own family. */
export function textWidth(text: string, size: number, bold: boolean): number {
  const weight = bold ? 600 : 400;
  const runs = text.match(/\p{Script=Arabic}+|\P{Script=Arabic}+/gu) ?? [];
  return runs.reduce((width, run) => {
    const font = open(isArabic(run) ? arabic(weight) : latin(weight));
    return width + (font.layout(run).advanceWidth / font.unitsPerEm) * size;
  }, 0);
}

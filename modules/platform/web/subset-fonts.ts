/** Run by `npm run build`: writes the letters of Arabic as fonts of their own (assets.ts serves them). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import subsetFont from 'subset-font';
import { ARABIC_LETTERS, FONT_WEIGHTS, subsetFontPath } from './fonts.data';

async function subsetFonts(): Promise<void> {
  for (const weight of FONT_WEIGHTS) {
    const whole = readFileSync(ARABIC_LETTERS.sourceOf(weight));
    const letters = await subsetFont(whole, ARABIC_LETTERS.characters, { targetFormat: 'woff2' });
    const path = subsetFontPath(ARABIC_LETTERS.fileName(weight));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, letters);
  }
}

void subsetFonts();

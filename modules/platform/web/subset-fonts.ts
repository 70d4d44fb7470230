/** Run by `npm run build`: writes the small fonts that assets.ts serves. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import subsetFont from 'subset-font';
import { FONT_WEIGHTS, SMALL_FONTS, smallFontPath, wholeFontPath } from './fonts.data';

async function subsetFonts(): Promise<void> {
  for (const { name, family, script, characters } of SMALL_FONTS) {
    for (const weight of FONT_WEIGHTS) {
      const whole = readFileSync(wholeFontPath(family, script, weight));
      const path = smallFontPath(name, weight);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await subsetFont(whole, characters, { targetFormat: 'woff2' }));
    }
  }
}

void subsetFonts();

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config/root';
import { FONT_WEIGHTS, SMALL_FONTS } from './fonts.data';

const sheet = readFileSync(join(ROOT, 'public', 'fonts.css'), 'utf8');

/** Code points that the sheet asks this font for. */
function codePointsOf(name: string): number[] {
  const face = sheet.split('@font-face').find((text) => text.includes(`fonts/${name}.woff2`))!;
  const ranges = [...face.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)];
  return ranges.flatMap(([, first, last = first]) => {
    const [from, to] = [parseInt(first!, 16), parseInt(last!, 16)];
    return Array.from({ length: to - from + 1 }, (_none, index) => from + index);
  });
}

it.each(SMALL_FONTS)('$name has the letters that the sheet asks it for', ({ name, characters }) => {
  const made = [...characters].map((letter) => letter.codePointAt(0)!).sort((a, b) => a - b);
  for (const weight of FONT_WEIGHTS)
    expect(codePointsOf(`${name}-${weight}`).sort((a, b) => a - b)).toEqual(made);
});

it.each(SMALL_FONTS)('$name leaves the others to the whole font', ({ name, script }) => {
  const small = new Set(codePointsOf(`${name}-400`));
  expect(codePointsOf(`${script}-400`).filter((point) => small.has(point))).toEqual([]);
});

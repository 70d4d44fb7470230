/** Tabler's outline icons, drawn inline so that they take the colour of the word beside them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config/root';

const FOLDER = join(ROOT, 'node_modules', '@tabler', 'icons', 'icons', 'outline');
const DIRECTIONAL =
  /^(arrow-(left|right|back|narrow)|chevron-(left|right)|log(in|out)|door-exit|run|send|list|report$)/;
const drawn = new Map<string, string>();

/** Icon by reference to `iconSheet`, for pages with thousands of icons. */
export const iconUse = (name: string): string =>
  `<svg class="${kindOf(name)}" aria-hidden="true"><use href="#icon-${name}"/></svg>`;

export const iconSheet = (names: readonly string[]): string =>
  `<svg class="icon-sheet" width="0" height="0" aria-hidden="true" focusable="false">${names
    .map((name) =>
      iconSvg(name).replace(
        /^<svg class="[^"]*"( viewBox="[^"]*") width="20" height="20"(.*?) aria-hidden="true" focusable="false">(.*)<\/svg>$/,
        `<symbol id="icon-${name}"$1$2>$3</symbol>`,
      ),
    )
    .join('')}</svg>`;

const kindOf = (name: string): string =>
  DIRECTIONAL.test(name) ? 'icon icon--directional' : 'icon';

export function iconSvg(name: string): string {
  const known = drawn.get(name);
  if (known) return known;
  const path = join(FOLDER, `${name}.svg`);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(path)) throw new Error(`no icon named ${name}`);
  const shapes = [...readFileSync(path, 'utf8').matchAll(/<(?:path|circle|rect|line)\b[^>]*\/>/g)]
    .map(([shape]) => shape.replace(/\s+/g, ' '))
    .filter((shape) => !shape.includes('stroke="none"'));
  const svg =
    `<svg class="${kindOf(name)}" viewBox="0 0 24 24" width="20" height="20" fill="none" ` +
    'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" ' +
    `aria-hidden="true" focusable="false">${shapes.join('')}</svg>`;
  drawn.set(name, svg);
  return svg;
}

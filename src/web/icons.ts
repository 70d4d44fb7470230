/** Tabler's outline icons, drawn inline so that they take the colour of the word beside them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config/root';

const FOLDER = join(ROOT, 'node_modules', '@tabler', 'icons', 'icons', 'outline');
const DIRECTIONAL =
  /^(arrow-(left|right|back|narrow)|chevron-(left|right)|log(in|out)|door-exit|run|send|list|report$)/;
const drawn = new Map<string, string>();

export function iconSvg(name: string): string {
  const known = drawn.get(name);
  if (known) return known;
  const path = join(FOLDER, `${name}.svg`);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(path)) throw new Error(`no icon named ${name}`);
  const shapes = [...readFileSync(path, 'utf8').matchAll(/<(?:path|circle|rect|line)\b[^>]*\/>/g)]
    .map(([shape]) => shape.replace(/\s+/g, ' '))
    .filter((shape) => !shape.includes('stroke="none"'));
  const kind = DIRECTIONAL.test(name) ? 'icon icon--directional' : 'icon';
  const svg =
    `<svg class="${kind}" viewBox="0 0 24 24" width="20" height="20" fill="none" ` +
    'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" ' +
    `aria-hidden="true" focusable="false">${shapes.join('')}</svg>`;
  drawn.set(name, svg);
  return svg;
}

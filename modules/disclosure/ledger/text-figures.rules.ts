import { figureIdsIn } from '../suppression/attacker-program.rules';
import type { Release } from '../suppression/release.types';

/** Releases of before words were left out hold them as figures without a number (null). */
export function dropTextFigures<T extends Pick<Release, 'released' | 'lines'>>(release: T): T {
  const released = release.released.filter(({ value }) => Number.isFinite(value));
  if (released.length === release.released.length) return release;
  const known = new Set(released.map(({ id }) => id));
  const lines = release.lines.filter((line) => figureIdsIn(line).every((id) => known.has(id)));
  return { ...release, released, lines };
}

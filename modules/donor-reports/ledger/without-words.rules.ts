import { namesIn, type Release } from '../disclosure';

/** Releases of before words were left out hold them as figures without a number (null). */
export function withoutWords<T extends Pick<Release, 'told' | 'lines'>>(release: T): T {
  const told = release.told.filter(({ value }) => Number.isFinite(value));
  if (told.length === release.told.length) return release;
  const known = new Set(told.map(({ id }) => id));
  const lines = release.lines.filter((line) => namesIn(line).every((id) => known.has(id)));
  return { ...release, told, lines };
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../modules/platform/config/root';

interface Lock {
  readonly packages: Readonly<
    Record<string, { dev?: boolean; version?: string; license?: string; optional?: boolean }>
  >;
}
interface Allowed {
  readonly licences: Readonly<Record<string, string>>;
  readonly exceptions: readonly { library: string; licence: string; reason: string }[];
  readonly overrides: Readonly<Record<string, string>>;
  readonly refused: readonly { library: string; versions: string; since: string; reason: string }[];
}
const { findingsOf, librariesIn } = jest.requireActual<{
  findingsOf(lock: Lock, overrides: object, allowed: Allowed): string[];
  librariesIn(lock: Lock): { name: string; version: string; licence: string }[];
}>('../../../deploy/check-libraries.js');

const json = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
const lock = json<Lock>('package-lock.json');
const { overrides } = json<{ overrides: Record<string, unknown> }>('package.json');
const allowed = json<Allowed>('deploy/libraries.json');
const withLibrary = (license: string | undefined): Lock => ({
  packages: { ...lock.packages, 'node_modules/new': { version: '1.0.0', license } },
});

describe('the libraries of production', () => {
  it('are many, and each has an allowed licence or an exception with its reason', () => {
    expect(librariesIn(lock).length).toBeGreaterThan(400);
    expect(findingsOf(lock, overrides, allowed)).toEqual([]);
    for (const { reason } of allowed.exceptions) expect(reason).toMatch(/\w+ \w+ \w+/);
  });

  it.each([
    ['GPL-3.0-only', ['new@1.0.0: GPL-3.0-only']],
    ['LGPL-3.0-or-later', ['new@1.0.0: LGPL-3.0-or-later']],
    ['(MIT AND AGPL-3.0-only)', ['new@1.0.0: (MIT AND AGPL-3.0-only)']],
    [undefined, ['new@1.0.0: none named']],
    ['(MIT OR GPL-3.0-only)', []],
    ['MIT AND ISC', []],
  ])('may come under %s or are refused', (license, findings) => {
    expect(findingsOf(withLibrary(license), overrides, allowed)).toEqual(findings);
  });

  it('have what they say in the lock file also where they are installed', () => {
    const different = Object.entries(lock.packages)
      .filter(([path, { dev, license }]) => path !== '' && !dev && license !== undefined)
      .filter(([path]) => existsSync(join(ROOT, path, 'package.json')))
      .filter(([path, { license }]) => {
        const installed = json<{ license?: unknown }>(join(path, 'package.json')).license;
        return typeof installed === 'string' && installed !== license;
      })
      .map(([path]) => path);
    expect(different).toEqual([]);
  });

  it('are refused in a version with a known weakness, since a month and for a reason', () => {
    for (const { since, reason } of allowed.refused) {
      expect(since).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
      expect(reason).toMatch(/\w+ \w+ \w+/);
    }
    const fastify = allowed.refused.filter(({ library }) => library === 'fastify');
    const withFastify = (version: string): Lock => ({
      packages: {
        ...lock.packages,
        'node_modules/a/node_modules/fastify': { version, license: 'MIT' },
      },
    });
    const found = (version: string) => findingsOf(withFastify(version), overrides, allowed);
    expect(found('5.3.1')).toEqual([
      `fastify@5.3.1: refused since ${fastify[0]?.since} (${fastify[0]?.reason})`,
    ]);
    expect(found('5.3.2-rc.1')).toHaveLength(1);
    expect(found('5.3.2')).toEqual([]);
    const typo = { library: 'pg', versions: '<8.x.y.', since: '2026-01', reason: 'a b c' };
    expect(findingsOf(lock, overrides, { ...allowed, refused: [typo] })).toEqual([
      'pg: <8.x.y. is no range of versions',
    ]);
    const gone = { library: 'gone', versions: '<1.0.0', since: '2026-01', reason: 'a b c' };
    expect(
      findingsOf(lock, overrides, { ...allowed, refused: [...allowed.refused, gone] }),
    ).toEqual(['gone: refused versions of what nothing installs']);
  });

  it('are taken in another version than a library asks for with a reason alone', () => {
    expect(Object.keys(allowed.overrides).sort()).toEqual(Object.keys(overrides).sort());
    expect(findingsOf(lock, { ...overrides, left: '1.0.0' }, allowed)).toEqual([
      'left: an override without a reason',
    ]);
    const { nanoid: _, ...fewer } = overrides;
    expect(findingsOf(lock, fewer, allowed)).toEqual(['nanoid: a reason without its override']);
  });
});

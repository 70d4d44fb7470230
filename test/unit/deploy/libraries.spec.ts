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

  it('are taken in another version than a library asks for with a reason alone', () => {
    expect(Object.keys(allowed.overrides).sort()).toEqual(Object.keys(overrides).sort());
    expect(findingsOf(lock, { ...overrides, left: '1.0.0' }, allowed)).toEqual([
      'left: an override without a reason',
    ]);
    const { nanoid: _, ...fewer } = overrides;
    expect(findingsOf(lock, fewer, allowed)).toEqual(['nanoid: a reason without its override']);
  });
});

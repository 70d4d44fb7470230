import { VARIABLES } from '../../../modules/platform/config/env';
import { SECRETS } from '../../../modules/platform/config/secret-files';
import { deployFile, deployFiles, directives, documentsOf, objectsWith } from './deploy-files';

/** Of the system, of the proxies and of PostgreSQL's own image. */
const OTHERS = ['NODE_ENV', 'HOME', 'PATH', 'MAWA_HOST', 'MAWA_UPSTREAM'];
const OF_POSTGRES = ['POSTGRES_PASSWORD_FILE', 'POSTGRES_INITDB_ARGS'];

interface NamedValue {
  readonly where: string;
  readonly name: string;
  readonly value: string;
}

const inPairs = (where: string, pairs: string[]): NamedValue[] =>
  pairs.map((pair) => {
    const [name, ...value] = pair.split('=');
    return { where, name: name!, value: value.join('=') };
  });

function ofUnits(): NamedValue[] {
  const units = deployFiles(/\.service$/).flatMap(({ path, text }) =>
    inPairs(path, directives(text, 'Environment')),
  );
  const [file] = deployFiles(/^mawa\.env$/);
  const lines = file!.text.split('\n').filter((line) => /^\w+=/.test(line));
  return units.concat(inPairs(file!.path, lines));
}

function ofCompose(): NamedValue[] {
  const [compose] = documentsOf(deployFile('compose.yaml'));
  return objectsWith('environment', compose).flatMap(({ environment }) =>
    Object.entries(environment as Record<string, string>).map(([name, value]) => ({
      where: 'compose.yaml',
      name,
      value: String(value),
    })),
  );
}

function ofKustomize(): NamedValue[] {
  return deployFiles(/\.yaml$/)
    .filter(({ path }) => path.startsWith('kustomize'))
    .flatMap(({ path, text }) =>
      documentsOf(text).flatMap((document) => [
        ...objectsWith('literals', document).flatMap(({ literals }) =>
          inPairs(path, literals as string[]),
        ),
        ...objectsWith('env', document).flatMap(({ env }) =>
          (env as { name: string; value: string }[]).map(({ name, value }) => ({
            where: path,
            name,
            value,
          })),
        ),
      ]),
    );
}

function ofContainer(): NamedValue[] {
  const text = deployFile('Containerfile').replaceAll('\\\n', ' ');
  return [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, line]) =>
    inPairs('Containerfile', line!.split(/\s+/)),
  );
}

describe('the settings that deploy/ names', () => {
  const all = [...ofUnits(), ...ofCompose(), ...ofKustomize(), ...ofContainer()];
  const known = new Set<string>([
    ...VARIABLES,
    ...OTHERS,
    ...OF_POSTGRES,
    ...SECRETS.map((name) => `${name}_FILE`),
  ]);

  it('are many, so that this spec has read them', () => {
    expect(new Set(all.map(({ where }) => where)).size).toBeGreaterThanOrEqual(8);
    expect(all.length).toBeGreaterThan(50);
  });

  it('are all settings that Mawa knows', () => {
    expect(all.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it('hold no secret: each stands in a file', () => {
    const secrets = all.filter(({ name }) => (SECRETS as readonly string[]).includes(name));
    // The queue of compose.yaml is on a network that nobody else reaches, and has no password.
    expect(secrets.filter(({ value }) => value !== 'redis://queue:6379')).toEqual([]);
    expect(all.filter(({ value }) => /\/\/[^/]*:[^/]*@/.test(value))).toEqual([]);
  });

  it('take each secret from a file of a service manager, of a container or of /etc/mawa', () => {
    const files = all.filter(({ name }) => name.endsWith('_FILE'));
    expect(files.length).toBeGreaterThan(8);
    for (const { value } of files) expect(value).toMatch(/^(%d|\/run\/secrets(\/mawa)?)\/[a-z-]+$/);
  });

  it('the command of /usr/local/bin finds each secret but the token of Prometheus', () => {
    const [, names] = /for secret in ([A-Z_ ]+);/.exec(deployFile('systemd/mawa'))!;
    expect(names!.split(' ').sort()).toEqual(
      SECRETS.filter((name) => name !== 'MAWA_METRICS_TOKEN').sort(),
    );
  });
});

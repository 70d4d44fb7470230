import { VERSION } from '../../../modules/platform/config/version';
import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from '../../support/where-program';
import { deployFiles, deployPath, documentsOf, objectsWith } from './deploy-files';

interface Result {
  readonly status: number | null;
  readonly said: string;
}

function run(program: string, words: string[], variables: Record<string, string> = {}): Result {
  const done = spawnSync(program, words, {
    encoding: 'utf8',
    env: { ...process.env, ...variables },
  });
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const noTest = Object.assign(() => undefined, { each: () => () => undefined });

/** What reads these files for real is asked where it is. */
const where = (
  program: string,
): Pick<typeof it, 'each'> & ((name: string, test: () => void) => void) =>
  hasProgram(program, 'its files in deploy/ are not read by it')
    ? it
    : (noTest as unknown as typeof it);

describe('the files of deploy/, read by the programs they are for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-deploy-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const units = deployFiles(/\.(service|timer)$/).map(({ path }) => path);
  const services = units.filter((path) => path.endsWith('.service'));

  it('are units of systemd, sites of Caddy and nginx, compose.yaml and kustomize', () => {
    expect(units).toHaveLength(4);
    expect(deployFiles(/^(Caddyfile|mawa\.conf|compose\.yaml|kustomization\.yaml)$/)).toHaveLength(
      5,
    );
  });

  where('systemd-analyze')('systemd finds nothing wrong in the units', () => {
    for (const path of units) cpSync(deployPath(path), join(folder, path.split('/').at(-1)!));
    const names = units.map((path) => join(folder, path.split('/').at(-1)!));
    expect(run('systemd-analyze', ['verify', '--man=no', ...names])).toEqual({
      status: 0,
      said: '',
    });
  });

  where('systemd-analyze').each(services)(
    'systemd calls the exposure of %s 2.0 or less',
    (path) => {
      const words = [
        'security',
        '--offline=true',
        '--threshold=20',
        '--no-pager',
        deployPath(path),
      ];
      expect(run('systemd-analyze', words)).toMatchObject({ status: 0 });
    },
  );

  where('caddy')('Caddy takes its file, as it formats it', () => {
    const file = deployPath('caddy/Caddyfile');
    const words = ['validate', '--adapter', 'caddyfile', '--config', file];
    expect(run('caddy', words, { MAWA_HOST: 'mawa.example.org', HOME: folder })).toMatchObject({
      status: 0,
    });
    expect(run('caddy', ['fmt', file]).said).toBe(readFileSync(file, 'utf8'));
  });

  where('nginx')('nginx takes its file', () => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=mawa.example.org', '-keyout', key, '-out', certificate];
    run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject]);
    const site = readFileSync(deployPath('nginx/mawa.conf'), 'utf8')
      .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
      .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
    writeFileSync(join(folder, 'site.conf'), site);
    const main = join(folder, 'nginx.conf');
    writeFileSync(
      main,
      `pid ${folder}/pid; error_log stderr; events {} http { include ${folder}/site.conf; }`,
    );
    const { status, said } = run('nginx', ['-t', '-q', '-p', folder, '-c', main]);
    expect({ status, said }).toEqual({ status: 0, said: '' });
  });

  where('caddy')('Caddy leads pages from HTTP to HTTPS and refuses the API there', () => {
    const words = ['--adapter', 'caddyfile', '--config', deployPath('caddy/Caddyfile')];
    const { stdout } = spawnSync('caddy', ['adapt', ...words], {
      encoding: 'utf8',
      env: { ...process.env, MAWA_HOST: 'mawa.example.org', HOME: folder },
    });
    const { servers } = JSON.parse(stdout).apps.http as { servers: Record<string, object> };
    const plain = Object.values(servers).find((one) => JSON.stringify(one).includes('":80"'));
    const [api, others] = objectsWith('group', plain);
    expect(JSON.stringify(api)).toMatch(/"path":\["\/api\/\*"\]/);
    expect(JSON.stringify(api)).toMatch(/"status_code":403/);
    expect(JSON.stringify(others)).toMatch(/"Location":\["https:/);
  });

  where('nginx')('nginx leads pages from HTTP to HTTPS and refuses the API there', async () => {
    const port = await freePort();
    const site = readFileSync(deployPath('nginx/mawa.conf'), 'utf8');
    const [plain] = /^server \{\n {4}listen 80;[\s\S]*?^\}\n/m.exec(site)!;
    const server = plain
      .replace('listen 80;', `listen 127.0.0.1:${port};`)
      .replace('    listen [::]:80;\n', '');
    const main = join(folder, 'plain.conf');
    writeFileSync(
      main,
      `pid ${folder}/plain.pid; error_log stderr; events {} http { access_log off; ${server} }`,
    );
    const words = ['-q', '-p', folder, '-c', main];
    // What stays in the background would keep an output of ours open.
    expect(spawnSync('nginx', words, { stdio: 'ignore' }).status).toBe(0);
    try {
      const ask = (path: string) =>
        fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
      const page = await ask('/people?stage=closed');
      expect([page.status, page.headers.get('location')]).toEqual([
        301,
        'https://127.0.0.1/people?stage=closed',
      ]);
      const api = await ask('/api/v1/people');
      expect([api.status, api.headers.get('location')]).toEqual([403, null]);
    } finally {
      run('nginx', [...words, '-s', 'stop']);
    }
  });

  where('docker-compose')('docker-compose takes compose.yaml, and insists on the two names', () => {
    const words = ['-f', deployPath('compose.yaml'), 'config', '-q'];
    const given = { MAWA_HOST: 'mawa.example.org', MAWA_BACKUP_RECIPIENT: 'age1example' };
    expect(run('docker-compose', words, given)).toEqual({ status: 0, said: '' });
    // Which of two that are missing it names first is left to chance.
    const without = (missing: keyof typeof given) =>
      run(
        'docker-compose',
        words,
        Object.fromEntries(Object.entries(given).filter(([name]) => name !== missing)),
      ).said;
    expect(without('MAWA_HOST')).toContain('the name under which people reach Mawa');
    expect(without('MAWA_BACKUP_RECIPIENT')).toContain('printed by mawa backup key');
  });

  where('promtool')('Prometheus takes the rules', () => {
    const { status, said } = run('promtool', [
      'check',
      'rules',
      deployPath('prometheus/mawa.rules.yaml'),
    ]);
    expect(said).toContain('18 rules found');
    expect(status).toBe(0);
  });

  where('kustomize')('kustomize renders the installation, each reference resolved', () => {
    const { status, said } = run('kustomize', [
      'build',
      deployPath('kustomize/overlays/production'),
    ]);
    expect(status).toBe(0);
    const objects = documentsOf(said) as { kind: string; metadata: { name: string } }[];
    expect(objects.map(({ kind }) => kind).sort()).toEqual(
      ['ConfigMap', 'CronJob', 'Deployment', 'Deployment', 'Ingress', 'Job', 'Namespace']
        .concat(['NetworkPolicy', 'PersistentVolumeClaim', 'PersistentVolumeClaim'])
        .concat(['PodDisruptionBudget', 'Service']),
    );
    const settings = objects.find(({ kind }) => kind === 'ConfigMap')!.metadata.name;
    expect(said.split(`name: ${settings}`)).toHaveLength(6);
    expect(said.split(`image: registry.example.org/mawa:${VERSION}`)).toHaveLength(5);
  });
});

/**
 * docs/install.md (b) on a clean Debian, block by block as it is written there: debootstrap lays the system, its
 * packages and libraries are fetched, then it is started with systemd in a network of its own, in which nothing
 * but itself can be reached. Ends by itself; needs root, debootstrap and systemd-nspawn.
 */
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '../..');
const SUITE = 'trixie';
const MINUTE = 60_000;
const LIMIT_MS = 10 * MINUTE;
/** Of the section: programs and Mawa are fetched, what follows is done on the started machine. */
const FETCHED = 2;

/** The shell blocks of section (b). */
function recipe() {
  const page = fs.readFileSync(join(ROOT, 'docs/install.md'), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith('b. '));
  return [...section.matchAll(/\*\*(\d\. [^*]+)\*\*[\s\S]*?```sh\n([\s\S]*?)```/g)].map(
    ([, title, block]) => ({ title: title.replace(/\.$/, ''), block }),
  );
}

function run(program, words, timeout) {
  const done = spawnSync(program, words, { encoding: 'utf8', timeout, maxBuffer: 1 << 26 });
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`;
  return { good: done.status === 0, said: said.trim().split('\n').slice(-15).join('\n') };
}

/** As this machine reaches its mirrors: where a proxy signs their certificates, its own is trusted there too. */
function trustWhatThisMachineTrusts(machine) {
  const own = '/usr/local/share/ca-certificates';
  if (!fs.existsSync(own)) return [];
  fs.cpSync(own, join(machine, own), { recursive: true });
  run('chroot', [machine, 'update-ca-certificates'], MINUTE);
  return ['--setenv=NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'];
}

/** The scripts of the started machine; the last lines of the page need a browser, and have client.js here. */
function writeScripts(machine, blocks) {
  const folder = join(machine, 'drill');
  fs.mkdirSync(folder);
  blocks.forEach(({ title, block }, n) => {
    fs.writeFileSync(join(folder, `${n}.sh`), block);
    fs.writeFileSync(join(folder, `${n}.title`), title);
  });
  for (const name of ['client.js', 'machine.sh'])
    fs.copyFileSync(join(__dirname, name), join(folder, name));
  // A closed network, as the page says: Caddy signs the certificate itself.
  const site = join(machine, 'opt/mawa/deploy/caddy/Caddyfile');
  fs.writeFileSync(site, fs.readFileSync(site, 'utf8').replace('# local_certs', 'local_certs'));
  fs.writeFileSync(join(machine, 'etc/hosts'), '127.0.0.1 localhost mawa.example.org\n');
  fs.writeFileSync(
    join(machine, 'etc/systemd/system/drill.service'),
    '[Unit]\nAfter=multi-user.target\n[Service]\nExecStart=/bin/bash /drill/machine.sh\n',
  );
  const wanted = join(machine, 'etc/systemd/system/multi-user.target.wants');
  fs.mkdirSync(wanted, { recursive: true });
  fs.symlinkSync('/etc/systemd/system/drill.service', join(wanted, 'drill.service'));
}

function drill(folder) {
  const machine = join(folder, 'machine');
  const results = [];
  const began = Date.now();
  const step = (title, { good, said }) => {
    results.push({ title, good });
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`${good ? 'ok    ' : 'FAILED'} ${title} — after ${seconds} s`);
    if (!good) throw new Error(said);
  };
  const blocks = recipe();
  step('the page has its eight steps', { good: blocks.length === 8, said: `${blocks.length}` });
  const laid = ['--variant=minbase', '--include=ca-certificates,dbus,systemd-sysv', SUITE, machine];
  step('a clean Debian', run('debootstrap', laid, 5 * MINUTE));
  const more = trustWhatThisMachineTrusts(machine);
  // A machine that is thrown away need not wait for its disk with each package.
  fs.writeFileSync(join(machine, 'etc/dpkg/dpkg.cfg.d/throw-away'), 'force-unsafe-io\n');
  for (const name of fs.readdirSync(join(folder, 'package')))
    fs.copyFileSync(join(folder, 'package', name), join(machine, 'root', name));
  const nspawn = ['--register=no', '--keep-unit', '--quiet', `--directory=${machine}`];
  const fetching = [...nspawn, '--resolv-conf=copy-host', '--pipe', ...more, '/bin/bash', '-ec'];
  for (const { title, block } of blocks.slice(0, FETCHED))
    step(title, run('systemd-nspawn', [...fetching, block], 6 * MINUTE));
  writeScripts(machine, blocks.slice(FETCHED));
  const started = run('systemd-nspawn', [...nspawn, '--private-network', '--boot'], 5 * MINUTE);
  const log = join(machine, 'drill/results');
  if (!fs.existsSync(log)) throw new Error(started.said);
  for (const line of fs.readFileSync(log, 'utf8').trim().split('\n')) {
    const [state, title] = line.split('\t');
    step(title, {
      good: state === 'ok',
      said: fs.readFileSync(join(machine, 'drill/said'), 'utf8'),
    });
  }
  console.log(fs.readFileSync(join(machine, 'drill/said'), 'utf8').trim());
  const lasted = Date.now() - began;
  step('under ten minutes from nothing to an administrator who is signed in over TLS', {
    good: lasted < LIMIT_MS && results.some(({ title }) => title.includes('signs in')),
    said: `${Math.round(lasted / 1000)} s`,
  });
  return results;
}

function main() {
  if (process.getuid?.() !== 0) throw new Error('test:install lays a Debian: it needs root');
  for (const program of ['debootstrap', 'systemd-nspawn']) {
    if (spawnSync(program, ['--version']).error) throw new Error(`there is no ${program}`);
  }
  const folder = fs.mkdtempSync(join(tmpdir(), 'mawa-install-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'deploy/package.js'), join(folder, 'package')]);
    const { length } = drill(folder);
    console.log(`Tests:       ${length} passed, ${length} total`);
  } catch (error) {
    console.error(error.message);
    console.log('Tests:       1 failed, 1 total');
    process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();

import { createHash } from 'node:crypto';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { hasProgram } from '../support/where-program';
import { pdf, send } from './files';

/** Harmless; a signature of the test calls it infected. */
const INFECTED = pdf('un papier infecte');
const CLEAN = pdf('un papier propre');

const withScanner = hasProgram('clamd', 'uploads are not scanned by ClamAV')
  ? describe
  : ((() => undefined) as unknown as typeof describe);

/** Starts an application that scans by `address`, with an officer and a person. */
async function scanningBy(address: string) {
  const mawa = await startApp({ env: { MAWA_CLAMD: address } });
  const officer = await mawa.signIn('reintegration_officer');
  const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
  const api = `/api/v1/people/${body.cases[0].id}/documents`;
  const add = (file: Buffer) => send(mawa, officer, api, { file, name: 'a.pdf', kind: 'other' });
  return { mawa, officer, api, add };
}

const kept = async ({ officer, api }: { officer: SignedIn; api: string }) =>
  (await officer.get(api).expect(200)).body.documents.length as number;

/** What the page of health says of the scanner. */
async function healthOf(mawa: TestApp): Promise<string | undefined> {
  const administrator = await mawa.signIn('administrator');
  const { body } = await administrator.get('/api/v1/health').expect(200);
  const { sections } = body as {
    sections: { findings: { key: string; state: string; text: string }[] }[];
  };
  return sections
    .flatMap(({ findings }) => findings)
    .filter(({ key }) => key.startsWith('scanner'))
    .map(({ key, state, text }) => `${state} ${key}: ${text}`)
    .at(0);
}

withScanner('uploads scanned by ClamAV', () => {
  let folder: string;
  let daemon: ChildProcess;
  const socket = () => join(folder, 'clamd.sock');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mawa-clamd-'));
    const signatures = join(folder, 'signatures');
    mkdirSync(signatures);
    const digest = createHash('sha256').update(INFECTED).digest('hex');
    writeFileSync(join(signatures, 'mawa.hsb'), `${digest}:${INFECTED.length}:Mawa.Test\n`);
    const settings = {
      LocalSocket: socket(),
      DatabaseDirectory: signatures,
      TemporaryDirectory: folder,
      Foreground: 'yes',
    };
    const file = join(folder, 'clamd.conf');
    const lines = Object.entries(settings).map((pair) => pair.join(' '));
    writeFileSync(file, `${lines.join('\n')}\n`);
    daemon = spawn('clamd', ['--config-file', file], { stdio: 'ignore' });
    for (let tries = 0; !existsSync(socket()); tries += 1) {
      if (tries > 600 || daemon.exitCode !== null) throw new Error('clamd did not start');
      await sleep(100);
    }
  });
  afterAll(async () => {
    if (daemon.exitCode === null) {
      daemon.kill();
      await once(daemon, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  it('are kept where nothing is found, and refused beside the file where something is', async () => {
    const scanning = await scanningBy(`unix:${socket()}`);
    try {
      await scanning.add(CLEAN).expect(201);
      const { body } = await scanning.add(INFECTED).expect(422);
      expect(body.code).toBe('documents.infected');
      expect(await kept(scanning)).toBe(1);
      // Signatures of one's own have no day.
      expect(await healthOf(scanning.mawa)).toMatch(/^wrong scanner_without_signatures: .*ClamAV/);
    } finally {
      await scanning.mawa.stop();
    }
  });
});

describe('a virus scanner that fails', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['closes without an answer', (socket) => socket.destroy()],
    ['finds the file too large', (socket) => socket.end('INSTREAM size limit exceeded. ERROR\0')],
    ['says something else', (socket) => socket.end('x'.repeat(100_000))],
  ])('that %s lets no file through', async (_, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => answer(socket));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const scanning = await scanningBy(`tcp://127.0.0.1:${port}`);
    try {
      const { body } = await scanning.add(CLEAN).expect(503);
      expect(body.code).toBe('documents.not_scanned');
      expect(await kept(scanning)).toBe(0);
      expect(await healthOf(scanning.mawa)).toMatch(/^wrong scanner_silent: /);
    } finally {
      await scanning.mawa.stop();
      server.close();
    }
  });

  it('that is not there lets no file through', async () => {
    const scanning = await scanningBy('unix:/nowhere/clamd.ctl');
    try {
      await scanning.add(CLEAN).expect(503);
      expect(await healthOf(scanning.mawa)).toMatch(/^wrong scanner_silent: .*ENOENT/);
    } finally {
      await scanning.mawa.stop();
    }
  });
});

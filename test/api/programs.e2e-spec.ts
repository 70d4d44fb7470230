/** What other programs do with the API: the typed client, and the commands of docs/api.md. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as tar from 'tar';
import ts from 'typescript';
import { ROOT } from '../../modules/platform/config/root';
import { JobRunner } from '../../modules/platform/queue';
import { aQuarter, closeLedger } from '../donor-reports/a-quarter';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { apiDocument, documentFile } from '../support/api-document';
import { aProgramOf, type Program } from '../support/tokens';

const run = promisify(execFile);

describe('a program', () => {
  let mawa: TestApp;
  let program: Program;
  let officer: SignedIn;
  let url: string;
  let reportId: string;
  let caseId: string;
  let folder: string;

  beforeAll(async () => {
    await apiDocument();
    folder = mkdtempSync(join(tmpdir(), 'mawa-client-'));
    mawa = await startApp();
    url = await mawa.app.getUrl();
    reportId = await aReport();
    const house = await aShelter(mawa, { A: { beds: 4 } });
    officer = await mawa.signIn(['shelter_manager', 'programme_officer'], {
      shelterIds: [house.id],
    });
    program = await aProgramOf(mawa, officer);
    const people = [{ names: { given: 'Hanae' }, sex: 'female', birthDate: '1994-03-08' }];
    const { body } = await officer.post('/api/v1/people', { people }).expect(201);
    caseId = body.cases[0].id;
  }, 400_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await mawa.stop();
  });

  async function aReport(): Promise<string> {
    const { grantId } = await aQuarter(mawa);
    await closeLedger(mawa);
    const author = await mawa.signIn('programme_officer');
    const another = await mawa.signIn('finance_officer');
    const runner = mawa.app.get(JobRunner);
    const asked = { kind: 'iom-quarterly', grantId, period: '2026-Q3', languages: ['fr'] };
    const drafted = await author.post('/api/v1/reports', asked).expect(201);
    await runner.handle('draft-report', drafted.body.jobId);
    const path = `/api/v1/reports/${drafted.body.id}/approval`;
    const approved = await another.post(path, { seen: true }).expect(201);
    await runner.handle('render-report', approved.body.jobId);
    return drafted.body.id as string;
  }

  /** Installed from the archive that `npm pack` makes, as another program would. */
  async function installClient(): Promise<string> {
    const made = join(folder, 'client');
    await run(process.execPath, [join(ROOT, 'clients/typescript/make.js'), documentFile(), made]);
    await run('npm', ['pack', '--silent', '--pack-destination', folder, made], { cwd: folder });
    const { info } = await apiDocument();
    const installed = join(folder, 'node_modules/mawa-client');
    mkdirSync(installed, { recursive: true });
    tar.extract({
      file: join(folder, `mawa-client-${info.version}.tgz`),
      cwd: installed,
      strip: 1,
      sync: true,
    });
    for (const name of ['openapi-fetch', 'openapi-typescript-helpers'])
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    return installed;
  }

  /** The example, the client as it was written and as it is installed, checked together. */
  function compile(installed: string): string[] {
    const client = join(ROOT, 'clients/typescript');
    copyFileSync(join(client, 'example.ts'), join(folder, 'example.mts'));
    copyFileSync(join(client, 'index.ts'), join(installed, 'checked.ts'));
    const program = ts.createProgram([join(folder, 'example.mts'), join(installed, 'checked.ts')], {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      skipLibCheck: true,
    });
    program.emit();
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }

  it('places a person, records a service and downloads a report with the typed client', async () => {
    const installed = await installClient();
    expect(compile(installed)).toEqual([]);
    const { stdout } = await run(process.execPath, [join(folder, 'example.mjs')], {
      env: { MAWA_URL: url, MAWA_TOKEN: program.token, REPORT_ID: reportId, TODAY: '2026-11-24' },
    });
    const {
      caseId: placed,
      bookingId,
      serviceId,
      bytes,
      refusal,
    } = JSON.parse(stdout) as Record<string, string>;
    expect(refusal).toBe('common.not_found');
    const { rows: stays } = await mawa.admin.query(
      `SELECT k.state FROM bookings k JOIN booking_people p ON p.booking_id = k.id WHERE k.id = $1 AND p.case_id = $2`,
      [bookingId, placed],
    );
    expect(stays).toEqual([{ state: 'stay' }]);
    const { rows: services } = await mawa.admin.query(
      'SELECT type_code FROM services WHERE id = $1 AND case_id = $2',
      [serviceId, placed],
    );
    expect(services).toEqual([{ type_code: 'medical_consultation' }]);
    const { rows: files } = await mawa.admin.query(
      `SELECT length(bytes) AS bytes FROM report_files WHERE report_id = $1 AND format = 'pdf' AND language = 'fr'`,
      [reportId],
    );
    expect(files).toEqual([{ bytes }]);
  }, 180_000);

  describe('by the commands of docs/api.md', () => {
    const page = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
    const blocks = page.split(/^```/m).filter((_, place) => place % 2 === 1);
    const commands = blocks.flatMap((block) => {
      const [, status, command] = /^sh (\d{3})\n([\s\S]*)$/.exec(block) ?? [];
      return status && command ? [{ status, command }] : [];
    });

    it('has each command with the status that it is answered', () => {
      expect(commands.length).toBeGreaterThan(7);
      expect(blocks.filter((block) => block.includes('curl'))).toHaveLength(commands.length);
    });

    it.each(commands)('$status $command', async ({ status, command }) => {
      const measured = `curl() { command curl -sS -w '%{http_code}' "$@" >>status; }\n`;
      const cwd = mkdtempSync(join(folder, 'call-'));
      await run('bash', ['-euc', measured + command.replaceAll('https://mawa.example.org', url)], {
        cwd,
        env: {
          PATH: process.env['PATH'],
          MAWA_TOKEN: program.token,
          CASE_ID: caseId,
          REPORT_ID: reportId,
        },
      });
      const answer = readFileSync(join(cwd, 'status'), 'utf8');
      expect(answer.slice(-3)).toBe(status);
    });
  });
});

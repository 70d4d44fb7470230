import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../modules/platform/config/root';

interface SourceRule {
  /** Which tracked files are read; specs are left out. */
  readonly files: readonly string[];
  readonly forbidden: RegExp;
  /** Where it is allowed all the same, with the reason. */
  readonly allowed?: Readonly<Record<string, string>>;
  /** What the rule must find, so that it can be believed. */
  readonly examples: readonly string[];
}

const SERVER = ['modules/*.ts', 'src/*.ts', 'bin/*.js'];
const BROWSER = ['public/*.js'];

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const tracked = (patterns: readonly string[]): string[] =>
  execFileSync('git', ['ls-files', '--', ...patterns], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && !/\.spec\.ts$/.test(file));

/** Comments may name what the code must not do. */
const codeOf = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

function expectRule({ files, forbidden, allowed = {}, examples }: SourceRule): void {
  const read = tracked(files);
  expect(read.length).toBeGreaterThan(3);
  const found = read.filter((file) => forbidden.test(codeOf(textOf(file))));
  expect(found.sort()).toEqual(Object.keys(allowed).sort());
  expect(examples.filter((example) => !forbidden.test(codeOf(example)))).toEqual([]);
}

describe('the source', () => {
  it('runs no text as code', () => {
    expectRule({
      files: [...SERVER, ...BROWSER],
      forbidden: /\beval\s*\(|new Function\s*\(|['"](node:)?vm['"]|set(Timeout|Interval)\(\s*['"`]/,
      examples: [
        "eval('1')",
        "new Function('a', body)",
        "import vm from 'node:vm'",
        "setTimeout('go()')",
      ],
    });
  });

  it('reads workbooks by exceljs where they were unpacked and counted first, and never by its streams', () => {
    expectRule({
      files: SERVER,
      forbidden: /WorkbookReader|\.xlsx\.(load|read|readFile)\(/,
      allowed: {
        'modules/htcds/files/read-workbook.import.ts': 'in a thread, after unpacksToMore()',
      },
      examples: ['new stream.xlsx.WorkbookReader(path)', 'await book.xlsx.load(bytes)'],
    });
  });

  it('starts programs by a list of words, and never through a shell', () => {
    expectRule({
      files: SERVER,
      forbidden:
        /\bexec(Sync)?\s*\(\s*['"`]|\{[^}]*\bexec(Sync)?\b[^}]*\} from 'node:child_process'|shell:\s*(true|['"])/,
      examples: [
        'exec(`ls ${name}`)',
        "import { execSync } from 'node:child_process'",
        "spawn('ls', [], { shell: true })",
      ],
    });
  });

  it('starts programs only where the embedded database, the demonstration and practice begin, and a token is asked', () => {
    expectRule({
      files: SERVER,
      forbidden: /['"](node:)?child_process['"]/,
      allowed: {
        'modules/access/keys/pkcs11/pkcs11-wrapping.ts': 'Node, which loads the library of a token',
        'modules/platform/database/embedded/cluster.ts': 'initdb and pg_ctl',
        'modules/platform/database/embedded/launch.ts': 'postgres',
        'modules/platform/database/embedded/processes.ts': 'ps, by the number of a process',
        'modules/platform/database/embedded/run-as.ts': 'unshare and chown of its own folder',
        'modules/platform/database/embedded/start.ts':
          'asks whether the server may run as somebody else',
        'src/cli/demo.command.ts': 'the server of the demonstration, a fork of this program',
        'src/cli/new-module/source-tree.ts': 'git and oxfmt, in a checkout of a developer alone',
        'src/cli/practice.command.ts': 'the server of practice, a fork of this program',
      },
      examples: ["import { spawn } from 'node:child_process'"],
    });
  });

  it('makes regular expressions of its own constants and definitions alone', () => {
    expectRule({
      files: SERVER,
      forbidden: /new RegExp\(/,
      allowed: {
        'modules/access/second-factor/typed-codes.rules.ts': 'a constant',
        'modules/assessments/forms/draft-pages.service.ts':
          'the name of a list of the form, a constant of the caller',
        'modules/platform/backup/backup-files.rules.ts': 'constants',
        'modules/platform/database/embedded/cluster.ts': 'the folder of the database',
        'modules/platform/database/schema-files.ts': 'names of tables of the schema',
        'modules/referrals/links/link-number.rules.ts': 'a constant',
        'modules/settings/setting-values.rules.ts':
          'patterns of setting definitions, which steps of the schema write',
        'modules/shelter-beds/bookings/move.view.ts': 'constants',
        'modules/vocational-training/certificates/code.rules.ts': 'a constant',
        'src/api-document/examples.ts': 'the pattern of a field, as its class declares it',
      },
      examples: ['new RegExp(words)'],
    });
  });

  it('lists words for a reader by joinWords, with the comma of their language', () => {
    expectRule({
      files: [
        'modules/*.view.ts',
        'modules/*.words.ts',
        'modules/*.panel.ts',
        'modules/*.pages.controller.ts',
        'modules/*-pages.service.ts',
        'modules/*-panel.service.ts',
      ],
      forbidden: /\.join\(\s*(['"`]),\s\1\s*,?\s*\)/,
      examples: ["names.join(', ')", 'codes.map(labelOf).join(", ")'],
    });
    expectRule({
      files: SERVER,
      forbidden: /['"`]،/,
      allowed: {
        'modules/platform/shared/punctuation.words.ts': 'the comma itself',
        'modules/platform/web/fonts.data.ts': 'letters of a font',
        'modules/report-documents/document/writing.words.ts': 'after the day of a date',
      },
      examples: ["words.join(language === 'ar' ? '، ' : ', ')"],
    });
  });

  it('encrypts with AES-256-GCM and nothing else', () => {
    expectRule({
      files: SERVER,
      forbidden:
        /create(C|Dec)ipher(iv)?\((?!'aes-256-gcm')|publicEncrypt|privateDecrypt|\bdes-|\brc4|-(ecb|cbc)\b/i,
      examples: [
        "createCipheriv('aes-256-cbc', key, iv)",
        "createCipher('aes', key)",
        "'AES-128-ECB'",
      ],
    });
  });

  it('digests with SHA-256; SHA-1 is in codes of authenticator apps alone, as RFC 6238 says', () => {
    expectRule({
      files: SERVER,
      forbidden:
        /create(Hash|Hmac)\((?!'sha256')|pbkdf2(Sync)?\((?!.*'sha256')|hkdf(Sync)?\((?!'sha256')/,
      allowed: { 'modules/access/second-factor/totp.rules.ts': 'HMAC-SHA-1 of RFC 6238' },
      examples: ["createHash('md5')", "createHmac('sha1', key)", "hkdfSync('sha1', key)"],
    });
  });

  it('agrees on keys over P-256 alone, and signs with no key pair; backups are X25519 by age', () => {
    expectRule({
      files: [...SERVER, ...BROWSER],
      forbidden:
        /createECDH\((?!'prime256v1')|namedCurve: '(?!P-256')|generateKeyPair|createSign\(|createDiffieHellman|RSA-/,
      allowed: {
        'modules/voluntary-return/follow-up/offline-forms.service.ts':
          'a constant, looked at below',
      },
      examples: ["createECDH('secp192k1')", "namedCurve: 'K-163'", "generateKeyPairSync('rsa')"],
    });
    const server = textOf('modules/voluntary-return/follow-up/offline-forms.service.ts');
    expect(server).toContain("const CURVE = 'prime256v1';");
    expect(server.match(/createECDH\([^)]*\)/g)).toEqual(['createECDH(CURVE)']);
    expect(textOf('public/kept-forms.js')).toContain("namedCurve: 'P-256'");
    expect(textOf('modules/platform/backup/encryption.ts')).toContain("require('age-encryption')");
  });

  it('draws secrets by node:crypto; the weak generator only spreads waiting times', () => {
    expectRule({
      files: [...SERVER, ...BROWSER],
      forbidden: /Math\.random\(/,
      allowed: {
        'modules/access/guessing/guess-limits.service.ts': 'who of those waiting is next',
        'modules/platform/database/transactions.ts': 'the pause before another attempt',
        'modules/webhooks/send-webhooks.schedule.ts': 'the pause before another attempt',
      },
      examples: ['Math.random().toString(36)'],
    });
    expectRule({
      files: ['migrations/*.sql', 'migrations/*.ts'],
      forbidden: /\brandom\(\)/,
      examples: ['SELECT random()'],
    });
  });

  it('offers countries by listChoices, which leaves out those where nobody lives', () => {
    expectRule({
      files: SERVER,
      forbidden: /list\('nationalities'\)\s*\.items/,
      allowed: {
        'modules/organisations/organisations.import.ts': 'reads what is written in a file',
        'modules/voluntary-return/departures.export.ts': 'the words of codes that are written',
      },
      examples: ["list('nationalities').items.map(({ code }) => code)"],
    });
  });

  it('reads whole numbers and digits of other scripts in one place', () => {
    expectRule({
      files: SERVER,
      forbidden:
        /@Type\(\(\) => Number\)|Transform\([^;]*?\bNumber\b|\\d(\{1,\d+\}|\+)\$\/\.test\(\w+\)\s*\?\s*(Number\(|\+)|\b(charCodeAt|codePointAt)\([^)]*\)!? - 0x0?6/,
      allowed: { 'modules/platform/shared/digits.rules.ts': 'the place' },
      examples: [
        '@Type(() => Number)',
        '@Transform(({ value }: { value: unknown }) => Number(value))',
        "typeof value === 'string' && /^\\d{1,3}$/.test(value) ? Number(value) : value",
        "typeof value === 'string' && /^\\d+$/.test(value) ? +value : value",
        'text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))',
      ],
    });
  });

  it('speaks to other machines only where the inventory says so', () => {
    expectRule({
      files: SERVER,
      forbidden:
        /\bawait fetch\(|import (?!type)[^;]*\b(request|connect|createConnection|createSocket|Socket|get)\b[^;]*from '(node:)?(https?|net|tls|dgram|http2)'|import \* as \w+ from '(node:)?(https?|net|tls|dgram|http2)'|import (?!type)[^;]*from '(nodemailer|ioredis|bullmq|@opentelemetry\/exporter[\w-]*)'|require\('(nodemailer|ioredis|bullmq)'\)/,
      allowed: allowedConnections(),
      examples: [
        "import { request } from 'node:https'",
        "await fetch('https://example.org')",
        "import { createTransport } from 'nodemailer'",
        "require('nodemailer') as typeof import('nodemailer')",
      ],
    });
  });
});

/** The files that the table of connections names, each with its line. */
function allowedConnections(): Record<string, string> {
  const [, section = ''] = textOf('docs/security-inventory.md').split('\n## Connections\n');
  const rows = section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return Object.fromEntries(
    rows.flatMap((row) =>
      [...row.matchAll(/`((?:modules|src)\/[\w./-]+\.ts)`/g)].map(([, file]) => [file!, row]),
    ),
  );
}

describe('the scripts of pages', () => {
  it('write no text as markup; one file parses what the server answered as a page', () => {
    expectRule({
      files: BROWSER,
      forbidden:
        /innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|HTMLUnsafe|srcdoc|createPolicy/,
      allowed: { 'public/answers.js': 'pages of this server, by their address and content type' },
      examples: [
        'cell.innerHTML = name',
        "list.insertAdjacentHTML('beforeend', text)",
        "new DOMParser().parseFromString(text, 'text/html')",
        "trustedTypes.createPolicy('mine', {})",
      ],
    });
  });

  it('take no message of another window and open none', () => {
    expectRule({
      files: BROWSER,
      forbidden: /postMessage|onmessage|['"]message['"]|window\.open\(/,
      examples: ["addEventListener('message', act)", "parent.postMessage(text, '*')"],
    });
  });

  it('keep nothing on the device but forms sealed to the server', () => {
    expectRule({
      files: BROWSER,
      forbidden: /localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\.|serviceWorker/,
      allowed: { 'public/kept-forms.js': 'forms without a connection, encrypted for the server' },
      examples: ["localStorage.setItem('name', name)", 'document.cookie', 'sessionStorage.length'],
    });
    const kept = textOf('public/kept-forms.js');
    const puts = [...kept.matchAll(/sessionStorage\.setItem\(SHELF, ([^)]*)\)/g)].map(
      (one) => one[1],
    );
    expect(puts).toEqual(['one.id', '`done ${id}`', "'saved'"]);
  });

  it('and styles, fonts and pictures come from Mawa alone', () => {
    expectRule({
      files: ['templates/*.hbs', 'public/*.css', ...BROWSER],
      forbidden: /(?:\bsrc=|<link[^>]*\bhref=|url\(|@import|import\s*\()\s*["']?(?:https?:)?\/\//,
      examples: [
        '<script src="https://cdn.example.org/a.js">',
        '@import "//fonts.example.org"',
        'url(https://x)',
      ],
    });
  });
});

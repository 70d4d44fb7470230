import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cryptoki, CryptokiError, type CryptokiFunction, words } from './cryptoki';
import { TokenSession } from './token-session';

/** What each function of a library does; the others return CKR_OK. */
let library: Partial<Record<CryptokiFunction, (...values: unknown[]) => void>> = {};
let called: CryptokiFunction[] = [];
const load = (): Cryptoki => {
  return (name, ...values) => {
    called.push(name);
    library[name]?.(...values);
  };
};

const fails = (name: CryptokiFunction, code: number) => () => {
  throw new CryptokiError(name, code);
};

describe('a session with a token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-session-'));
  const settings = {
    module: '/library.so',
    token: 'Mawa',
    key: 'mawa key file',
    pinFile: join(folder, 'pin'),
    triesPinAgain: false,
  };
  const use = () => TokenSession.use(settings, ({ token }) => token.slot, load);
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    called = [];
    writeFileSync(settings.pinFile, '4321', { mode: 0o600 });
    library = {
      C_GetSlotList: (_present, slots, count) => {
        (count as Buffer).set(words(2));
        (slots as Buffer | null)?.set(words(5, 6));
      },
      C_GetTokenInfo: (slot, info) => {
        if (slot === 5) throw new CryptokiError('C_GetTokenInfo', 0xe1);
        (info as Buffer).write('Mawa'.padEnd(96));
      },
    };
  });

  it('begins beside a slot whose token says nothing of itself', () => {
    expect(use()).toBe(6);
    expect(called.filter((name) => name === 'C_Login')).toHaveLength(1);
  });

  it('says that the PIN is refused also where the library does not end as it should', () => {
    library.C_Login = fails('C_Login', 0xa0);
    library.C_Finalize = fails('C_Finalize', 5);
    expect(() => use()).toThrow('The token "Mawa" refuses the PIN');
    library.C_Login = undefined;
    expect(use()).toBe(6);
  });
});

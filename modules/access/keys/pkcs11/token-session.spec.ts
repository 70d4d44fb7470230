import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const signInRecord = join(folder, 'sign-in.json');
  const settings = {
    module: '/library.so',
    token: 'Mawa',
    key: 'mawa key file',
    pinFile: join(folder, 'pin'),
    signInRecord,
    triesPinAgain: false,
  };
  const use = (more: object = {}) =>
    TokenSession.use(
      { id: 'this one', settings: { ...settings, ...more } },
      ({ token }) => token.slot,
      load,
    );
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    called = [];
    rmSync(signInRecord, { force: true });
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
    expect(readFileSync(signInRecord, 'utf8')).toBe('');
  });

  it('says that the PIN is refused also where the library does not end as it should', () => {
    library.C_Login = fails('C_Login', 0xa0);
    library.C_Finalize = fails('C_Finalize', 5);
    expect(() => use()).toThrow('The token "Mawa" refuses the PIN');
    library.C_Login = undefined;
    writeFileSync(signInRecord, '');
    expect(use()).toBe(6);
  });

  it('writes a sign-in down before it is made, and enters no PIN twice that was not accepted', () => {
    library.C_Login = () => {
      expect(JSON.parse(readFileSync(signInRecord, 'utf8'))).toMatchObject({
        times: 1,
        request: 'this one',
      });
      // What it says where the network to it broke off.
      throw new CryptokiError('C_Login', 0x30);
    };
    expect(() => use()).toThrow('did not say whether it accepts the PIN (C_Login returned 0x30)');
    expect(() => use()).toThrow('did not accept this PIN');
    expect(called.filter((name) => name === 'C_Login')).toHaveLength(1);
  });

  it('does not begin where a refused PIN could not be remembered', () => {
    const record = join(settings.pinFile, 'sign-in.json');
    expect(() => use({ signInRecord: record })).toThrow(
      /MAWA_DATA: a refused PIN could not be remembered/,
    );
    expect(called).not.toContain('C_Login');
    expect(called.at(-1)).toBe('C_Finalize');
  });
});

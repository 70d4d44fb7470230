import { failOnMissingSentences } from '../../platform/web/i18n';
import { DAY_MS } from './health.rules';
import { findingWords } from './health.view';
import {
  addressFindings,
  type AddressFacts,
  diskFinding,
  mailFinding,
  scannerFinding,
} from './machine.rules';

failOnMissingSentences();

describe('health of the machine', () => {
  it.each([
    [20e9, 100e9, 'good', 'Disk of MAWA_DATA: 20.0\u00a0GB of 100.0\u00a0GB free.'],
    [10e9, 100e9, 'note', 'Disk of MAWA_DATA: only 10.0\u00a0GB of 100.0\u00a0GB free.'],
    [10e9, 250e9, 'note', 'Disk of MAWA_DATA: only 10.0\u00a0GB of 250.0\u00a0GB free.'],
    [4e9, 100e9, 'wrong', 'Disk of MAWA_DATA: nearly full, 4.0\u00a0GB of 100.0\u00a0GB free.'],
    [0.9e9, 5e9, 'wrong', 'Disk of MAWA_DATA: nearly full, 0.9\u00a0GB of 5.0\u00a0GB free.'],
  ])('%d of %d bytes free', (free, all, state, text) => {
    expect(diskFinding({ free, all }).state).toBe(state);
    expect(findingWords(diskFinding({ free, all }), 'en').text).toBe(text);
  });

  it.each<[Parameters<typeof scannerFinding>[0], string, string]>([
    [
      'none',
      'note',
      'Virus scanner: none is set (MAWA_CLAMD). Files that are uploaded are not scanned.',
    ],
    [
      { version: 'ClamAV 1.4.3/27800/Tue Nov 24 18:30:00 2026' },
      'good',
      'Virus scanner: ClamAV 1.4.3 answers, its signatures are 2 hours old.',
    ],
    [
      { version: 'ClamAV 1.4.3/27700/Sun Nov 15 20:30:00 2026' },
      'note',
      'Virus scanner: its signatures are 9 days old.',
    ],
    [{ version: 'ClamAV 1.4.3' }, 'wrong', 'Virus scanner: ClamAV 1.4.3 has no signatures.'],
    [
      { reason: 'refused' },
      'wrong',
      'Virus scanner: it does not answer (refused). No file can be uploaded.',
    ],
  ])('of a virus scanner: %j is %s', (answer, state, text) => {
    const found = scannerFinding(answer, new Date('2026-11-24T20:30:00Z'));
    expect([found.state, findingWords(found, 'en').text]).toEqual([state, text]);
  });

  it('tells a mail server that answers from one that does not, and from none', () => {
    expect(mailFinding('none').state).toBe('note');
    expect(mailFinding('up').state).toBe('good');
    const silent = mailFinding({ error: 'refused' });
    expect([silent.state, findingWords(silent, 'en').text]).toEqual([
      'wrong',
      'Mail: the server does not accept Mawa (refused).',
    ]);
  });

  const reached: AddressFacts = {
    url: 'https://mawa.example.org',
    behindTls: true,
    trustsProxy: true,
    answer: { status: 200, leftMs: 60 * DAY_MS, share: 0.66, trusted: true },
    error: null,
  };
  it.each<[string, Partial<AddressFacts>, string[]]>([
    ['all well', {}, []],
    ['none is set', { url: null }, []],
    ['without MAWA_TLS', { behindTls: false }, ['tls_missing']],
    [
      'a proxy without Mawa behind it',
      { answer: { status: 502, leftMs: 60 * DAY_MS, share: 0.66, trusted: true } },
      ['address_wrong'],
    ],
    [
      'a certificate that ends in a week',
      { answer: { status: 200, leftMs: 7 * DAY_MS, share: 0.08, trusted: true } },
      ['certificate_ends'],
    ],
    [
      'one for twelve hours',
      { answer: { status: 200, leftMs: DAY_MS / 4, share: 0.9, trusted: true } },
      [],
    ],
    [
      'one for twelve hours that is not renewed',
      { answer: { status: 200, leftMs: DAY_MS / 4, share: 0.1, trusted: true } },
      ['certificate_ends'],
    ],
    [
      'one that is over',
      { answer: { status: 200, leftMs: -3 * DAY_MS, share: -0.1, trusted: true } },
      ['certificate_expired'],
    ],
    [
      'an authority of one’s own',
      { answer: { status: 200, leftMs: 60 * DAY_MS, share: 0.66, trusted: false } },
      [],
    ],
    ['nobody answers', { answer: null, error: 'no answer' }, ['address_silent']],
  ])('the address: %s', (_, change, wrong) =>
    expect(
      addressFindings({ ...reached, ...change })
        .filter(({ state }) => state === 'wrong')
        .map(({ key }) => key),
    ).toEqual(wrong),
  );
});

import { fitOf } from './master-keys-in-use';

const key = (id: string) => ({ id, master: Buffer.alloc(32) });

describe('a key file beside a database', () => {
  const file = { ...key('new'), previous: [key('before')] };

  it.each([
    ['without keys', [], 'all'],
    ['of the master key in use', ['new'], 'all'],
    ['in the midst of a rotation', ['before', 'new'], 'all'],
    ['that lost a master key', ['earlier', 'new'], 'some'],
    ['of another installation', ['other', 'earlier'], 'none'],
  ] as const)('%s', (_, used, fit) => expect(fitOf(used, file)).toBe(fit));
});

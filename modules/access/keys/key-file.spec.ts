import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMasterKey, createKeyFile, readKeyFile, readKeyFileText, wrapKeyFile } from './key-file';
import type { KeyWrapping } from './key-wrapping';

/** A device that turns the bytes around. */
const device: KeyWrapping = {
  kind: 'pkcs11',
  wrap: (key) => ({
    by: 'pkcs11',
    device: 'Mawa',
    key: 'mawa key file',
    keyId: 'a1',
    wrapped: Buffer.from(key).reverse(),
  }),
  unwrap: ({ wrapped }) => Buffer.from(wrapped).reverse(),
};

describe('a key file that is changed', () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'mawa-key-file-'));
  const path = join(folder, 'mawa.key.json');
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('stays wrapped by a rotation that began before it was wrapped', () => {
    createKeyFile(path);
    const open = fs.openSync;
    // The other command is done just before this one takes the file beside it.
    const opening = jest.spyOn(fs, 'openSync').mockImplementationOnce((...call) => {
      wrapKeyFile(path, device);
      return open(...call);
    });
    try {
      addMasterKey(path, device);
    } finally {
      opening.mockRestore();
    }
    expect(readKeyFileText(path).wrapping).toMatchObject({ device: 'Mawa' });
    expect(readKeyFile(path, device).previous).toHaveLength(1);
  });
});

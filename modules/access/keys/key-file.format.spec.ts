import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyCheckValue } from './key-file';
import { type KeyFile, keyFileText, openKeyFile, parseKeyFile } from './key-file.format';
import { type KeyWrapping, KeyWrappingError, type WrappedKey } from './key-wrapping';

/** A device with one key, as a token answers. */
function device(keyId = 'a1', key = randomBytes(32)): KeyWrapping & { asked: number } {
  return {
    kind: 'pkcs11',
    asked: 0,
    wrap(plain): WrappedKey {
      const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
      const wrapped = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return { by: this.kind, device: 'Mawa', key: 'mawa key file', keyId, wrapped };
    },
    unwrap({ wrapped }) {
      this.asked += 1;
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
      decipher.setAuthTag(wrapped.subarray(-16));
      try {
        return Buffer.concat([decipher.update(wrapped.subarray(0, -16)), decipher.final()]);
      } catch {
        throw new KeyWrappingError('another key');
      }
    },
  };
}

const file: KeyFile = {
  id: 'of-now',
  master: randomBytes(32),
  documents: randomBytes(32),
  previous: [{ id: 'of-before', master: randomBytes(32) }],
};
const inBase64 = [file.master, file.documents, file.previous[0]!.master].map((key) =>
  key.toString('base64'),
);

describe('the text of a key file', () => {
  it('in clear is as it was before tokens, and opens without one', () => {
    const text = keyFileText(file, null);
    expect(JSON.parse(text)).toEqual({
      id: 'of-now',
      master: inBase64[0],
      documents: inBase64[1],
      previous: [{ id: 'of-before', master: inBase64[2] }],
    });
    expect(openKeyFile(parseKeyFile(text), null)).toEqual(file);
    expect(openKeyFile(parseKeyFile(text), device())).toEqual(file);
  });

  it('wrapped shows the name of the master key and what wrapped it, and no key', () => {
    const text = keyFileText(file, device());
    expect(Object.keys(JSON.parse(text))).toEqual(['id', 'wrapping', 'keys']);
    for (const key of inBase64) expect(text).not.toContain(key);
    const { wrapping } = parseKeyFile(text);
    expect(wrapping).toMatchObject({ by: 'pkcs11', device: 'Mawa', key: 'mawa key file' });
  });

  it('wrapped opens to the same keys and the same check value, by one question to the device', () => {
    const token = device();
    const opened = openKeyFile(parseKeyFile(keyFileText(file, token)), token);
    expect(opened).toEqual(file);
    expect(keyCheckValue(opened)).toBe(keyCheckValue(file));
    expect(token.asked).toBe(1);
  });

  it('is wrapped under a new key each time', () => {
    const token = device();
    const [one, other] = [keyFileText(file, token), keyFileText(file, token)].map(
      (text) => JSON.parse(text) as { keys: string; wrapping: { wrapped: string } },
    );
    expect(one!.keys).not.toBe(other!.keys);
    expect(one!.wrapping.wrapped).not.toBe(other!.wrapping.wrapped);
  });

  it('wrapped does not open without the device, and says what is to be configured', () => {
    const text = parseKeyFile(keyFileText(file, device()));
    expect(() => openKeyFile(text, null)).toThrow(
      /wrapped by the key "mawa key file" of "Mawa" \(pkcs11\), which is not configured: MAWA_PKCS11_MODULE/,
    );
    expect(() => openKeyFile(text, { ...device(), kind: 'vault' })).toThrow(/not configured/);
    expect(() => openKeyFile(text, device())).toThrow('another key');
  });

  it('wrapped does not open where a byte or the name of the master key was changed', () => {
    const token = device();
    const text = JSON.parse(keyFileText(file, token)) as { id: string; keys: string };
    const keys = Buffer.from(text.keys, 'base64');
    keys[40]! ^= 1;
    for (const changed of [{ id: 'other' }, { keys: keys.toString('base64') }])
      expect(() =>
        openKeyFile(parseKeyFile(JSON.stringify({ ...text, ...changed })), token),
      ).toThrow('The key file was changed since it was wrapped');
  });

  it.each([
    ['nothing', ''],
    ['half of one', keyFileText(file, null).slice(0, 60)],
    ['no object', '"key"'],
    ['a wrapped one without its keys', '{"id":"a","wrapping":{"by":"pkcs11"}}'],
    ['a key of 31 bytes', JSON.stringify({ id: 'a', master: 'AAAA', documents: inBase64[1] })],
  ])('is refused where it is %s', (_, text) => expect(() => parseKeyFile(text)).toThrow());
});

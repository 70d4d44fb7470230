import { readFileSync, writeSync } from 'node:fs';
import { KeyWrappingError } from '../key-wrapping';
import type { Pkcs11Answer, Pkcs11Reply, Pkcs11Request } from './pkcs11-request';
import { saysDeviceIsGone, saysOtherKey, type TokenKey, TokenSession } from './token-session';

/**
 * The process reads one request from standard input, writes the response to descriptor 3 (the library may print to the
 * others) and exits.
 */
const ANSWER = 3;

/** Additional authenticated data of a wrapped key, which bind it to its use in a key file. */
const contextOf = (key: TokenKey): Buffer => Buffer.from(`mawa\0key file\0${key.id}`);

function work(request: Pkcs11Request): Pkcs11Answer {
  const { settings } = request;
  return TokenSession.use(request, (session) => {
    const { label: token, serial } = session.token;
    const answer = { token, serial };
    switch (request.act) {
      case 'describe':
        return { ...answer, keyId: session.keyWithLabel(settings.key)?.id ?? null };
      case 'make_key':
        if (session.keyWithLabel(settings.key))
          throw new KeyWrappingError(`The token "${token}" has a key "${settings.key}" already`);
        return { ...answer, keyId: session.makeKey(settings.key).id };
      case 'wrap': {
        const key = usable(session.keyWithLabel(settings.key), settings.key, token);
        const bytes = session.encrypt(key, contextOf(key), Buffer.from(request.plain, 'base64'));
        return { ...answer, keyId: key.id, bytes: bytes.toString('base64') };
      }
      case 'unwrap': {
        const key = session.keyWithId(request.keyId);
        if (!key)
          throw new KeyWrappingError(
            `The token "${token}" has not the key that wrapped the key file (id ${request.keyId})`,
          );
        const bytes = opened(session, key, Buffer.from(request.wrapped, 'base64'));
        return { ...answer, keyId: key.id, bytes: bytes.toString('base64') };
      }
    }
  });
}

function usable(key: TokenKey | null, label: string, token: string): TokenKey {
  if (!key)
    throw new KeyWrappingError(
      `The token "${token}" has no AES key "${label}": mawa keys token --make-key`,
    );
  if (!key.isKeptInside)
    throw new KeyWrappingError(
      `The key "${label}" may leave the token "${token}" (CKA_SENSITIVE, CKA_EXTRACTABLE): take another one`,
    );
  return key;
}

function opened(session: TokenSession, key: TokenKey, wrapped: Buffer): Buffer {
  try {
    return session.decrypt(key, contextOf(key), wrapped);
  } catch (error) {
    if (!saysOtherKey(error)) throw error;
    throw new KeyWrappingError(
      `The key file was wrapped by another key than the one of the token "${session.token.label}" with the id ${key.id}, or was changed`,
      { cause: error },
    );
  }
}

function reply(): Pkcs11Reply {
  const request = JSON.parse(readFileSync(0, 'utf8')) as Pkcs11Request;
  try {
    return { answer: work(request) };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof KeyWrappingError)
      return { error: message, isPinRefusal: error.isPinRefusal };
    const sentence = saysDeviceIsGone(error)
      ? 'was taken away'
      : `did not do what it was asked (${message})`;
    return { error: `The token "${request.settings.token}" ${sentence}`, isPinRefusal: false };
  }
}

writeSync(ANSWER, JSON.stringify(reply()));

import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { PasskeyOptions } from '../../modules/access';

interface Answer {
  /** In place of what an honest browser and authenticator would say. */
  readonly origin?: string;
  readonly relyingParty?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
}

const [PRESENT, VERIFIED, WITH_KEY] = [0x01, 0x04, 0x40] as const;
const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A device that makes one passkey (ES256) and signs with it, and the browser beside it. */
export class PasskeyDevice {
  readonly id = randomBytes(32);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private counter = 0;

  /** What a browser sends of a new passkey (WebAuthn, "Registration Ceremony"). */
  create({ origin, create }: PasskeyOptions, wish: Answer = {}): string {
    const clientData = this.clientData('webauthn.create', create!.challenge, { origin, ...wish });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const authenticatorData = Buffer.concat([
      this.head(create!.rp.id!, WITH_KEY, wish),
      Buffer.alloc(16),
      length,
      this.id,
      isoCBOR.encode(coseKey(this.keys.publicKey)),
    ]);
    const attestation = isoCBOR.encode(
      new Map<string, never>(
        Object.entries({
          fmt: 'none',
          attStmt: new Map(),
          authData: new Uint8Array(authenticatorData),
        }) as never,
      ),
    );
    return this.sent({
      clientDataJSON: text(clientData),
      attestationObject: text(attestation),
      transports: ['internal'],
    });
  }

  /** What a browser sends of a signature (WebAuthn, "Authentication Ceremony"). */
  sign({ origin, get }: PasskeyOptions, wish: Answer = {}): string {
    const clientData = this.clientData('webauthn.get', get!.challenge, { origin, ...wish });
    this.counter += 1;
    const authenticatorData = this.head(get!.rpId!, 0, wish);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    return this.sent({
      clientDataJSON: text(clientData),
      authenticatorData: text(authenticatorData),
      signature: text(sign('sha256', signed, this.keys.privateKey)),
    });
  }

  private clientData(type: string, challenge: string, wish: Answer): Buffer {
    const { origin } = wish;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...wish }));
  }

  private head(relyingParty: string, flags: number, wish: Answer): Buffer {
    const rest = Buffer.alloc(5);
    rest[0] = PRESENT | flags | (wish.userVerified === false ? 0 : VERIFIED);
    rest.writeUInt32BE(wish.counter ?? this.counter, 1);
    return Buffer.concat([sha256(wish.relyingParty ?? relyingParty), rest]);
  }

  private sent(response: object): string {
    const id = text(this.id);
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response,
    });
  }
}

/** RFC 9053: EC2, ES256, P-256. */
function coseKey(key: KeyObject): Map<number, number | Uint8Array> {
  const { x, y } = key.export({ format: 'jwk' });
  const bytes = (part?: string) => new Uint8Array(Buffer.from(part!, 'base64url'));
  return new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ]);
}

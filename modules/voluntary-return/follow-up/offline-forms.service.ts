/**
 * A form that waits on a device for a connection is sealed there to this server: the device holds a text that it
 * cannot open itself. ECDH on P-256 with a key of that one form, HKDF-SHA-256, AES-256-GCM; public/kept-forms.js is
 * the other side.
 */
import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';

export interface SealedOfflineForm {
  /** The device's half of the key, an uncompressed point; base64 as the others. */
  readonly key: string;
  readonly iv: string;
  readonly sealed: string;
}
export interface OfflineForm {
  /** Where it would have been sent. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string | string[]>>;
  readonly keptAt: Date | null;
}

const CURVE = 'prime256v1';
const PURPOSE = 'mawa kept form';
const TAG_BYTES = 16;

@Injectable()
export class OfflineForms {
  private readonly half = createECDH(CURVE);

  constructor(keys: Keys) {
    this.half.setPrivateKey(keys.lasting(PURPOSE));
  }

  /** Public key (base64) to which devices seal forms. */
  publicKey(): string {
    return this.half.getPublicKey('base64');
  }

  /** Decrypts a form, only for the account that filled it in: nobody else with the device can send it. */
  open(actor: Actor, form: SealedOfflineForm, now: Date): OfflineForm {
    const kept = this.opened(form);
    if (kept.user !== actor.userId) throw new DomainError('conflict', 'returns.kept_by_another');
    const at = new Date(kept.at);
    const known = !Number.isNaN(at.getTime()) && at <= now;
    return { action: kept.action, fields: fieldsOf(kept.fields), keptAt: known ? at : null };
  }

  private opened({ key, iv, sealed }: SealedOfflineForm): Content {
    try {
      const half = Buffer.from(key, 'base64');
      const shared = this.half.computeSecret(half);
      const secret = Buffer.from(hkdfSync('sha256', shared, half, PURPOSE, 32));
      const bytes = Buffer.from(sealed, 'base64');
      const opening = createDecipheriv('aes-256-gcm', secret, Buffer.from(iv, 'base64'));
      opening.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = Buffer.concat([opening.update(bytes.subarray(0, -TAG_BYTES)), opening.final()]);
      const content = JSON.parse(text.toString('utf8')) as Partial<Content>;
      if (isContent(content)) return content;
    } catch {
      // Whatever it was, it is no form of this server.
    }
    throw new DomainError('invalid', 'returns.kept_unreadable');
  }
}

interface Content {
  readonly action: string;
  readonly user: string;
  readonly at: string;
  readonly fields: readonly (readonly [string, string])[];
}

const isContent = (content: Partial<Content>): content is Content =>
  [content.action, content.user, content.at].every((one) => typeof one === 'string') &&
  Array.isArray(content.fields) &&
  content.fields.every(
    (one) => Array.isArray(one) && one.length === 2 && one.every((x) => typeof x === 'string'),
  );

/** A repeated name becomes a list, as in a posted form. */
function fieldsOf(pairs: Content['fields']): OfflineForm['fields'] {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withoutSecrets } from '../../../platform/config/secret-files';
import { type KeyWrapping, KeyWrappingError, type WrappedKey } from '../key-wrapping';
import type { Pkcs11Act, Pkcs11Answer, Pkcs11Reply, Pkcs11Settings } from './pkcs11-request';
import { requestThatFailed, TRIES_NO_MORE } from './sign-in-record';

/** Long enough to connect to a token over a network; a running server waits less (KeyRing). */
export const TOKEN_ANSWERS_WITHIN_MS = 30_000;

const PROCESS = join(__dirname, 'pkcs11-process');

/**
 * Wrapping by a PKCS #11 token. The vendor's library runs in a child process for one request, so that it can neither
 * crash nor block the server, and neither it nor the PIN is in the server's memory.
 */
export class Pkcs11Wrapping implements KeyWrapping {
  readonly kind = 'pkcs11';

  constructor(
    private readonly settings: Pkcs11Settings,
    private readonly limitMs = TOKEN_ANSWERS_WITHIN_MS,
  ) {}

  /** A wrapping that tries a corrected PIN once, for commands started by a person. */
  tryingPinAgain(): Pkcs11Wrapping {
    return new Pkcs11Wrapping({ ...this.settings, triesPinAgain: true }, this.limitMs);
  }

  /** Signs in and returns which token and key are in use. */
  describe(): Pkcs11Answer & { readonly key: string } {
    return { ...this.ask({ act: 'describe' }), key: this.settings.key };
  }

  makeKey(): Pkcs11Answer & { readonly key: string } {
    return { ...this.ask({ act: 'make_key' }), key: this.settings.key };
  }

  wrap(key: Buffer): WrappedKey {
    const { token, keyId, bytes } = this.ask({ act: 'wrap', plain: key.toString('base64') });
    return {
      by: this.kind,
      device: token,
      key: this.settings.key,
      keyId: keyId!,
      wrapped: Buffer.from(bytes!, 'base64'),
    };
  }

  unwrap({ keyId, wrapped }: WrappedKey): Buffer {
    const { bytes } = this.ask({ act: 'unwrap', keyId, wrapped: wrapped.toString('base64') });
    return Buffer.from(bytes!, 'base64');
  }

  private ask(act: Pkcs11Act): Pkcs11Answer {
    const id = randomUUID();
    const compiled = existsSync(`${PROCESS}.js`);
    const { error, output, status, signal } = spawnSync(
      process.execPath,
      compiled ? [`${PROCESS}.js`] : ['-r', '@swc-node/register', `${PROCESS}.ts`],
      {
        input: JSON.stringify({ ...act, id, settings: this.settings }),
        env: withoutSecrets(),
        stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
        timeout: this.limitMs,
        killSignal: 'SIGKILL',
      },
    );
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT')
      throw this.withoutAnswer(
        id,
        `The token "${this.settings.token}" did not answer within ${this.limitMs / 1000} s`,
      );
    if (error)
      throw new KeyWrappingError(
        `The process that asks the token "${this.settings.token}" failed: ${error.message}`,
        { cause: error },
      );
    const text = output[3]?.toString() ?? '';
    if (status !== 0 || text === '')
      throw this.withoutAnswer(
        id,
        `MAWA_PKCS11_MODULE: ${this.settings.module} ended its process (${signal ?? status}) ${output[2]?.toString().slice(0, 500) ?? ''}`.trim(),
      );
    const reply = this.replyOf(id, text);
    if ('error' in reply) throw new KeyWrappingError(reply.error, reply);
    return reply.answer;
  }

  private replyOf(id: string, text: string): Pkcs11Reply {
    try {
      return JSON.parse(text) as Pkcs11Reply;
    } catch {
      throw this.withoutAnswer(
        id,
        `MAWA_PKCS11_MODULE: ${this.settings.module} wrote into the answer of its process`,
      );
    }
  }

  /**
   * Error for a child process that gave no response. If it failed during the sign-in, the token may have refused the
   * PIN.
   */
  private withoutAnswer(id: string, sentence: string): KeyWrappingError {
    const isPinRefusal = requestThatFailed(this.settings.signInRecord) === id;
    return new KeyWrappingError(
      isPinRefusal
        ? `${sentence}, while Mawa signed in: ${TRIES_NO_MORE} (${this.settings.pinFile})`
        : sentence,
      { isPinRefusal },
    );
  }
}

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SOFT_TOKEN_LIBRARY = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));

/** A token of SoftHSM in a folder of its own, and the variables by which Mawa and its commands reach it. */
export class SoftToken {
  readonly pinFile: string;
  private readonly tokens: string;

  constructor(
    private readonly folder: string,
    readonly label = 'Mawa',
    private readonly pin = '4321',
  ) {
    this.pinFile = join(folder, 'pin');
    this.tokens = join(folder, 'tokens');
    mkdirSync(this.tokens, { recursive: true });
    writeFileSync(
      join(folder, 'softhsm2.conf'),
      `directories.tokendir = ${this.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    this.writePin(pin);
    this.tool('--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin);
  }

  get variables(): Record<string, string> {
    return {
      SOFTHSM2_CONF: join(this.folder, 'softhsm2.conf'),
      MAWA_PKCS11_MODULE: SOFT_TOKEN_LIBRARY!,
      MAWA_PKCS11_TOKEN: this.label,
      MAWA_PKCS11_PIN_FILE: this.pinFile,
    };
  }

  writePin(pin = this.pin): void {
    writeFileSync(this.pinFile, `${pin}\n`);
    chmodSync(this.pinFile, 0o600);
  }

  /** A key that was made elsewhere, with a label and an id of one's choice. */
  importKey(key: Buffer, label: string, id: string): void {
    const file = join(this.folder, 'imported');
    writeFileSync(file, key);
    const name = ['--label', label, '--id', id];
    this.tool('--import', file, '--aes', '--token', this.label, ...name, '--pin', this.pin);
  }

  /** As a device that is unplugged. */
  disconnect(): void {
    renameSync(this.tokens, `${this.tokens}.away`);
    mkdirSync(this.tokens);
  }

  connect(): void {
    execFileSync('rmdir', [this.tokens]);
    renameSync(`${this.tokens}.away`, this.tokens);
  }

  private tool(...words: string[]): void {
    execFileSync('softhsm2-util', words, {
      env: { ...process.env, SOFTHSM2_CONF: join(this.folder, 'softhsm2.conf') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
}

/** Mails to colleagues: words and numbers, never a name, a case number or a place. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../config/env';
import { isLoopback } from '../config/public-url';

export interface Mail {
  /** Message-ID; the same for every attempt, so that a mail received twice is shown once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends, or throws. */
export abstract class Mailer {
  /** Whether mails go to the people they are for, and not into a folder of this machine. */
  abstract readonly isConnected: boolean;
  abstract send(mail: Mail): Promise<void>;
  /** Signs in to the server and sends nothing, or throws. */
  abstract verify(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** Loaded with the first mail, not with the server. */
const nodemailer = () => require('nodemailer') as typeof import('nodemailer');

/** Sends by the organisation's own SMTP server, which gets nothing but the mail. */
class SmtpMailer extends Mailer {
  readonly isConnected = true;
  private readonly open;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    const limits = { connectionTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
    // No mail crosses a network in clear, unless the operator writes `?requireTLS=false` behind the address.
    const requireTLS = !isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
    this.open = () =>
      nodemailer().createTransport({ requireTLS, ...limits, disableFileAccess: true, url });
  }

  async send(mail: Mail): Promise<void> {
    await this.open().sendMail(messageOf(mail, this.from));
  }

  async verify(): Promise<void> {
    await this.open().verify();
  }
}

/** Into a folder, where one can open it: for a programme without a mail server, and while building. */
class FileMailer extends Mailer {
  readonly isConnected = false;
  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    const transport = nodemailer().createTransport({ streamTransport: true, buffer: true });
    const { message } = await transport.sendMail(messageOf(mail, this.from));
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${mail.id}.eml`);
    await writeFile(`${path}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${path}.part`, path);
  }

  async verify(): Promise<void> {}
}

const messageOf = ({ id, to, subject, text }: Mail, from: string) => ({
  from,
  to,
  subject,
  text,
  messageId: `<${id}@mawa>`,
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
});

export const openMailer = ({ MAWA_MAIL_URL, MAWA_MAIL_FROM, MAWA_DATA }: Env): Mailer =>
  MAWA_MAIL_URL
    ? new SmtpMailer(MAWA_MAIL_URL, MAWA_MAIL_FROM)
    : new FileMailer(join(MAWA_DATA, 'mail'), MAWA_MAIL_FROM);

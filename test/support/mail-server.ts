import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A mail server of this machine that keeps what it gets. */
export interface MailServer {
  readonly url: string;
  /** Each as it came, headers first. */
  readonly mails: string[];
  refuse(isRefusing: boolean): void;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: string[] = [];
  let isRefusing = false;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString()));
      stream.on('end', () => {
        if (!isRefusing) mails.push(text);
        done(isRefusing ? new Error('no') : null);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (refusing) => (isRefusing = refusing),
    stop: () => new Promise((closed) => server.close(closed)),
  };
}

/** The words of a mail as they are read: base64 and quoted-printable undone. */
export function wordsOf(eml: string): string {
  const [head = '', ...paragraphs] = eml.split('\r\n\r\n');
  const body = paragraphs.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

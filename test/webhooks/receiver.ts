import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ReceivedEvent {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
  readonly data: Record<string, string>;
}

/** A receiver of webhooks, as an agency would run one. */
export class Receiver {
  readonly received: ReceivedEvent[] = [];
  /** What it answers; null: it closes the connection without an answer. */
  status: number | null = 200;
  headers: Record<string, string> = {};
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        if (this.status === null) return void request.socket.destroy();
        const { type, data } = JSON.parse(body) as Pick<ReceivedEvent, 'type' | 'data'>;
        const id = String(request.headers['webhook-id']);
        this.received.push({ id, headers: request.headers, body, type, data });
        response.writeHead(this.status, this.headers).end('words that Mawa does not keep');
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((done) => receiver.server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get address(): string {
    return `${this.origin}/mawa`;
  }

  clear(): void {
    this.received.length = 0;
    this.status = 200;
    this.headers = {};
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}

/** By the library of the specification, at the instant of the programme. Throws where the signature is not right. */
export function verify(secret: string, { body, headers }: ReceivedEvent, now: Date): unknown {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now.getTime());
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    clock.mockRestore();
  }
}

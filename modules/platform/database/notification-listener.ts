import { Client } from 'pg';
import { outsideTrace } from '../shared/trace';

/** Receives the payload of a notification; null after the connection was lost, when some may have been missed. */
export type NotificationHandler = (payload: string | null) => void;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A line that broke without a word shows itself by this question. */
const ASK_MS = 30_000;

/**
 * The one LISTEN connection of this process. It is opened for the first handler and reopened whenever it is lost;
 * handlers are then called with null.
 */
export class NotificationListener {
  private readonly handlers = new Map<string, Set<NotificationHandler>>();
  private client: Client | null = null;
  private opening = false;
  private pause = FIRST_PAUSE_MS;
  private timer?: NodeJS.Timeout;
  private asking?: NodeJS.Timeout;
  private closed = false;

  constructor(private readonly url: string) {}

  /** Channels are names of our own, never anybody's words. */
  on(channel: string, handler: NotificationHandler): void {
    if (!/^[a-z_]{1,40}$/.test(channel)) throw new Error(`no channel is named ${channel}`);
    const known = this.handlers.get(channel);
    if (known) return void known.add(handler);
    this.handlers.set(channel, new Set([handler]));
    if (this.client) this.client.query(`LISTEN ${channel}`).catch(() => this.lost());
    else outsideTrace(() => void this.open());
  }

  /** True while the connection is open. */
  get stands(): boolean {
    return this.client !== null;
  }

  private async open(): Promise<void> {
    if (this.opening || this.closed) return;
    this.opening = true;
    const client = new Client({
      connectionString: this.url,
      application_name: 'mawa-listening',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel, payload }) => this.notify(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.handlers.keys()) await client.query(`LISTEN ${channel}`);
      this.opening = false;
      if (this.closed) return void client.end().catch(() => undefined);
      this.client = client;
      this.pause = FIRST_PAUSE_MS;
      this.asking = setInterval(() => {
        client.query('SELECT 1').catch(() => this.lost(client));
      }, ASK_MS).unref();
      // From here on nothing is missed; what happened before is not known.
      for (const channel of this.handlers.keys()) this.notify(channel, null);
    } catch {
      this.opening = false;
      client.end().catch(() => undefined);
      this.later();
    }
  }

  private lost(client = this.client): void {
    if (this.client === null || client !== this.client) return;
    clearInterval(this.asking);
    this.client = null;
    client.end().catch(() => undefined);
    this.later();
  }

  private later(): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.open(), this.pause).unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  private notify(channel: string, payload: string | null): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.asking);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  /** Nest's own word for "the application ends". */
  onModuleDestroy(): Promise<void> {
    return this.close();
  }
}

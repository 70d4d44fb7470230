import { PassThrough } from 'node:stream';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { may, Sessions } from '../../access';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { NotificationListener } from '../../platform/database/notification-listener';
import { lacksSecondFactor } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import { boardUpdateOf, readChange, type BoardChange } from './changes.rules';
import { boardsWatched } from './watchers.metrics';

export interface WatchRequest {
  readonly token: string;
  readonly userId: string;
  /** A board of one shelter. */
  readonly shelterId: string | null;
  /** When its page was made: later changes are sent at once. */
  readonly since: Date;
}

interface Watcher extends WatchRequest {
  readonly stream: PassThrough;
  /** Not sent yet; kept while it cannot be checked whether the watcher may read them. */
  waiting: (BoardChange | null)[];
}

/** Changes in quick succession (a family in four beds, a night that closes) are sent as one. */
const GATHER_MS = 120;
const BEAT_MS = 20_000;
/**
 * Interval at which sessions are checked again, in one statement: a board closes at most this long after its session
 * ends.
 */
const CHECK_MS = 4_000;
/** A browser opens at most six lines to a house: with more boards than this the oldest one stops. */
const BOARDS_A_PERSON = 4;
/** Maximum unread bytes; slower readers are disconnected. */
const UNREAD_BYTES = 64 * 1024;
/** Number of changes kept for boards that reconnect, and tolerated difference between process clocks. */
const REMEMBERED = 200;
const SLACK_MS = 5_000;

/**
 * Open boards of this process, connected by server-sent events. Before anything is sent, and every few seconds, all
 * sessions and permissions are checked again in one statement, without extending the sessions.
 */
@Injectable()
export class BoardWatchers implements OnModuleDestroy {
  private readonly watchers = new Set<Watcher>();
  private remembered: { at: number; change: BoardChange | null }[] = [];
  private gathering?: NodeJS.Timeout;
  private beating?: NodeJS.Timeout;
  private checking?: NodeJS.Timeout;
  private listens = false;
  private isClosed = false;

  constructor(
    private readonly sessions: Sessions,
    private readonly listening: NotificationListener,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  get count(): number {
    return this.watchers.size;
  }

  watch(watch: WatchRequest): PassThrough {
    if (this.isClosed || this.watchers.size >= this.env.MAWA_LIVE_BOARDS) {
      throw new DomainError('unavailable', 'bed-board.too_many');
    }
    this.begin();
    const own = [...this.watchers].filter(({ userId }) => userId === watch.userId);
    for (const oldest of own.slice(0, Math.max(0, own.length - BOARDS_A_PERSON + 1))) {
      this.end(oldest, 'elsewhere');
    }
    const watcher: Watcher = { ...watch, stream: new PassThrough(), waiting: this.missed(watch) };
    this.watchers.add(watcher);
    boardsWatched.set(this.watchers.size);
    watcher.stream.on('close', () => this.forget(watcher));
    watcher.stream.on('error', () => this.forget(watcher));
    watcher.stream.write('retry: 3000\n: the board\n\n');
    if (watcher.waiting.length > 0) this.gather();
    return watcher.stream;
  }

  /** Checks all boards and disconnects those whose session or permission has ended. */
  async beat(): Promise<void> {
    await this.send(': still here\n\n');
  }

  /** Accepts no boards from here on: one that reconnected during shutdown would keep the process alive. */
  onModuleDestroy(): void {
    this.isClosed = true;
    clearTimeout(this.gathering);
    clearInterval(this.beating);
    clearInterval(this.checking);
    for (const watcher of this.watchers) watcher.stream.end();
    this.watchers.clear();
  }

  private begin(): void {
    this.beating ??= setInterval(() => void this.beat(), BEAT_MS).unref();
    this.checking ??= setInterval(() => void this.send(), CHECK_MS).unref();
    if (this.listens) return;
    this.listens = true;
    this.listening.on('mawa_board', (payload) => this.remember(readChange(payload)));
  }

  private remember(change: BoardChange | null): void {
    this.remembered.push({ at: this.clock.now().getTime(), change });
    if (this.remembered.length > REMEMBERED) this.remembered.shift();
    for (const watcher of this.watchers) {
      // Too many changes: the board has to reload everything.
      if (watcher.waiting.length >= REMEMBERED) watcher.waiting = [null];
      else watcher.waiting.push(change);
    }
    this.gather();
  }

  /** Changes since the page was made; null (reload everything) where they are no longer remembered. */
  private missed({ since }: WatchRequest): (BoardChange | null)[] {
    const from = since.getTime() - SLACK_MS;
    const [oldest] = this.remembered;
    if (!this.listening.stands || !oldest || oldest.at > from)
      return this.remembered.length ? [null] : [];
    return this.remembered.filter(({ at }) => at > from).map(({ change }) => change);
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      void this.send();
    }, GATHER_MS).unref();
  }

  private async send(beat = ''): Promise<void> {
    const all = [...this.watchers];
    if (all.length === 0) return;
    let actors;
    try {
      actors = await this.sessions.actorsOf(all.map(({ token }) => token));
    } catch {
      return; // Without the sessions no permission can be checked: the changes wait for the next beat.
    }
    for (const watcher of all) {
      const actor = actors.get(watcher.token);
      if (!actor || lacksSecondFactor(actor) || !may(actor, 'beds:board'))
        this.end(watcher, 'over');
      else this.sendUpdates(watcher, beat);
    }
  }

  private sendUpdates(watcher: Watcher, beat: string): void {
    const { stream, shelterId } = watcher;
    const news = watcher.waiting.length > 0 ? boardUpdateOf(watcher.waiting, shelterId) : null;
    watcher.waiting = [];
    if (stream.writableLength > UNREAD_BYTES) return void stream.destroy();
    if (news) stream.write(`event: changed\ndata: ${JSON.stringify(news)}\n\n`);
    else if (beat) stream.write(beat);
  }

  private end(watcher: Watcher, why: 'over' | 'elsewhere'): void {
    watcher.stream.end(`event: ${why}\ndata:\n\n`);
    this.forget(watcher);
  }

  private forget(watcher: Watcher): void {
    this.watchers.delete(watcher);
    boardsWatched.set(this.watchers.size);
  }
}

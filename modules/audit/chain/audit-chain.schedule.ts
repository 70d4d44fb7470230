import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { loggedError } from '../../platform/shared/logged-error';
import { AuditAnchors } from './anchor-audit.service';
import { AuditSealer } from './audit-sealer.service';

const SEAL_EVERY_MS = 1_000;
const ANCHOR_EVERY_MS = 60_000;

/** Each worker seals and keeps anchors of its own: a clock in the process, since a queue would be work for every second. */
@Injectable()
export class AuditChainSchedule implements BeforeApplicationShutdown {
  private readonly log = new Logger('audit');
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private anchoredAt = -Infinity;
  private hasFailed = false;

  constructor(
    private readonly sealer: AuditSealer,
    private readonly anchors: AuditAnchors,
  ) {}

  start(): void {
    this.next(0);
  }

  /** Jobs and requests that end later are sealed by the next worker. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private next(afterMs: number): void {
    this.timer = setTimeout(() => {
      this.running = this.tick().then(() => {
        if (this.timer) this.next(SEAL_EVERY_MS);
      });
    }, afterMs).unref();
  }

  private async tick(): Promise<void> {
    try {
      await this.sealer.seal();
      if (performance.now() - this.anchoredAt >= ANCHOR_EVERY_MS) {
        // A log server that is not found is tried again in a minute, and not each second.
        this.anchoredAt = performance.now();
        await this.anchors.anchor();
      }
      this.hasFailed = false;
    } catch (error) {
      // Without a database each second would be a line of the log.
      if (!this.hasFailed)
        this.log.error(`the audit log is not sealed: ${loggedError(error).words}`);
      this.hasFailed = true;
    }
  }
}

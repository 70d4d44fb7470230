import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { DATABASE_URL, ENV } from '../../platform/config/env.token';
import { Clock } from '../../platform/shared/clock';
import { checkHealth, type SectionHealth } from './check-health';

const LIMIT_MS = 5_000;
/** The first page does not wait longer for the checks: it shows the last ones, or says that they go on. */
const GLANCE_MS = 1_000;
/** Several who open the page at once, and one who reloads it, cause one check. */
const KEPT_MS = 5_000;

/** Health as a web process can ask for it. */
@Injectable()
export class InstallationHealth {
  private kept: { readonly until: number; readonly sections: Promise<SectionHealth[]> } | null =
    null;
  private last: SectionHealth[] | null = null;

  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    private readonly clock: Clock,
  ) {}

  check(): Promise<SectionHealth[]> {
    const now = performance.now();
    if (!this.kept || this.kept.until < now)
      this.kept = { until: now + KEPT_MS, sections: this.runChecks() };
    return this.kept.sections;
  }

  /** What the checks found, or found last where they take long; null before their first end. */
  async glance(): Promise<SectionHealth[] | null> {
    const running = this.check();
    // Where the page does not wait for them, nobody else hears that they failed.
    running.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<SectionHealth[] | null>((resolve) => {
      timer = setTimeout(() => resolve(this.last), GLANCE_MS);
    });
    try {
      return await Promise.race([running, waited]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async runChecks(): Promise<SectionHealth[]> {
    this.last = await checkHealth({
      env: this.env,
      appUrl: this.databaseUrl,
      ownerUrl: this.env.DATABASE_OWNER_URL ?? null,
      now: this.clock.now(),
      limitMs: LIMIT_MS,
    });
    return this.last;
  }
}

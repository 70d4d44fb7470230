import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { DATABASE_URL, ENV } from '../../platform/config/env.token';
import { Clock } from '../../platform/shared/clock';
import { checkHealth, type SectionHealth } from './check-health';

const LIMIT_MS = 3_000;
/** Several who look at once, and one who reloads, ask once. */
const KEPT_MS = 2_000;

/** Health as a web process can ask for it. */
@Injectable()
export class InstallationHealth {
  private kept: { readonly until: number; readonly sections: Promise<SectionHealth[]> } | null =
    null;

  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    private readonly clock: Clock,
  ) {}

  look(): Promise<SectionHealth[]> {
    const now = performance.now();
    if (!this.kept || this.kept.until < now)
      this.kept = { until: now + KEPT_MS, sections: this.ask() };
    return this.kept.sections;
  }

  private ask(): Promise<SectionHealth[]> {
    return checkHealth({
      env: this.env,
      appUrl: this.databaseUrl,
      ownerUrl: this.env.DATABASE_OWNER_URL ?? null,
      now: this.clock.now(),
      limitMs: LIMIT_MS,
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import type { Tx } from '../../platform/database/transactions';
import type { LocalMoment } from './appointment.rules';

/** Current local day and time of the programme. */
@Injectable()
export class LocalTime {
  constructor(@Inject(ENV) private readonly env: Env) {}

  of({ now, today }: Pick<Tx, 'now' | 'today'>): LocalMoment {
    const local = new Date(now.getTime() + this.env.MAWA_OFFSET_MINUTES * 60_000);
    return { today, clock: local.toISOString().slice(11, 16) };
  }
}

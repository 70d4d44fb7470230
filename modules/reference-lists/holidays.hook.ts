import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { publicHolidaysIn } from './public-holidays.queries';

/** As far as the calendar is asked for: later days are typed by mistake. */
const DAYS_AHEAD = 731;

/** Gives each page a function that loads future public holidays; called only by pages with a date field. */
@Injectable()
export class HolidaysHook {
  constructor(private readonly transactions: Transactions) {}

  register(fastify: FastifyInstance): void {
    fastify.addHook('preHandler', (request, _reply, done) => {
      const { actor, language } = request.mawa;
      if (actor) request.mawa = { ...request.mawa, readHolidays: () => this.read(actor, language) };
      done();
    });
  }

  private read(actor: Actor, language: Language): Promise<Record<string, string>> {
    return this.transactions.run(actor, async (tx) => {
      const holidays = await publicHolidaysIn(tx, tx.today, addDays(tx.today, DAYS_AHEAD));
      return Object.fromEntries(
        [...holidays].map(([day, names]) => [
          day,
          translate(language, 'common:holiday', { name: names[language] }),
        ]),
      );
    });
  }
}

import { Injectable } from '@nestjs/common';
import { HomePanels, type HomeRow } from '../../../home';
import { Transactions } from '../../../platform/database/transactions';
import { translate } from '../../../platform/web/i18n';
import { openBreaches } from '../breach.queries';
import { isOutstanding } from '../breach.rules';
import { breachReference, timeWords } from '../breach.view';
import { summariesOf } from '../breaches.service';

const SHOWN = 5;

/** Open breaches and the notices that are due next, for those who decide on them; nothing while there is none. */
@Injectable()
export class BreachesPanel {
  constructor(panels: HomePanels, transactions: Transactions) {
    panels.add({
      key: 'breaches',
      roles: ['programme_officer', 'case_supervisor'],
      permission: 'breaches:read',
      order: 5,
      load: async (actor, language) => {
        const summaries = await transactions.run(actor, async (tx) =>
          summariesOf(tx, await openBreaches(tx)),
        );
        if (summaries.length === 0) return null;
        const say = (key: string, params = {}) => translate(language, `breaches:${key}`, params);
        const due = summaries
          .flatMap(({ breach, deadlines }) => deadlines.map((one) => ({ ...one, id: breach.id })))
          .filter(({ status }) => isOutstanding(status))
          .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
        const rows = due
          .slice(0, SHOWN)
          .map(({ id, recipient, dueAt, status }): HomeRow => ({
            text: `${breachReference(id)} · ${say(`recipient.${recipient}.name`)}`,
            path: `/breaches/${id}`,
            until: {
              at: dueAt.toISOString(),
              words: timeWords(language, status),
              tone: status.state === 'overdue' ? 'danger' : 'warning',
            },
          }));
        return {
          title: say('title'),
          icon: 'lock-open',
          waits: true,
          sections: [
            {
              title: null,
              figures: [
                {
                  label: say('open'),
                  count: summaries.length,
                  path: '/breaches',
                  tone: 'danger' as const,
                },
              ],
              lists:
                rows.length === 0
                  ? []
                  : [
                      {
                        title: say('next_notices'),
                        rows,
                        rest:
                          due.length > SHOWN
                            ? {
                                path: '/breaches',
                                words: say('all_notices', { count: due.length }),
                              }
                            : null,
                      },
                    ],
            },
          ],
        };
      },
    });
  }
}

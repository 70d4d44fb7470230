import { Injectable } from '@nestjs/common';
import { HomePanels, type HomeSection } from '../../home';
import { Transactions } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import { countOpenAlarms } from '../alarms/alarms.service';
import { latestVerifications } from '../verifications/verifications.queries';

/** The first page of an auditor: alarms that are open, and what the last verification of the audit log found. */
@Injectable()
export class OversightPanel {
  constructor(panels: HomePanels, transactions: Transactions) {
    panels.add({
      key: 'oversight',
      roles: ['auditor'],
      permission: 'alarms:read',
      order: 20,
      load: async (actor, language) => {
        const { alarms, last } = await transactions.run(actor, async (tx) => ({
          alarms: await countOpenAlarms(tx),
          last: (await latestVerifications(tx, 1))[0] ?? null,
        }));
        const say = (key: string, params = {}) =>
          translate(language, `home:oversight.${key}`, params);
        const findings = last?.findingCount ?? 0;
        const verified: HomeSection = {
          title: say('log'),
          path: '/audit/verifications',
          ...(last === null
            ? { notes: [{ text: say('never'), path: '/audit/verifications', tone: 'warning' }] }
            : {
                notes: [
                  findings === 0
                    ? { text: say('unchanged'), path: '/audit/verifications', tone: 'good' }
                    : {
                        text: say('findings', { total: findings }),
                        path: '/audit/verifications',
                        tone: 'danger',
                      },
                ],
                lists: [
                  {
                    title: say('last'),
                    rows: [
                      {
                        text: say('rows', { total: last.rowCount }),
                        path: '/audit/verifications',
                        at: last.at.toISOString(),
                      },
                    ],
                    rest: null,
                  },
                ],
              }),
        };
        return {
          title: say('title'),
          icon: 'list-search',
          waits: alarms > 0 || findings > 0,
          sections: [
            {
              title: null,
              figures: [
                {
                  label: say('alarms'),
                  count: alarms,
                  path: '/alarms',
                  ...(alarms > 0 ? { tone: 'danger' as const } : {}),
                },
              ],
            },
            verified,
          ],
        };
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { translate } from '../../platform/web/i18n';
import { ReceivedReferrals } from '../received.service';
import { awaitsAnswer } from '../referral-states.rules';

/** First page of a partner: referrals that it has not answered. */
@Injectable()
export class ReceivedPanel {
  constructor(panels: HomePanels, received: ReceivedReferrals) {
    panels.add({
      key: 'received',
      roles: ['partner_viewer'],
      permission: 'referrals:received',
      order: 10,
      load: async (actor, language) => {
        // Nothing is sent to an account of no organisation, and it has no list.
        if (actor.organisationId === null) return null;
        const say = (key: string, params = {}) =>
          translate(language, `home:received.${key}`, params);
        const waiting = (await received.list(actor)).referrals
          .filter(({ state }) => awaitsAnswer(state))
          .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
        return {
          title: say('title'),
          icon: 'inbox',
          waits: waiting.length > 0,
          sections: [
            waiting.length === 0
              ? {
                  title: null,
                  notes: [{ text: say('none'), path: '/received', tone: 'good' as const }],
                }
              : {
                  title: null,
                  // All of them: the list of what was received holds the answered ones too.
                  lists: [
                    {
                      title: say('waiting', { total: waiting.length }),
                      rows: waiting.map(({ id, what, reference, urgency, dueAt }) => ({
                        text: what[language],
                        path: `/received/${id}`,
                        more: reference,
                        until: {
                          at: dueAt.toISOString(),
                          ...(urgency === 'urgent' ? { tone: 'danger' as const } : {}),
                        },
                      })),
                      rest: null,
                    },
                  ],
                },
          ],
        };
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { translate } from '../../platform/web/i18n';
import { publishedCard } from '../distribution/distribution.view';
import { Publications } from '../distribution/publications.service';

const SHOWN = 5;

/** The first page of a donor and of the commission: the reports published to them, and the public figures. */
@Injectable()
export class PublishedPanel {
  constructor(panels: HomePanels, publications: Publications) {
    panels.add({
      key: 'published',
      roles: ['donor_viewer', 'commission_officer'],
      permission: 'reports:published',
      order: 20,
      load: async (actor, language) => {
        const say = (key: string, params = {}) => translate(language, key, params);
        const cards = (await publications.published(actor)).map((report) =>
          publishedCard(report, language),
        );
        return {
          title: say('home:published.title'),
          icon: 'report-analytics',
          waits: false,
          sections: [
            {
              title: null,
              figures: [
                { label: say('home:published.count'), count: cards.length, path: '/reports' },
              ],
              lists:
                cards.length === 0
                  ? []
                  : [
                      {
                        title: say('home:published.latest'),
                        rows: cards
                          .slice(0, SHOWN)
                          .map((card) => ({
                            text: card.title,
                            path: `/reports/${card.id}`,
                            more: card.period,
                            at: card.publishedAt.toISOString(),
                          })),
                        rest:
                          cards.length > SHOWN
                            ? { path: '/reports', words: say('home:all', { total: cards.length }) }
                            : null,
                      },
                    ],
              rest: { path: `/public/${language}`, words: say('home:published.public') },
            },
          ],
        };
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { translate } from '../../platform/web/i18n';
import { BreakGlass } from '../access/break-glass.service';

const SHOWN = 5;

/** Files that somebody opened in an emergency, and whose opening nobody has reviewed. */
@Injectable()
export class ReviewsPanel {
  constructor(panels: HomePanels, glass: BreakGlass) {
    panels.add({
      key: 'reviews',
      roles: ['case_supervisor'],
      permission: 'break-glass:review',
      order: 20,
      load: async (actor, language) => {
        const waiting = await glass.waiting(actor);
        if (waiting.length === 0) return null;
        const say = (key: string, params = {}) => translate(language, key, params);
        return {
          title: say('case-access:reviews.title'),
          icon: 'lock-open',
          waits: true,
          sections: [
            {
              title: null,
              figures: [
                {
                  label: say('home:reviews.waiting'),
                  count: waiting.length,
                  path: '/break-glass/reviews',
                  tone: 'warning',
                },
              ],
              lists: [
                {
                  title: say('home:reviews.which'),
                  rows: waiting
                    .slice(0, SHOWN)
                    .map(({ id, caseNumber, cause, by, at }) => ({
                      text: say(`case-access:cause.${cause}`),
                      path: `/break-glass/reviews/${id}`,
                      caseNumber,
                      more: by,
                      at: at.toISOString(),
                    })),
                  rest:
                    waiting.length > SHOWN
                      ? {
                          path: '/break-glass/reviews',
                          words: say('home:all', { total: waiting.length }),
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

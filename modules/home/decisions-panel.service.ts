import { Injectable } from '@nestjs/common';
import { ROLES } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { DecisionSources } from './decision-sources.service';
import { HomePanels } from './home-panels.service';

const SHOWN = 6;

/** The first page: what waits for the word of this very person, and stands nowhere among their tasks. */
@Injectable()
export class DecisionsPanel {
  constructor(panels: HomePanels, sources: DecisionSources) {
    panels.add({
      key: 'decisions',
      roles: ROLES,
      permission: 'decisions:read',
      order: 12,
      load: async (actor, language) => {
        const { total, decisions } = await sources.besidesTasks(actor, language);
        if (total === 0) return null;
        return {
          title: translate(language, 'home:decisions.title'),
          icon: 'gavel',
          waits: true,
          sections: [
            {
              title: null,
              figures: [
                {
                  label: translate(language, 'home:decisions.waiting'),
                  count: total,
                  path: '/decisions',
                  tone: 'warning',
                },
              ],
              lists: [
                {
                  title: translate(language, 'home:decisions.oldest'),
                  rows: decisions
                    .slice(0, SHOWN)
                    .map((one) => ({
                      text: one.words,
                      path: one.path,
                      caseNumber: one.caseNumber,
                      at: one.since.toISOString(),
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

import { Injectable } from '@nestjs/common';
import { ROLES } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { DecisionSources, type WaitingDecision } from './decision-sources.service';
import { HomePanels } from './home-panels.service';

const SHOWN = 6;

/** The oldest, at least one of each kind: a kind of which everything is recent is not overlooked. */
function oldestOfEachKind(decisions: readonly WaitingDecision[]): readonly WaitingDecision[] {
  const first = new Set(
    [...new Set(decisions.map(({ source }) => source))].map((kind) =>
      decisions.find(({ source }) => source === kind),
    ),
  );
  for (const one of decisions) if (first.size < SHOWN) first.add(one);
  return decisions.filter((one) => first.has(one));
}

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
        const shown = oldestOfEachKind(decisions);
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
                  rows: shown.map((one) => ({
                    text: one.words,
                    path: one.path,
                    caseNumber: one.caseNumber,
                    at: one.since.toISOString(),
                  })),
                  rest:
                    total > shown.length
                      ? { path: '/decisions', words: translate(language, 'home:all', { total }) }
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

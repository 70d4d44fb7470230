import { Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel } from '../../home';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { type CaseloadRanking, Caseloads } from '../caseload.service';

const OFFICERS_SHOWN = 6;

/** The first page of a supervisor: how the open files are spread, the most loaded first. */
@Injectable()
export class CaseloadPanel {
  constructor(panels: HomePanels, caseloads: Caseloads) {
    panels.add({
      key: 'caseload',
      roles: ['case_supervisor'],
      permission: 'caseload:read',
      order: 30,
      load: async (actor, language) =>
        caseloadPanel(await caseloads.ranking(actor, OFFICERS_SHOWN), language),
    });
  }
}

function caseloadPanel(
  { shown, officers, plansWaiting, contactDays }: CaseloadRanking,
  language: Language,
): HomePanelModel | null {
  if (officers === 0) return null;
  const say = (key: string, params = {}) => translate(language, key, params);
  const most = Math.max(1, shown[0]!.openCases);
  return {
    title: say('plans:caseload.title'),
    icon: 'users',
    waits: plansWaiting > 0,
    sections: [
      {
        title: null,
        bars: shown.map(({ userId, name, openCases, overdue, withoutContact }) => ({
          label: name,
          path: `/caseload?officer=${userId}#files`,
          used: openCases,
          most,
          words: [
            say('home:caseload.open', { total: openCases }),
            overdue > 0 && say('home:caseload.overdue', { total: overdue }),
            withoutContact > 0 &&
              say('home:caseload.without', { total: withoutContact, days: contactDays }),
          ]
            .filter(Boolean)
            .join(' · '),
          ...(withoutContact > 0 ? { tone: 'warning' as const } : {}),
        })),
        figures: [
          {
            label: say('plans:caseload.to_approve', { count: plansWaiting }),
            count: plansWaiting,
            path: '/caseload',
            ...(plansWaiting > 0 ? { tone: 'warning' as const } : {}),
          },
        ],
        rest:
          officers > shown.length ? { path: '/caseload', words: say('home:caseload.all') } : null,
      },
      {
        title: null,
        rest: {
          path: '/people/without-contact',
          words: say('plans:contact.title', { count: contactDays }),
        },
      },
    ],
  };
}

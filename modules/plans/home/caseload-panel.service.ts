import { Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel } from '../../home';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { Caseloads, type OfficerLoad } from '../caseload.service';

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
      load: async (actor, language) => {
        const { officers, next, contactDays } = await caseloads.list(actor, null);
        return caseloadPanel(officers, { hasMore: next !== null, contactDays }, language);
      },
    });
  }
}

function caseloadPanel(
  officers: readonly OfficerLoad[],
  { hasMore, contactDays }: { readonly hasMore: boolean; readonly contactDays: number },
  language: Language,
): HomePanelModel | null {
  if (officers.length === 0) return null;
  const say = (key: string, params = {}) => translate(language, key, params);
  const most = Math.max(1, ...officers.map(({ openCases }) => openCases));
  const plans = officers.reduce((sum, { plansWaiting }) => sum + plansWaiting, 0);
  const shown = [...officers].sort((a, b) => b.openCases - a.openCases).slice(0, OFFICERS_SHOWN);
  return {
    title: say('plans:caseload.title'),
    icon: 'users',
    waits: plans > 0,
    sections: [
      {
        title: null,
        // The first page of a list by name is no ranking.
        bars: (hasMore ? [] : shown).map(
          ({ userId, name, openCases, overdue, withoutContact }) => ({
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
          }),
        ),
        // The list goes on: its own counts are those of one page.
        figures: hasMore
          ? []
          : [
              {
                label: say('plans:caseload.waiting'),
                count: plans,
                path: '/caseload',
                ...(plans > 0 ? { tone: 'warning' as const } : {}),
              },
            ],
        rest:
          hasMore || officers.length > OFFICERS_SHOWN
            ? { path: '/caseload', words: say('home:caseload.all') }
            : null,
      },
    ],
  };
}

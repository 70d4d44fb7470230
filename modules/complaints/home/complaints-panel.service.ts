import { Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel } from '../../home';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { listModel } from '../complaint.view';
import { type ComplaintList, ReadComplaints } from '../read-complaints.service';

const SHOWN = 6;
const FIRST_PAGE = { closed: false, page: 1 };

/** The first page of a focal point: complaints that wait, by their deadline, and not a word of them. */
@Injectable()
export class ComplaintsPanel {
  constructor(panels: HomePanels, reading: ReadComplaints) {
    panels.add({
      key: 'complaints',
      roles: ['focal_point'],
      permission: 'complaints:handle',
      order: 10,
      load: async (actor, language) =>
        complaintsPanel(await reading.list(actor, FIRST_PAGE), language),
    });
  }
}

function complaintsPanel(list: ComplaintList, language: Language): HomePanelModel {
  const say = (key: string, params = {}) => translate(language, `home:${key}`, params);
  const { complaints } = listModel(list, FIRST_PAGE, language);
  const late = complaints.filter(({ due }) => due?.late).length;
  return {
    title: say('complaints.title'),
    icon: 'mail',
    waits: complaints.some(({ due }) => due !== null),
    sections: [
      {
        title: null,
        // Only the size of one page of the list is known here.
        figures:
          list.next === null
            ? [
                {
                  label: say('complaints.open'),
                  ...(late > 0 ? { hint: say('complaints.late', { total: late }) } : {}),
                  count: complaints.length,
                  path: '/complaints',
                  ...(late > 0 ? { tone: 'danger' as const } : {}),
                },
              ]
            : [],
        lists:
          complaints.length === 0
            ? []
            : [
                {
                  title: say('complaints.next'),
                  rows: complaints
                    .slice(0, SHOWN)
                    .map((one) => ({
                      text: `${one.mark} · ${one.kindWords}`,
                      path: `/complaints/${one.id}`,
                      more: [one.stageWords, one.handler].filter(Boolean).join(' · '),
                      ...(one.due
                        ? {
                            until: {
                              at: one.due.at.toISOString(),
                              ...(one.due.late
                                ? { tone: 'danger' as const }
                                : one.due.colour === 'warning'
                                  ? { tone: 'warning' as const }
                                  : {}),
                            },
                          }
                        : {}),
                    })),
                  rest:
                    complaints.length > SHOWN || list.next !== null
                      ? { path: '/complaints', words: say('complaints.all') }
                      : null,
                },
              ],
      },
    ],
  };
}

import { Inject, Injectable } from '@nestjs/common';
import { HomePanels, type HomePanelModel } from '../../home';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import type { Language } from '../../platform/shared/actor';
import { addDays } from '../../platform/shared/nights.rules';
import { formatDate, formatTime } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { UnpaidAwards } from '../awards/awards.service';
import { type ComingHearings, HearingCalendars } from '../hearings/calendar.service';

const SHOWN = 6;

/** Next hearings and unpaid awards on the first page of legal officers; deadlines are tasks of the same page. */
@Injectable()
export class HearingsPanel {
  constructor(
    @Inject(ENV) private readonly env: Env,
    panels: HomePanels,
    calendars: HearingCalendars,
    awards: UnpaidAwards,
  ) {
    panels.add({
      key: 'hearings',
      roles: ['legal_officer'],
      permission: 'hearings:see',
      order: 20,
      load: async (actor, language) =>
        this.model(await calendars.coming(actor, SHOWN), await awards.count(actor), language),
    });
  }

  private model(
    { today, next, total }: ComingHearings,
    unpaid: { readonly total: number },
    language: Language,
  ): HomePanelModel {
    const say = (key: string, params = {}) => translate(language, key, params);
    const soon = addDays(today, 1);
    return {
      title: say('legal:hearings.title'),
      icon: 'gavel',
      waits: next.some(({ day }) => day === today),
      sections: [
        {
          title: null,
          figures: [
            { label: say('home:hearings.coming'), count: total, path: '/hearings' },
            { label: say('home:hearings.awards'), count: unpaid.total, path: '/legal/awards' },
          ],
          lists:
            next.length === 0
              ? []
              : [
                  {
                    title: say('home:hearings.next'),
                    rows: next.map((one) => ({
                      text: `${formatDate(one.day, language)} ${formatTime(one.startsAt, this.env.MAWA_OFFSET_MINUTES)} · ${say(`legal:hearing_kind.${one.kind}`)}`,
                      path: `/people/${one.caseId}/legal/${one.proceedingId}#hearing-${one.id}`,
                      caseNumber: one.caseNumber,
                      more: `${one.court[language]} · ${one.officer}`,
                      ...(one.day <= soon
                        ? {
                            until: {
                              at: one.startsAt.toISOString(),
                              words: say(
                                one.day === today
                                  ? 'home:hearings.today'
                                  : 'home:hearings.tomorrow',
                              ),
                              tone: 'warning' as const,
                            },
                          }
                        : {}),
                    })),
                    rest:
                      total > next.length
                        ? { path: '/hearings', words: say('home:all', { total }) }
                        : null,
                  },
                ],
        },
      ],
    };
  }
}

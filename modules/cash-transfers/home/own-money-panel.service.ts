import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { formatMoney } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { partnerModel } from '../partner.view';
import { Partners } from '../partners.queries';

/** The first page of a partner that holds money: what it has still to justify, and what of it is late. */
@Injectable()
export class OwnMoneyPanel {
  constructor(panels: HomePanels, partners: Partners) {
    panels.add({
      key: 'own-money',
      roles: ['partner_viewer'],
      permission: 'partner-returns:own',
      order: 20,
      load: async (actor, language) => {
        const open = (await partners.list(actor))
          .filter(({ confirmed, closed }) => confirmed && !closed)
          .map((row) => partnerModel({ ...row, rating: null }, language));
        if (open.length === 0) return null;
        const say = (key: string, params = {}) =>
          translate(language, `home:own_money.${key}`, params);
        return {
          title: translate(language, 'budget:partners.own.title'),
          icon: 'coins',
          waits: open.some(({ isOverdue }) => isOverdue),
          sections: open.map((row) => ({
            title: row.reference,
            path: `/own-money/${row.id}`,
            figures: [
              {
                label: say('outstanding'),
                amount: formatMoney(row.outstanding, row.currency, language),
                path: `/own-money/${row.id}`,
                ...(row.isOverdue && {
                  hint: say('overdue', {
                    age: row.bands.at(-1)!.label,
                    amount: formatMoney(row.overdue, row.currency, language),
                  }),
                  tone: 'danger' as const,
                }),
              },
              ...(row.toCheck === 0
                ? []
                : [{ label: say('to_check'), count: row.toCheck, path: `/own-money/${row.id}` }]),
            ],
          })),
        };
      },
    });
  }
}

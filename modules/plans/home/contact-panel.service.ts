import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { translate } from '../../platform/web/i18n';
import { Contacts } from '../contacts.service';

/** The first page of an officer: in how many of their cases nobody was met or reached for a while. */
@Injectable()
export class ContactPanel {
  constructor(panels: HomePanels, contacts: Contacts) {
    panels.add({
      key: 'contact',
      roles: ['reintegration_officer'],
      permission: 'people:without-contact',
      order: 40,
      load: async (actor, language) => {
        const { days, total } = await contacts.count(actor);
        const title = translate(language, 'plans:contact.title', { count: days });
        const figure = {
          label: translate(language, 'plans:contact.files', { count: total }),
          count: total,
          path: '/people/without-contact',
          ...(total > 0 ? { tone: 'warning' as const } : {}),
        };
        return {
          title,
          icon: 'clock',
          waits: total > 0,
          sections: [{ title: null, figures: [figure] }],
        };
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { translate } from '../../platform/web/i18n';
import { mayAnswer, Overrides } from '../overrides/overrides.service';

/** Asked to set a rule aside, and held only until somebody has answered. */
@Injectable()
export class OverridesPanel {
  constructor(panels: HomePanels, overrides: Overrides) {
    panels.add({
      key: 'overrides',
      roles: ['shelter_manager', 'case_supervisor'],
      permission: 'overrides:agree',
      order: 15,
      load: async (actor, language) => {
        const asked = (await overrides.list(actor)).filter((one) => mayAnswer(actor, one));
        if (asked.length === 0) return null;
        return {
          title: translate(language, 'overrides:title'),
          icon: 'alert-triangle',
          waits: true,
          sections: [
            {
              title: null,
              figures: [
                {
                  label: translate(language, 'home:overrides.asked'),
                  count: asked.length,
                  path: '/beds/overrides',
                  tone: 'danger',
                },
              ],
            },
          ],
        };
      },
    });
  }
}

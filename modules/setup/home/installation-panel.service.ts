import { Injectable } from '@nestjs/common';
import { Users, waitsForReader } from '../../access';
import { HomePanels, type HomeSection } from '../../home';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { SectionHealth } from '../health/check-health';
import { healthModel } from '../health/health.view';
import { InstallationHealth } from '../health/installation-health.service';

const HEALTH_PATH = '/admin/health';

/** The first page of an administrator: the health of the installation in a line, and accounts that wait. */
@Injectable()
export class InstallationPanel {
  constructor(panels: HomePanels, health: InstallationHealth, users: Users) {
    panels.add({
      key: 'installation',
      roles: ['administrator'],
      permission: 'health:read',
      order: 20,
      load: async (actor, language) => {
        const accounts = await users.list(actor);
        const say = (key: string, params = {}) => translate(language, `home:${key}`, params);
        const waiting = accounts.filter((user) => waitsForReader(user, actor)).length;
        const resets = accounts.filter(({ resetRequested }) => resetRequested).length;
        const sections = await health.glance();
        const figure = (label: string, count: number) => ({
          label,
          count,
          path: '/admin',
          ...(count > 0 ? { tone: 'warning' as const } : {}),
        });
        return {
          title: say('installation.title'),
          icon: 'heartbeat',
          waits: waiting + resets > 0,
          sections: [
            { title: null, notes: healthNotes(sections, language) },
            {
              title: null,
              figures: [
                figure(say('installation.to_confirm'), waiting),
                figure(say('installation.resets'), resets),
              ],
            },
          ],
        };
      },
    });
  }
}

/** Null: the checks have not ended yet. */
function healthNotes(
  sections: readonly SectionHealth[] | null,
  language: Language,
): HomeSection['notes'] {
  const say = (key: string, params = {}) => translate(language, `home:installation.${key}`, params);
  if (sections === null) {
    return [{ text: say('checking'), path: HEALTH_PATH, tone: 'warning' }];
  }
  const { wrong, notes } = healthModel(sections, language);
  if (wrong > 0) {
    return [{ text: say('wrong', { total: wrong, notes }), path: HEALTH_PATH, tone: 'danger' }];
  }
  return notes > 0
    ? [{ text: say('notes', { total: notes }), path: HEALTH_PATH, tone: 'warning' }]
    : [{ text: say('good'), path: HEALTH_PATH, tone: 'good' }];
}

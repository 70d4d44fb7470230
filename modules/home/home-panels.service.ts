import { Injectable, Logger } from '@nestjs/common';
import { may, type Permission } from '../access';
import type { Actor, Language, Role } from '../platform/shared/actor';
import { loggedError } from '../platform/shared/logged-error';
import { translate } from '../platform/web/i18n';
import type { HomePanelModel } from './home-panel.types';

export interface HomePanel {
  readonly key: string;
  readonly roles: readonly Role[];
  /** That of the list behind its figures; some role of the panel has it. */
  readonly permission: Permission;
  /** Place on the page: 10 for what cannot wait, 50 for what is good to know. */
  readonly order: number;
  /** Null where there is nothing to show to this actor. */
  readonly load: (actor: Actor, language: Language) => Promise<HomePanelModel | null>;
}

export type ShownPanel = HomePanelModel & Pick<HomePanel, 'key'>;

/** A port: modules say what of theirs waits for a role, so that the first page does not import them all. */
@Injectable()
export class HomePanels {
  private readonly log = new Logger('home');
  private readonly panels: HomePanel[] = [];

  add(panel: HomePanel): void {
    if (this.panels.some(({ key }) => key === panel.key)) {
      throw new Error(`two home panels named ${panel.key}`);
    }
    this.panels.push(panel);
    this.panels.sort((a, b) => a.order - b.order || a.key.localeCompare(b.key));
  }

  /** One after the other: each is a transaction of its own, and a page takes no more than one connection. */
  async of(actor: Actor, language: Language): Promise<ShownPanel[]> {
    const shown: ShownPanel[] = [];
    for (const { key, roles, permission, load } of this.panels) {
      if (!may(actor, permission) || !roles.some((role) => actor.roles.includes(role))) continue;
      const model = await load(actor, language).catch((error: unknown) => {
        const { words, frames } = loggedError(error);
        this.log.error(`panel ${key}: ${words}`, frames);
        return unreadable(language);
      });
      if (model) shown.push({ key, ...model });
    }
    return shown;
  }
}

/** One panel that cannot be read leaves the others on the page. */
const unreadable = (language: Language): HomePanelModel => ({
  title: translate(language, 'home:unreadable.title'),
  icon: 'alert-triangle',
  waits: true,
  sections: [
    {
      title: null,
      notes: [{ text: translate(language, 'home:unreadable.text'), tone: 'warning' }],
    },
  ],
});

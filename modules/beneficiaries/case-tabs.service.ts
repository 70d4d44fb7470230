import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { CASE_PARTS, may, type CasePart, type Permission } from '../access';
import { Transactions } from '../platform/database/transactions';
import { allowedParts } from './show-identity.service';

/** One page of a person's file, of whichever module keeps what stands on it. */
export interface CaseTab {
  /** Last part of the address, `/people/<id>/<key>`. */
  readonly key: string;
  /** A key of the locales. */
  readonly label: string;
  readonly icon: string;
  readonly permission: Permission;
  readonly part: CasePart;
  /** Place in the row: 10 for what is opened every day; from 60 on it is rare and stands under “more”. */
  readonly order: number;
}

/** A port: modules that keep things about a person put their page into the row above the file. */
const RARE = 60;

@Injectable()
export class CaseTabs {
  private readonly tabs: CaseTab[] = [];

  constructor(private readonly transactions: Transactions) {}

  add(tab: CaseTab): void {
    this.tabs.push(tab);
    this.tabs.sort((a, b) => a.order - b.order || a.key.localeCompare(b.key));
  }

  /**
   * The row for `{{> case-tabs tabs=tabs}}`; `current` is a tab's key, or '' for the file itself.
   * `parts` is what the actor may see of this case, where the caller has it at hand.
   */
  async row(
    actor: Actor,
    language: Language,
    caseId: string,
    current: string,
    parts?: readonly string[],
  ) {
    const seen =
      parts ?? (await this.transactions.run(actor, (tx) => allowedParts(tx, caseId, CASE_PARTS)));
    const own = this.tabs.filter(
      ({ permission, part }) => may(actor, permission) && seen.includes(part),
    );
    const tabs = [{ key: '', label: 'people:file.overview', icon: 'id', order: 0 }, ...own].map(
      ({ key, label, icon, order }) => ({
        label: translate(language, label),
        icon,
        path: key === '' ? `/people/${caseId}` : `/people/${caseId}/${key}`,
        current: key === current,
        rare: order >= RARE,
      }),
    );
    // Where one is, is always seen.
    return {
      shown: tabs.filter((tab) => !tab.rare || tab.current),
      more: tabs.filter((tab) => tab.rare && !tab.current),
    };
  }
}

export type CaseTabRow = Awaited<ReturnType<CaseTabs['row']>>;

import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { may, type CasePart, type Permission } from '../access';
import { Transactions, type Tx } from '../platform/database/transactions';
import { type CaseHeader, caseHeaderModel, CaseHeaders } from './case-header.service';

/** Tab of a case, registered by the module that owns the page. */
export interface CaseTab {
  /** Last part of the address, `/people/<id>/<key>`. */
  readonly key: string;
  /** A key of the locales. */
  readonly label: string;
  readonly icon: string;
  readonly permission: Permission;
  readonly part: CasePart;
  /** Position: 10 for daily pages; tabs from 60 on are listed under "more". */
  readonly order: number;
}

const RARE = 60;

/** A port: modules that keep things about a person put their page into the row above the file, under its header. */
@Injectable()
export class CaseTabs {
  private readonly tabs: CaseTab[] = [];

  constructor(
    private readonly transactions: Transactions,
    private readonly headers: CaseHeaders,
  ) {}

  add(tab: CaseTab): void {
    this.tabs.push(tab);
    this.tabs.sort((a, b) => a.order - b.order || a.key.localeCompare(b.key));
  }

  /** The row for `{{> case-tabs tabs=tabs}}`; `current` is a tab's key, or '' for the file itself. */
  row(actor: Actor, language: Language, caseId: string, current: string): Promise<CaseTabRow> {
    return this.transactions.run(actor, (tx) => this.rowIn(tx, language, caseId, current));
  }

  async rowIn(tx: Tx, language: Language, caseId: string, current: string): Promise<CaseTabRow> {
    const header = await this.headers.of(tx, caseId);
    return this.rowUnder(header, { actor: tx.actor, language, caseId, current });
  }

  /** Where the header was read already. */
  rowUnder(header: CaseHeader | null, { actor, language, caseId, current }: TabRowOf) {
    const seen = header?.facts.parts ?? [];
    const own = this.tabs.filter(
      ({ permission, part }) => may(actor, permission) && seen.includes(part),
    );
    const pathOf = (key: string) => (key === '' ? `/people/${caseId}` : `/people/${caseId}/${key}`);
    const tabs = [{ key: '', label: 'people:file.overview', icon: 'id', order: 0 }, ...own].map(
      ({ key, label, icon, order }) => ({
        label: translate(language, label),
        icon,
        path: pathOf(key),
        current: key === current,
        rare: order >= RARE,
      }),
    );
    const back = tabs.find((tab) => tab.current)?.path ?? pathOf('');
    // Where one is, is always seen.
    return {
      header: header && caseHeaderModel(header, { caseId, back, language }),
      shown: tabs.filter((tab) => !tab.rare || tab.current),
      more: tabs.filter((tab) => tab.rare && !tab.current),
    };
  }
}

interface TabRowOf {
  readonly actor: Actor;
  readonly language: Language;
  readonly caseId: string;
  readonly current: string;
}

export type CaseTabRow = ReturnType<CaseTabs['rowUnder']>;

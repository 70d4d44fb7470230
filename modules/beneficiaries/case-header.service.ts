import { Injectable } from '@nestjs/common';
import { labelOf } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { type Alert, CaseAlerts, type CaseNotices } from './case-alerts.service';
import { caseHeaderOf, type CaseHeaderRow } from './case-header.queries';
import { ListedNames, type NamesOfPage } from './listed-names/listed-names.service';

export interface CaseHeader {
  readonly facts: CaseHeaderRow;
  readonly notices: CaseNotices;
  readonly names: NamesOfPage;
}

/** Header on every page of a case: person, status and alerts. */
@Injectable()
export class CaseHeaders {
  constructor(
    private readonly alerts: CaseAlerts,
    private readonly names: ListedNames,
  ) {}

  /** `known`: where the caller has read the notices already. */
  async of(tx: Tx, caseId: string, known?: CaseNotices): Promise<CaseHeader | null> {
    const facts = await caseHeaderOf(tx, caseId);
    if (!facts) return null;
    const notices = known ?? (await this.alerts.of(tx, caseId));
    return { facts, notices, names: await this.names.ofIn(tx, [caseId]) };
  }
}

/** For `{{> case-header}}`; `back` is where the switch of names leads. */
export function caseHeaderModel(
  { facts, notices, names }: CaseHeader,
  { caseId, back, language }: { caseId: string; back: string; language: Language },
) {
  const { caseNumber, stage, officers } = facts;
  return {
    caseNumber,
    path: `/people/${caseId}`,
    name: names.byCase[caseId] ?? null,
    stage: labelOf('stages', stage, language),
    tonight: notices.tonight?.[language] ?? null,
    officers: officers.join(' · '),
    alerts: safetyAlerts(facts, notices, language, `/people/${caseId}`),
    names,
    back,
  };
}

/** Alerts about the safety of the person. */
function safetyAlerts(
  { restricted, mayCall, keptApart, apartFromNetwork }: CaseHeaderRow,
  { alerts }: CaseNotices,
  language: Language,
  file: string,
): Alert[] {
  const alert = (kind: Alert['kind'], key: string, params: object = {}): Alert => ({
    kind,
    text: translate(language, `people:alert.${key}`, { ...params }),
  });
  return [
    ...(restricted ? [alert('warning', 'restricted')] : []),
    ...(mayCall === false ? [alert('danger', 'unsafe_call')] : []),
    ...(mayCall === null ? [alert('warning', 'call_unknown')] : []),
    ...keptApart.map((number) => alert('danger', 'keep_apart', { number })),
    ...alerts.map(({ kind, words, link }) => ({
      kind,
      text: words[language],
      link: link && { path: `${file}/${link.page}`, text: link.words[language] },
    })),
    ...(apartFromNetwork ? [alert('danger', 'network_apart')] : []),
  ];
}

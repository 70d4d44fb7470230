import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { CaseAccess } from '../case-access.service';
import { AbsentColleagues } from './absent-colleagues.service';
import { CaseloadHandovers } from './caseload-handovers.service';
import { Deputies, type Deputy } from './deputies.service';

export interface AbsencesForms {
  readonly deputy?: FormState;
  readonly handover?: FormState;
}

const TONE = { waits: 'warning', coming: 'info', now: 'success', over: 'neutral' } as const;

/** Deputies of absent colleagues, and handing over all files at once. */
@Injectable()
export class AbsencesPage {
  constructor(
    private readonly deputies: Deputies,
    private readonly handovers: CaseloadHandovers,
    private readonly access: CaseAccess,
    private readonly absent: AbsentColleagues,
  ) {}

  async show(
    actor: Actor,
    language: Language,
    { deputy = newForm(), handover = newForm() }: AbsencesForms = {},
  ): Promise<PageView> {
    const words = (key: string, params: object = {}) =>
      translate(language, `absences:${key}`, { ...params });
    const mayName = may(actor, 'deputies:name');
    const mayHandOver = may(actor, 'caseload:hand-over');
    const others = await this.absent.choices(actor, language, await this.access.colleagues(actor));
    const named = (await this.deputies.list(actor)).map((row) => spoken(row, actor, words));
    const sources = mayHandOver ? await this.handovers.sources(actor) : [];
    return page('people/absences', {
      title: words('title'),
      form: { deputy, handover },
      summary: [...deputy.summary, ...handover.summary],
      current: named.filter(({ state }) => state !== 'over'),
      past: named.filter(({ state }) => state === 'over'),
      mayName,
      forOthers: actor.roles.includes('case_supervisor'),
      absent: [{ value: actor.userId, label: words('myself') }, ...others],
      colleagues: others,
      mayHandOver,
      sources: sources.map(({ id, name, closed, cases }) => ({
        value: id,
        label: words(closed ? 'source_closed' : 'source', {
          name: id === actor.userId ? words('myself') : name,
          count: cases,
        }),
      })),
      successors: [
        ...(sources.some(({ id }) => id !== actor.userId)
          ? [{ value: actor.userId, label: words('myself') }]
          : []),
        ...others,
      ],
      done: mayHandOver ? await this.handovers.list(actor) : [],
    });
  }
}

const spoken = (row: Deputy, actor: Actor, words: (key: string) => string) => ({
  ...row,
  stateLabel: words(`state.${row.state}`),
  tone: TONE[row.state],
  mayConfirm:
    row.state === 'waits' &&
    may(actor, 'deputies:confirm') &&
    ![row.givenById, row.deputyId, row.absentId].includes(actor.userId),
  mayEnd:
    row.state !== 'over' &&
    ([row.absentId, row.deputyId].includes(actor.userId) ||
      actor.roles.some((role) => ['case_supervisor', 'administrator'].includes(role))),
});

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { AbsentColleagues } from '../absences/absent-colleagues.service';
import { CaseAccess } from '../case-access.service';
import { CaseTabs } from '../case-tabs.service';
import { CaseTimeline } from '../case-timeline.service';
import type { ListedAccess } from './access-list.rules';
import { BLOCK_SCOPES } from './conflicts.service';
import { accessTimelineEntries } from './access-timeline.queries';
import { type AccessOverview, WhoHasAccess } from './who-has-access.service';

const FORMS = [
  'assign',
  'assignToTeam',
  'handOver',
  'block',
  'restrict',
  'name',
  'answerLift',
] as const;
export type AccessFormName = (typeof FORMS)[number];

/** The page "who sees this file": a file's page of its own, with the forms of each decision. */
@Injectable()
export class AccessPage implements OnModuleInit {
  constructor(
    private readonly who: WhoHasAccess,
    private readonly access: CaseAccess,
    private readonly absent: AbsentColleagues,
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
  ) {}

  onModuleInit(): void {
    this.timeline.add(accessTimelineEntries);
    this.tabs.add({
      key: 'access',
      label: 'case-access:tab',
      icon: 'key',
      permission: 'people:see-access',
      part: 'story',
      order: 80,
    });
  }

  async show(
    actor: Actor,
    id: string,
    language: Language,
    forms: Partial<Record<AccessFormName, FormState>> = {},
  ): Promise<PageView> {
    const overview = await this.who.of(actor, id);
    const colleagues = await this.absent.choices(
      actor,
      language,
      await this.access.colleagues(actor),
    );
    const teams = (await this.access.teams(actor)).map(({ id: value, name: label }) => ({
      value,
      label,
    }));
    const form = Object.fromEntries(FORMS.map((name) => [name, forms[name] ?? newForm()]));
    return page('people/access', {
      title: translate(language, 'case-access:title', { number: overview.caseNumber }),
      path: `/people/${id}`,
      tabs: await this.tabs.row(actor, language, id, 'access'),
      form: form as Record<AccessFormName, FormState>,
      summary: FORMS.flatMap((name) => form[name]!.summary),
      colleagues,
      teams,
      scopes: BLOCK_SCOPES.map((value) => ({
        value,
        label: translate(language, `case-access:scope.${value}`),
      })),
      ...rights(actor, overview),
      ...model(actor, overview, language),
    });
  }
}

const rights = (actor: Actor, { restriction }: AccessOverview) => ({
  mayAssign: may(actor, 'people:assign'),
  mayBlock: may(actor, 'people:block'),
  mayRestrict: may(actor, 'people:restrict'),
  mayName: may(actor, 'people:name'),
  mayConfirmLift: restriction?.liftAskedById !== actor.userId,
});

function model(actor: Actor, overview: AccessOverview, language: Language) {
  const words = (key: string, params: object = {}) =>
    translate(language, `case-access:${key}`, { ...params });
  const spoken = (row: ListedAccess) => ({
    ...row,
    who: row.name ?? words('every_house', { count: row.count }),
    kindLabel: words(`kind.${row.kind}`),
    why: words(`reason.${row.reason}`),
    sees: row.parts.map((part) => words(`part.${part}`)).join(' · '),
    everything: row.reason === 'registered' || row.reason === 'assigned',
    itself: row.principalId === actor.userId,
    mayEnd:
      row.open &&
      (row.kind === 'user' || row.kind === 'team') &&
      may(actor, 'people:assign') &&
      (row.reason === 'assigned' ||
        (row.reason === 'registered' &&
          (row.principalId === actor.userId || actor.roles.includes('case_supervisor')))),
  });
  const { restriction, named } = overview;
  return {
    now: overview.now.map(spoken),
    before: overview.before.map(spoken),
    restriction,
    named: named.map((one) => ({ ...one, itself: one.userId === actor.userId })),
    blocks: overview.blocks.map((block) => ({
      ...block,
      scopeLabel: words(`scope.${block.scope}`),
    })),
  };
}

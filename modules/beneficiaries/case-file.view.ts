/** The model of the case-file page: left who, middle what happened, right what is next. */
import { may } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import type { CaseFile } from './case-file.service';
import type { CaseTabRow } from './case-tabs.service';
import { TIMELINE_KINDS, TIMELINE_SIGNS, type TimelineEntry } from './case-timeline.service';
import { displayName } from './display-name.words';
import { fileAlerts, type Fact, exploitationFacts, factsOf } from './person.words';
import type { Identity } from './show-identity.service';
import { pathModel } from './stages.view';
import type { pictureModel } from './timeline-picture.view';

export interface CaseFileParts {
  readonly actor: Actor;
  readonly language: Language;
  readonly file: CaseFile;
  readonly timeline: readonly TimelineEntry[];
  readonly kind: string | null;
  readonly identity: Identity | null;
  readonly form: FormState;
  readonly tabs: CaseTabRow;
  readonly picture: ReturnType<typeof pictureModel>;
}

/** Where a task is done, of those that this module and the consents know. */
const TASK_PAGES: Record<string, string> = {
  consent: 'consents',
  consent_expires: 'consents',
  notify_partner: 'consents',
  reflection_ends: 'stages',
  assessment_due: 'assessments',
  assessment_approval: 'assessments',
  assessment_returned: 'assessments',
  safety_plan: 'plan#safety',
  urgent_help: 'plan',
  hearing: 'legal',
  hearing_court_closed: 'legal',
  court_order: 'legal',
  measure_ends: 'legal#measures',
  award_unpaid: 'legal',
};

export function caseFileModel(parts: CaseFileParts) {
  const { actor, language, file, timeline, kind, identity, form, tabs, picture } = parts;
  const path = `/people/${file.id}`;
  const words = (key: string, params: object = {}) =>
    translate(language, `people:${key}`, { ...params });
  const shown = timeline.filter((entry) => kind === null || entry.kind === kind);
  const goesOn = file.joinedTo === null;
  const mayChange = goesOn && may(actor, 'people:change') && file.writes.includes('facts');
  return {
    title: words('file.title', { number: file.caseNumber }),
    lead: words('file.registered_on', { day: file.registeredOn }),
    path,
    tabs,
    file,
    alerts: fileAlerts(file, language),
    facts: [...earlierNumberFacts(file, language), ...factsOf(file, language)],
    exploitation: exploitationFacts(file, language),
    family: file.family.map((relative) => ({
      ...relative,
      relationLabel: labelOf('relations', relative.relation, language),
    })),
    mayShow:
      may(actor, 'people:show-identity') &&
      ['identity', 'contact', 'safe_contact'].some((part) => file.parts.includes(part)),
    identity: identity && identitySections(identity, language),
    picture,
    kinds: [
      { label: words('timeline.kind.all'), path, current: kind === null },
      ...TIMELINE_KINDS.filter((one) => timeline.some((entry) => entry.kind === one)).map(
        (one) => ({
          label: words(`timeline.kind.${one}`),
          path: `${path}?kind=${one}`,
          current: kind === one,
        }),
      ),
    ],
    timeline: shown.map((entry) => ({
      icon: TIMELINE_SIGNS[entry.kind],
      at: entry.at,
      text: entry.sentence(language),
      path: entry.path ?? null,
      by: entry.by ?? null,
    })),
    joinedTo: file.joinedTo,
    joined: file.joined.map((one) => ({
      ...one,
      partPath:
        may(actor, 'duplicates:merge') && file.writes.includes('facts')
          ? `/people/${file.id}/joined/${one.mergeId}`
          : null,
    })),
    comparePath: file.perhapsKnown && `/duplicates/${file.perhapsKnown}`,
    tasks: file.tasks.map(({ kind: task, dueAt, overdue }) => ({
      text: words(`file.task.${task}`),
      due: words(overdue ? 'file.overdue' : 'file.due', { day: dueAt }),
      overdue,
      path: TASK_PAGES[task] ? `${path}/${TASK_PAGES[task]}` : null,
    })),
    requestPath:
      goesOn && may(actor, 'requests:open') ? `/beds/requests/new?case=${file.id}` : null,
    servicePath: goesOn && may(actor, 'services:record') ? `/services/new?case=${file.id}` : null,
    taskPath:
      may(actor, 'tasks:make') && file.parts.includes('care') ? `/tasks/new?case=${file.id}` : null,
    way: pathModel(file.stage, file.stages, file.nextStages, language),
    stagesPath: mayChange && file.nextStages.length > 0 ? `${path}/stages#next-stage` : null,
    form,
  };
}

const earlierNumberFacts = ({ earlierNumbers }: CaseFile, language: Language): Fact[] =>
  earlierNumbers.length === 0
    ? []
    : [
        {
          label: translate(language, 'people:import.field.earlierNumber'),
          value: earlierNumbers.join(' · '),
        },
      ];

export interface IdentitySection {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** Safe contact first: it is read before anything that one could reach the person with. */
export function identitySections(identity: Identity, language: Language): IdentitySection[] {
  const words = (key: string) => translate(language, `people:${key}`);
  const fact = (key: string, value: string | null | undefined): Fact[] =>
    value ? [{ label: words(`fields.${key}`), value }] : [];
  const { safeContact, contact, story } = identity;
  const sections: IdentitySection[] = [];
  if (safeContact !== undefined) {
    const { mayCall = null, channel = null } = safeContact ?? {};
    const call = mayCall === null ? words('not_known') : words(mayCall ? 'yes' : 'no');
    sections.push({
      title: words('file.safe_contact'),
      facts: [
        ...fact('safeContact.mayCall', call),
        ...fact('safeContact.safeTimes', safeContact?.safeTimes),
        ...fact('safeContact.channel', channel && labelOf('contact_channels', channel, language)),
        ...fact('safeContact.callerName', safeContact?.callerName),
        ...fact('safeContact.mustNotKnow', safeContact?.mustNotKnow),
      ],
    });
  }
  const who = ({ names: known, birthDate: born, documents: papers }: Identity): Fact[] => [
    ...(known ? [{ label: words('list.name'), value: displayName(known) }] : []),
    ...fact('names.aliases', known?.aliases.join(' · ')),
    ...fact('names.working', known?.working),
    ...fact('birthDate', born && translate(language, 'people:file.day', { day: born })),
    ...(papers ?? []).map(({ kind, number }) => ({
      label: labelOf('document_kinds', kind, language),
      value: number,
    })),
  ];
  if (identity.names !== undefined) {
    sections.push({ title: words('file.identity'), facts: who(identity) });
  }
  for (const other of identity.joined ?? []) {
    const title = translate(language, 'duplicates:joined.known_as', { number: other.caseNumber });
    sections.push({ title, facts: who(other) });
  }
  if (contact !== undefined) {
    sections.push({ title: words('file.contact'), facts: fact('phone', contact?.phone) });
  }
  if (story !== undefined) {
    sections.push({ title: words('new.story_part'), facts: fact('story', story) });
  }
  return sections;
}

/** Years of registration to choose from, the newest first. */
export const yearsUntil = (year: number): number[] =>
  Array.from({ length: Math.max(1, year - 2018) }, (_, back) => year - back);

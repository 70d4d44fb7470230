import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { groupBy } from '../platform/shared/group-by';
import { hasSentence, translate } from '../platform/web/i18n';

export type AboutTasks = ReadonlyMap<string, Readonly<Record<Language, string>>>;

export interface TaskSubject {
  readonly caseId: string | null;
  readonly subjectId: string | null;
}

/** Where a kind of task is done, and whether the act itself closes it. */
export interface TaskKind {
  readonly kind: string;
  readonly icon: string;
  readonly path: (task: TaskSubject) => string | null;
  /** True if only a person can report it as done. */
  readonly byHand: boolean;
  /** It names the one person who may do it: it is not delegated. */
  readonly bound?: boolean;
  /** Description by subject, where a list has several tasks of the kind: title of a form, number of a court file. */
  readonly about?: (tx: Tx, subjectIds: readonly string[]) => Promise<AboutTasks>;
  /** Acts on it are written apart from the audit log. */
  readonly apart?: boolean;
}

const onTheFile = (page: string) => (task: TaskSubject) =>
  task.caseId && `/people/${task.caseId}${page}`;

const onIntake = ({ subjectId }: TaskSubject) => subjectId && `/people/intakes/${subjectId}`;

const KNOWN: readonly TaskKind[] = [
  { kind: 'consent', icon: 'checks', path: onTheFile('/consents'), byHand: false },
  { kind: 'consent_expires', icon: 'clock', path: onTheFile('/consents'), byHand: false },
  { kind: 'notify_partner', icon: 'phone', path: onTheFile('/consents'), byHand: false },
  {
    kind: 'overdue_stay',
    icon: 'bed',
    path: ({ subjectId }) => subjectId && `/beds/bookings/${subjectId}`,
    byHand: false,
  },
  { kind: 'finance', icon: 'coins', path: () => '/budget', byHand: true },
  {
    kind: 'grant_proposal',
    icon: 'file-certificate',
    path: ({ subjectId }) => subjectId && `/budget/grants/proposals/${subjectId}`,
    byHand: false,
  },
  {
    kind: 'grant_condition',
    icon: 'file-certificate',
    path: ({ subjectId }) => subjectId && `/budget/grants/conditions/${subjectId}`,
    byHand: false,
  },
  {
    kind: 'commitment_refused',
    icon: 'shopping-cart',
    path: ({ subjectId }) => subjectId && `/budget/commitments/${subjectId}`,
    byHand: true,
  },
  {
    kind: 'setting_proposal',
    icon: 'settings',
    path: ({ subjectId }) => subjectId && `/admin/settings/proposals/${subjectId}`,
    byHand: false,
  },
  { kind: 'confirm_role', icon: 'user-check', path: () => '/admin', byHand: false },
  { kind: 'deputy_waits', icon: 'user-check', path: () => '/absences', byHand: false },
  {
    kind: 'cases_without_holder',
    icon: 'folders',
    path: ({ subjectId }) => subjectId && `/absences?from=${subjectId}#handover`,
    byHand: true,
  },
  { kind: 'reflection_ends', icon: 'route', path: onTheFile('/stages'), byHand: false },
  {
    kind: 'break_glass',
    icon: 'lock-open',
    path: ({ subjectId }) => subjectId && `/break-glass/reviews/${subjectId}`,
    byHand: false,
    bound: true,
  },
  { kind: 'document_expiry', icon: 'file-text', path: onTheFile('/documents'), byHand: true },
  { kind: 'document_review', icon: 'file-text', path: onTheFile('/documents'), byHand: true },
  { kind: 'erasure', icon: 'eraser', path: () => '/erasures', byHand: false },
  { kind: 'rights_request', icon: 'scale', path: onTheFile('/rights'), byHand: false },
  { kind: 'plan_step', icon: 'target', path: onTheFile('/plan'), byHand: false, bound: true },
  { kind: 'plan_approval', icon: 'target', path: onTheFile('/plan'), byHand: false, bound: true },
  { kind: 'plan_returned', icon: 'target', path: onTheFile('/plan'), byHand: false, bound: true },
  { kind: 'intake_ends', icon: 'player-pause', path: onIntake, byHand: false },
  { kind: 'intake_handed', icon: 'player-pause', path: onIntake, byHand: false },
  {
    kind: 'reading_alarm',
    icon: 'alert-triangle',
    path: ({ subjectId }) => subjectId && `/alarms/${subjectId}`,
    byHand: false,
  },
  {
    kind: 'breach',
    icon: 'lock-open',
    path: ({ subjectId }) => subjectId && `/breaches/${subjectId}`,
    byHand: false,
  },
  { kind: 'audit_finding', icon: 'list-search', path: () => '/audit/verifications', byHand: true },
  { kind: 'own', icon: 'pencil', path: onTheFile(''), byHand: true },
];

/** A kind that nobody described leads to the person's file and is done by a word. */
const UNKNOWN: Omit<TaskKind, 'kind'> = { icon: 'checkbox', path: onTheFile(''), byHand: true };

/**
 * Port: modules that open tasks register their kinds with the page to do them; the text is `people:file.task.<kind>`.
 */
@Injectable()
export class TaskKinds {
  private readonly kinds = new Map(KNOWN.map((kind) => [kind.kind, kind]));

  add(kind: TaskKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`two places for tasks of kind ${kind.kind}`);
    this.kinds.set(kind.kind, kind);
  }

  of(kind: string): TaskKind {
    return this.kinds.get(kind) ?? { kind, ...UNKNOWN };
  }

  /** Kinds of which nothing leaves the application: not even that one waits. */
  apart(): string[] {
    return [...this.kinds.values()].filter(({ apart }) => apart).map(({ kind }) => kind);
  }

  /** Descriptions of all tasks of a list, by subject. */
  async about(
    tx: Tx,
    tasks: readonly { readonly kind: string; readonly subjectId: string | null }[],
  ): Promise<AboutTasks> {
    const found = new Map<string, Readonly<Record<Language, string>>>();
    for (const [kind, own] of groupBy(tasks, (task) => task.kind)) {
      const ids = own.flatMap(({ subjectId }) => subjectId ?? []);
      const about = ids.length === 0 ? undefined : await this.of(kind).about?.(tx, ids);
      for (const [id, words] of about ?? []) found.set(id, words);
    }
    return found;
  }

  words(kind: string, language: Language): string {
    const key = `people:file.task.${kind}`;
    return translate(language, hasSentence(key) ? key : 'plans:task.other');
  }
}

import type { Language } from '../../platform/shared/actor';
import { formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { type ChecklistItem, type Missing, PARTS } from './checklist.rules';

const words = (language: Language, key: string, params = {}): string =>
  translate(language, `setup:${key}`, params);

/** The page that does it; what only the server or another role can do has none. */
const PATHS: Readonly<Record<string, string>> = {
  administrators: '/admin#new-account',
  organisations: '/admin/organisations',
  shelters: '/admin/shelters',
  shelter_managers: '/admin/new-accounts',
  reintegration_officer: '/admin/new-accounts',
  case_supervisor: '/admin/new-accounts',
  programme_officer: '/admin/new-accounts',
  finance_officer: '/admin/new-accounts',
  focal_point: '/admin/new-accounts',
  auditor: '/admin/new-accounts',
  grant: '/budget/grants',
  lists: '/lists',
};

/** Whose pages do it, where they are not those of an administrator. */
const DONE_BY: Readonly<Record<string, string>> = {
  night_rates: 'finance_officer',
  unit_costs: 'finance_officer',
  texts: 'programme_officer',
};

/** Set on the server, by the variable. */
const VARIABLES: Readonly<Record<string, string>> = {
  programme_name: 'MAWA_PROGRAMME',
  public_address: 'MAWA_PUBLIC_URL',
};

const sentenceOf = ({ key, params }: Missing, language: Language): string => {
  const { night, ...others } = params;
  const shown =
    night === undefined ? others : { ...others, night: formatLongDate(night, language) };
  return words(language, `missing.${key}`, shown);
};

function itemModel(item: ChecklistItem, language: Language) {
  const { key, state, confirmation } = item;
  const isOpen = state === 'missing' || state === 'optional';
  const waits = item.missing.some((gap) => gap.key === 'waiting');
  const step = waits ? { path: '/admin', name: 'waiting' } : { path: PATHS[key], name: key };
  const say = (path: string, params = {}) => words(language, path, params);
  return {
    key,
    state,
    isOpen,
    name: say(`item.${key}`),
    stateName: say(`state.${state}`),
    missing: item.missing.map((gap) => sentenceOf(gap, language)),
    prevents: isOpen ? say(`prevents.${key}`) : null,
    how: isOpen && key in DONE_BY ? say(`done_by.${DONE_BY[key]}`) : null,
    path: isOpen ? (step.path ?? null) : null,
    pathName: isOpen && step.path ? say(`go.${step.name}`) : null,
    confirmation,
    asksKeyCheck: key === 'key_copy' && isOpen,
    asksMailCode: key === 'mail' && state === 'missing',
    asksLook: (key === 'lists' || key === 'texts') && isOpen,
    variable: isOpen ? (VARIABLES[key] ?? null) : null,
  };
}

export interface ChecklistModel {
  readonly done: number;
  readonly count: number;
  readonly isComplete: boolean;
  readonly parts: readonly {
    readonly key: string;
    readonly name: string;
    readonly items: readonly ReturnType<typeof itemModel>[];
  }[];
}

export function checklistModel(
  items: readonly ChecklistItem[],
  language: Language,
): ChecklistModel {
  const needed = items.filter(({ state }) => state !== 'optional');
  const done = needed.filter(({ state }) => state === 'done').length;
  const parts = PARTS.map((part) => ({
    key: part,
    name: words(language, `part.${part}`),
    items: items.filter((item) => item.part === part).map((item) => itemModel(item, language)),
  }));
  return { done, count: needed.length, isComplete: done === needed.length, parts };
}

const NEXT_STEPS = 4;

/** The first page: how far, and the next steps in their order. */
export function checklistPanel(items: readonly ChecklistItem[] | null, language: Language) {
  if (items === null) return null;
  const { done, count, parts } = checklistModel(items, language);
  const open = parts.flatMap((part) => part.items.filter(({ state }) => state === 'missing'));
  return { done, count, next: open.slice(0, NEXT_STEPS) };
}

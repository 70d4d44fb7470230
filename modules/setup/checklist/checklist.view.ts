import { may, type Permission } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { type ChecklistItem, type Missing, PARTS } from './checklist.rules';

const words = (language: Language, key: string, params = {}): string =>
  translate(language, `setup:${key}`, params);

interface Step {
  readonly path: string;
  readonly permission: Permission;
  /** Whose pages do it, where they are not those of an administrator: a sentence below `setup:done_by.`. */
  readonly by?: 'finance' | 'grants' | 'nights' | 'programme';
}

const NEW_ACCOUNTS: Step = { path: '/admin/new-accounts', permission: 'users:manage' };

/** The page that does it; what only the server can do has none. */
const STEPS: Readonly<Record<string, Step>> = {
  administrators: { path: '/admin#new-account', permission: 'users:manage' },
  organisations: { path: '/admin/organisations', permission: 'organisations:manage' },
  shelters: { path: '/admin/shelters', permission: 'shelters:manage' },
  shelter_managers: NEW_ACCOUNTS,
  reintegration_officer: NEW_ACCOUNTS,
  case_supervisor: NEW_ACCOUNTS,
  programme_officer: NEW_ACCOUNTS,
  finance_officer: NEW_ACCOUNTS,
  focal_point: NEW_ACCOUNTS,
  auditor: NEW_ACCOUNTS,
  grant: { path: '/budget/grants', permission: 'grants:propose', by: 'grants' },
  night_rates: { path: '/budget/night-rates', permission: 'rates:enter', by: 'finance' },
  unit_costs: { path: '/budget/unit-costs', permission: 'rates:enter', by: 'finance' },
  last_night: { path: '/nights', permission: 'nights:close', by: 'nights' },
  lists: { path: '/lists', permission: 'lists:read' },
  programme_name: { path: '/admin/settings/programme_name', permission: 'settings:propose' },
  texts: { path: '/consent-texts', permission: 'consent-texts:write', by: 'programme' },
};
/** Where an account that waits is confirmed. */
const CONFIRM_ACCOUNTS: Step = { path: '/admin', permission: 'users:manage' };

/** Set on the server, by the variable. */
const VARIABLES: Readonly<Record<string, string>> = { public_address: 'MAWA_PUBLIC_URL' };

const sentenceOf = ({ key, params }: Missing, language: Language): string => {
  const { night, ...others } = params;
  const shown =
    night === undefined ? others : { ...others, night: formatLongDate(night, language) };
  return words(language, `missing.${key}`, shown);
};

const NO_STEP = { path: null, pathName: null, how: null } as const;

/** The page that does what is missing, as far as the reader may open it; else whose it is. */
function nextStep({ key, missing }: ChecklistItem, actor: Actor, language: Language) {
  const waits = missing.some((gap) => gap.key === 'waiting');
  const step = waits ? CONFIRM_ACCOUNTS : STEPS[key];
  if (!step) return NO_STEP;
  if (may(actor, step.permission)) {
    return {
      path: step.path,
      pathName: words(language, `go.${waits ? 'waiting' : key}`),
      how: null,
    };
  }
  return { ...NO_STEP, how: step.by ? words(language, `done_by.${step.by}`) : null };
}

function itemModel(item: ChecklistItem, actor: Actor, language: Language) {
  const { key, state, confirmation } = item;
  const isOpen = state === 'missing' || state === 'optional';
  const say = (path: string, params = {}) => words(language, path, params);
  return {
    key,
    state,
    isOpen,
    name: say(`item.${key}`),
    stateName: say(`state.${state}`),
    missing: item.missing.map((gap) => sentenceOf(gap, language)),
    prevents: isOpen ? say(`prevents.${key}`) : null,
    ...(isOpen ? nextStep(item, actor, language) : NO_STEP),
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
  actor: Actor,
  language: Language,
): ChecklistModel {
  const needed = items.filter(({ state }) => state !== 'optional');
  const done = needed.filter(({ state }) => state === 'done').length;
  const parts = PARTS.map((part) => ({
    key: part,
    name: words(language, `part.${part}`),
    items: items
      .filter((item) => item.part === part)
      .map((item) => itemModel(item, actor, language)),
  }));
  return { done, count: needed.length, isComplete: done === needed.length, parts };
}

const NEXT_STEPS = 4;

/** The first page: how far, and the next steps in their order. */
export function checklistPanel(
  items: readonly ChecklistItem[] | null,
  actor: Actor,
  language: Language,
) {
  if (items === null) return null;
  const { done, count, parts } = checklistModel(items, actor, language);
  const open = parts.flatMap((part) => part.items.filter(({ state }) => state === 'missing'));
  return { done, count, next: open.slice(0, NEXT_STEPS) };
}

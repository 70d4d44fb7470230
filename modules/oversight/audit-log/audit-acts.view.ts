/** Acts of the audit log in words. */
import type { Language } from '../../platform/shared/actor';
import { hasSentence, translate } from '../../platform/web/i18n';
import { ACT_VERBS } from './audit-acts.data';

const ROUTE = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (\/.*)$/;
/** Acts (`people.read`) and permissions that were refused (`people:read`). */
const ACT = /^([a-z_-]+)[.:]([a-z0-9_-]+)$/;

const keyOf = (name: string): string => name.replaceAll('-', '_');

const wordOf = (kind: 'group' | 'verb', name: string, language: Language): string | null => {
  const key = `audit-acts:${kind}.${keyOf(name)}`;
  return hasSentence(key) ? translate(language, key) : null;
};

/** In some groups a verb means something else: of a bed to free it, of a report to make it public. */
function verbIn(group: string, verb: string, language: Language): string | null {
  const own = `audit-acts:own_verb.${keyOf(group)}_${keyOf(verb)}`;
  return hasSentence(own) ? translate(language, own) : wordOf('verb', verb, language);
}

/** "Case files: read"; of what nobody gave words, its code. */
export function actWords(language: Language, action: string): string {
  const [, method, route] = ROUTE.exec(action) ?? [];
  if (route) {
    const isReading = method === 'GET' || method === 'HEAD';
    return translate(language, isReading ? 'audit:asked_for' : 'audit:sent_to', { route });
  }
  const [, group, verb] = ACT.exec(action) ?? [];
  const words = group && verb && [wordOf('group', group, language), verbIn(group, verb, language)];
  if (!words || words.includes(null)) return action;
  return translate(language, 'audit:act_line', { group: words[0], verb: words[1] });
}

export interface ActChoiceGroup {
  readonly label: string;
  /** All acts of the group, then each. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** For the filter: groups in the order of their words. */
export function actChoices(language: Language): readonly ActChoiceGroup[] {
  const groups = Object.entries(ACT_VERBS).map(([group, verbs]) => {
    const label = wordOf('group', group, language) ?? group;
    const each = verbs
      .split(' ')
      .map((verb) => ({ value: `${group}.${verb}`, label: verbIn(group, verb, language) ?? verb }));
    const all = {
      value: `${group}.`,
      label: translate(language, 'audit:all_of', { group: label }),
    };
    return { label, choices: [all, ...each] };
  });
  return groups.sort((one, other) => one.label.localeCompare(other.label, language));
}

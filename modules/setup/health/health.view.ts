import type { Language } from '../../platform/shared/actor';
import { hasSentence, translate } from '../../platform/web/i18n';
import type { SectionHealth } from './check-health';
import type { Finding, HealthState } from './health.rules';

export interface FindingWords {
  readonly key: string;
  readonly state: HealthState;
  readonly text: string;
  /** What to do, and the command that does it on the server. */
  readonly todo: string | null;
  readonly command: string | null;
}

export function findingWords(finding: Finding, language: Language): FindingWords {
  const { key, state, params = {}, command = null } = finding;
  const todo = `health:finding.${key}.todo`;
  return {
    key,
    state,
    text: translate(language, `health:finding.${key}.what`, params),
    todo: hasSentence(todo) ? translate(language, todo, params) : null,
    command,
  };
}

const ICONS: Readonly<Record<HealthState, string>> = {
  wrong: 'alert-octagon',
  note: 'alert-triangle',
  not_asked: 'help-circle',
  good: 'circle-check',
};
/** What asks for something stands first. */
const ORDER: readonly HealthState[] = ['wrong', 'note', 'not_asked', 'good'];

export function healthModel(sections: readonly SectionHealth[], language: Language) {
  const all = sections.flatMap(({ findings }) => findings);
  const number = (state: HealthState) => all.filter((one) => one.state === state).length;
  return {
    wrong: number('wrong'),
    notes: number('note'),
    sections: sections.map(({ section, state, findings }) => ({
      key: section,
      name: translate(language, `health:section.${section}`),
      state,
      icon: ICONS[state],
      stateName: translate(language, `health:state.${state}`),
      findings: ORDER.flatMap((one) => findings.filter((found) => found.state === one)).map(
        (found) => ({
          ...findingWords(found, language),
          icon: ICONS[found.state],
          stateName: translate(language, `health:state.${found.state}`),
        }),
      ),
    })),
  };
}

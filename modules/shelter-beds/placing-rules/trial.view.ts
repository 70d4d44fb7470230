/** The page that tries rules: a made-up party, examples to begin with, and what changes. */
import { list, labelOf } from '../../reference-lists';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { distinctReasons } from '../placing/reasons.view';
import type { TrialResult } from './trials.service';
import { wordsIn } from './rules.view';

const ROWS = 4;
const BEDS_SHOWN = 60;

type ExamplePerson = readonly [sex: string, age: string, need: string];
/** Common situations as example parties. */
const EXAMPLES: Readonly<Record<string, readonly ExamplePerson[]>> = {
  mother_and_boy: [
    ['female', '36', 'none'],
    ['male', '13', 'none'],
  ],
  wheelchair: [['female', '41', 'step_free']],
  newborn: [
    ['female', '22', 'none'],
    ['female', '0', 'none'],
  ],
  siblings: [
    ['female', '15', 'none'],
    ['male', '13', 'none'],
  ],
  unknown_age: [['female', '', '']],
  girl_of_17: [['female', '17', 'none']],
};

export function trialPage(
  form: FormState,
  trial: TrialResult | null,
  tonight: CivilDate,
  language: Language,
): object {
  const words = wordsIn(language);
  const choices = (group: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: words(`${group}.${value}`) }));
  return {
    title: words('try_title'),
    wide: true,
    form,
    from: form.values.from ?? tonight,
    persons: Array.from({ length: ROWS }, (_none, index) => ({
      index,
      number: index + 1,
      sex: `people.${index}.sex`,
      age: `people.${index}.age`,
      need: `people.${index}.need`,
      speaks: `people.${index}.language`,
    })),
    sexes: choices('sex', ['female', 'male', 'other', 'unknown']),
    needs: choices('need', ['none', 'no_climbing', 'step_free']),
    related: choices('related', ['yes', 'no']),
    languages: list('languages').items.map(({ code }) => ({
      value: code,
      label: labelOf('languages', code, language),
    })),
    examples: Object.entries(EXAMPLES).map(([name, people]) => ({
      label: words(`example.${name}`),
      path: examplePath(people, tonight),
    })),
    trial: trial && trialModel(trial, words),
  };
}

function examplePath(people: readonly ExamplePerson[], tonight: CivilDate): string {
  const query = new URLSearchParams({ from: tonight, until: addDays(tonight, 14), related: 'yes' });
  for (const [index, [sex, age, need]] of people.entries()) {
    query.set(`people.${index}.sex`, sex);
    if (age) query.set(`people.${index}.age`, age);
    if (need) query.set(`people.${index}.need`, need);
  }
  return `/placing-rules/try?${query.toString()}`;
}

function trialModel(trial: TrialResult, words: ReturnType<typeof wordsIn>): object {
  const { counts, beds } = trial;
  const most = Math.max(1, beds.length);
  return {
    ...trial,
    versions: words(trial.hasDraft ? 'try_versions' : 'try_one_version', {
      before: trial.before,
      after: trial.after,
    }),
    finding: words(trial.hasDraft ? 'try_finding' : 'try_counted', {
      count: trial.hasDraft ? counts.verdicts : beds.length,
      points: counts.points,
    }),
    // The two rule sets as two bars of the same beds.
    bars: (trial.hasDraft ? (['before', 'after'] as const) : (['before'] as const)).map((side) => {
      let x = 0;
      return {
        label: words('version', { number: trial[side] }),
        parts: (['fits', 'ask', 'no', 'not_proposed'] as const).map((verdict) => {
          const n = counts.counts[verdict][side];
          const part = { verdict, n, x, width: (100 * n) / most };
          x += part.width;
          return part;
        }),
      };
    }),
    shown: beds
      .slice(0, BEDS_SHOWN)
      .map((bed) => ({
        ...bed,
        reasons: distinctReasons(bed.reasons),
        gone: distinctReasons(bed.gone),
        added: distinctReasons(bed.added),
      })),
    more: Math.max(0, beds.length - BEDS_SHOWN),
  };
}

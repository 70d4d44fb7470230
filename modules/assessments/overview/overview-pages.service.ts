import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { Period } from '../../platform/shared/periods.rules';
import { translate } from '../../platform/web/i18n';
import { newForm } from '../../platform/web/forms';
import { page } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import { codesOf, type FormDefinition, questionsOf } from '../definition/definition-schema.rules';
import { formInForce, formsInForce } from '../forms/form.queries';
import { optionLabel, localisedText } from '../assessment.words';
import { assessmentFigures } from './assessment.figures';
import { type AssessmentFilter, FindAssessments } from './find-assessments.service';
import { colonOf } from '../../platform/shared/punctuation.words';

/** Across people: what is under way, who was found how, and how many. */
@Injectable()
export class OverviewPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly finding: FindAssessments,
  ) {}

  async overview(
    actor: Actor,
    { language }: ShellFacts,
    asked: Partial<AssessmentFilter>,
    after: string | null,
  ) {
    const drafts = await this.finding.drafts(actor);
    const { heads, form } = await this.transactions.run(actor, async (tx) => ({
      heads: await formsInForce(tx),
      form: asked.form ? (await formInForce(tx, asked.form)).form : null,
    }));
    const filter = form && { ...asked, form: form.form };
    const result = filter ? await this.finding.find(actor, filter, after) : null;
    const query = new URLSearchParams(
      Object.entries(asked).filter((entry): entry is [string, string] => !!entry[1]),
    );
    return page('assessments/overview', {
      title: translate(language, 'assessments:overview.title'),
      formsPath: may(actor, 'forms:read') ? '/forms' : null,
      drafts: drafts.map((draft) => ({
        ...draft,
        title: localisedText(draft.title, language),
        path: `/people/${draft.caseId}/assessments/${draft.id}`,
        pages: translate(language, 'assessments:list.pages_done', {
          count: draft.savedPages,
          all: draft.pages,
        }),
      })),
      form: newForm({ form: asked.form ?? '', says: saysOf(asked) }),
      forms: heads.map(({ key, title }) => ({ value: key, label: localisedText(title, language) })),
      says: form ? filtersOf(form, language) : [],
      asked: form !== null,
      found: (result?.found ?? []).map((one) => ({
        ...one,
        band: one.band && localisedText(one.band, language),
        path: one.readable
          ? `/people/${one.caseId}/assessments/${one.id}`
          : `/people/${one.caseId}/assessments`,
      })),
      firstPath: after === null ? null : `/assessments?${query.toString()}`,
      nextPath: result?.next
        ? `/assessments?${query.toString()}&after=${encodeURIComponent(result.next)}`
        : null,
    });
  }

  async figures(actor: Actor, { language }: ShellFacts, key: string, asked: Partial<Period>) {
    const { form, figures, period } = await this.transactions.run(actor, async (tx) => {
      const { form: inForce } = await formInForce(tx, key);
      const span = periodOf(asked, tx.today);
      return { form: inForce, period: span, figures: await assessmentFigures(tx, key, span) };
    });
    const share = (people: number) => Math.round((100 * people) / Math.max(1, figures.people));
    const bands = form.scoring?.by === 'points' ? form.scoring.bands : [];
    const counted = (code: string) => figures.bands.find(({ band }) => band === code)?.people ?? 0;
    const gone = figures.bands.filter(({ band }) => !bands.some(({ id }) => id === band));
    return page('assessments/figures', {
      title: translate(language, 'assessments:figures.title', {
        form: localisedText(form.title, language),
      }),
      path: `/forms/${key}`,
      form: newForm({ from: period.from, until: addDays(period.until, -1) }),
      people: figures.people,
      bands: [
        ...bands.map(({ id, title, level }) => ({
          label: localisedText(title, language),
          level,
          people: counted(id),
          share: share(counted(id)),
        })),
        // Bands of an earlier version whose ids are not used any more.
        ...gone.map(({ band, level, people }) => ({
          label: band,
          level,
          people,
          share: share(people),
        })),
      ],
      fields: fieldsOf(form, figures.fields, figures.people, language),
    });
  }
}

function fieldsOf(
  form: FormDefinition,
  counts: readonly { field: string; code: string; people: number }[],
  people: number,
  language: Language,
) {
  const ids = [
    ...new Set([...coded(form).map(({ id }) => id), ...counts.map(({ field }) => field)]),
  ];
  return ids.map((field) => {
    const question = questionsOf(form).find(({ id }) => id === field);
    const own = counts.filter((count) => count.field === field);
    // Those of today, then those that an earlier version asked.
    const codes = [
      ...new Set([...(question ? codesOf(question) : []), ...own.map(({ code }) => code)]),
    ];
    const answered = own.reduce((sum, count) => sum + count.people, 0);
    return {
      label: localisedText(question?.label, language) || field,
      answers: codes.map((code) => {
        const found = own.find((count) => count.code === code)?.people ?? 0;
        return {
          label: question ? optionLabel(question, code, language) : code,
          people: found,
          share: Math.round((100 * found) / Math.max(1, people)),
        };
      }),
      // With multiple answers a person can be counted several times, so that the number without an answer is unknown.
      unknown: question?.kind === 'several' ? null : Math.max(0, people - answered),
    };
  });
}

const coded = (form: FormDefinition) =>
  questionsOf(form).filter(({ fact, retired }) => fact && !retired);

/** One choice: a band, or a coded field with one of its answers. */
const filtersOf = (form: FormDefinition, language: Language) => [
  ...(form.scoring?.by === 'points'
    ? form.scoring.bands.map(({ id, title }) => ({
        value: `band.${id}`,
        label: localisedText(title, language),
      }))
    : []),
  ...coded(form).flatMap((question) =>
    codesOf(question).map((code) => ({
      value: `field.${question.id}.${code}`,
      label: `${localisedText(question.label, language)}${colonOf(language)}${optionLabel(question, code, language)}`,
    })),
  ),
];

const saysOf = ({ band, field, code }: Partial<AssessmentFilter>): string =>
  band ? `band.${band}` : field && code ? `field.${field}.${code}` : '';

export function filterOf(query: Record<string, unknown>): Partial<AssessmentFilter> {
  const word = (value: unknown): string | undefined =>
    typeof value === 'string' && /^[a-z0-9_]{1,60}$/.test(value) ? value : undefined;
  const [kind, one, two] = typeof query['says'] === 'string' ? query['says'].split('.') : [];
  return {
    form: word(query['form']),
    band: word(query['band']) ?? (kind === 'band' ? word(one) : undefined),
    field: word(query['field']) ?? (kind === 'field' ? word(one) : undefined),
    code: word(query['code']) ?? (kind === 'field' ? word(two) : undefined),
  };
}

/** Twelve months until today where nothing is asked. */
export const periodOf = ({ from, until }: Partial<Period>, today: CivilDate): Period => ({
  from: from ?? addDays(today, -364),
  until: until ?? addDays(today, 1),
});

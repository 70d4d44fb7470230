/** Each act of letting a report out as a form of its own page. */
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { FileRow } from '../reports.queries';
import type { ReportDistribution } from './publications.service';

export interface DistributionForm {
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  readonly fields: readonly Readonly<Record<string, unknown>>[];
  readonly values: Readonly<Record<string, string | string[]>>;
}

export interface Terms {
  readonly days: number;
  readonly mostDays: number;
  readonly openings: number;
  readonly files: readonly Pick<FileRow, 'format' | 'language'>[];
}

const MOST_OPENINGS = 50;

export function distributionForms(language: Language) {
  const words = (key: string, params = {}) => translate(language, `hand-out:${key}`, params);
  const field = (name: string, more: object = {}) => ({
    as: 'field',
    name,
    label: words(`field.${name}`),
    ...more,
  });
  const form = (
    key: string,
    fields: DistributionForm['fields'],
    values: DistributionForm['values'] = {},
    params = {},
  ): DistributionForm => ({
    title: words(`form.${key}.title`),
    lead: words(`form.${key}.lead`, params),
    button: words(`form.${key}.button`),
    fields,
    values,
  });
  const why = field('reason', { rows: 3, maxlength: 500 });

  return {
    publication: ({ report, readersLeft }: ReportDistribution) =>
      report.state === 'frozen' && readersLeft.length > 0
        ? form(
            'publication',
            [
              {
                as: 'choices',
                many: true,
                name: 'organisationIds',
                label: words('field.organisationIds'),
                hint: words('hint.organisationIds'),
                choices: readersLeft.map(({ id, name }) => ({ value: id, label: name })),
              },
              field('note', { rows: 2, maxlength: 500, optional: true, hint: words('hint.note') }),
            ],
            {
              organisationIds: readersLeft
                .filter(({ isAudience }) => isAudience)
                .map(({ id }) => id),
            },
          )
        : null,
    withdrawal:
      (publicationId: string) =>
      ({ publications }: ReportDistribution) => {
        const one = publications.find(({ id, live }) => id === publicationId && live);
        return one ? form('withdrawal', [why], {}, { organisation: one.organisation }) : null;
      },
    release: ({ report, releases }: ReportDistribution) =>
      report.state === 'frozen' && report.readers === 'public' && !releases.some(({ live }) => live)
        ? form('release', [
            field('note', { rows: 2, maxlength: 500, optional: true, hint: words('hint.note') }),
          ])
        : null,
    releaseWithdrawal: ({ releases }: ReportDistribution) =>
      releases.some(({ live }) => live) ? form('release_withdrawal', [why]) : null,
    replacement: ({ report }: ReportDistribution) =>
      report.state === 'frozen' ? form('replacement', [why]) : null,
    link: ({ report, publications }: ReportDistribution, terms: Terms) => {
      const live = publications.filter((one) => one.live);
      if (report.state !== 'frozen' || live.length === 0) return null;
      const formats = [...new Set(terms.files.map(({ format }) => format))];
      return form(
        'link',
        [
          {
            as: 'select',
            name: 'publicationId',
            label: words('field.publicationId'),
            choices: live.map(({ id, organisation }) => ({ value: id, label: organisation })),
          },
          field('recipient', { maxlength: 120, hint: words('hint.recipient') }),
          {
            as: 'choices',
            many: true,
            name: 'formats',
            label: words('field.formats'),
            choices: formats.map((value) => ({
              value,
              label: translate(language, `reports:format.${value}`),
            })),
          },
          {
            as: 'choices',
            many: true,
            name: 'languages',
            label: words('field.languages'),
            choices: LANGUAGES.filter((code) =>
              terms.files.some((file) => file.language === code),
            ).map((value) => ({ value, label: translate(language, `common:language.${value}`) })),
          },
          field('days', {
            type: 'number',
            short: true,
            dir: 'ltr',
            min: 1,
            max: terms.mostDays,
            hint: words('hint.days', { most: terms.mostDays }),
          }),
          field('openings', {
            type: 'number',
            short: true,
            dir: 'ltr',
            min: 1,
            max: MOST_OPENINGS,
            hint: words('hint.openings'),
          }),
          {
            as: 'choices',
            name: 'locked',
            label: words('field.locked'),
            choices: ['no', 'yes'].map((value) => ({
              value,
              label: words(`locked.${value}`),
              hint: words(`locked_hint.${value}`),
            })),
          },
        ],
        {
          publicationId: live.length === 1 ? live[0]!.id : '',
          formats: ['pdf'],
          languages: [language],
          days: String(terms.days),
          openings: String(terms.openings),
          locked: 'no',
        },
      );
    },
  };
}
export type DistributionForms = ReturnType<typeof distributionForms>;

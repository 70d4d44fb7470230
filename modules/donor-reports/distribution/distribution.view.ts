/** Views of the pages of distribution. */
import { may } from '../../access';
import { type Actor, LANGUAGES, type Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatNumber } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { REPORT_FORMATS } from '../../report-documents';
import { reportNameIn, REGISTER_SHOWN, type PublishedReport } from './distribution.queries';
import type { ReportDistribution } from './publications.service';

const words =
  (language: Language) =>
  (key: string, params = {}): string =>
    translate(language, `hand-out:${key}`, params);

export function distributionModel(
  actor: Actor,
  file: ReportDistribution,
  about: string,
  language: Language,
) {
  const { report, publications, releases, links, downloads, readersLeft } = file;
  const say = words(language);
  const path = `/reports/${report.id}`;
  const isFrozen = report.state === 'frozen';
  const publishes = may(actor, 'reports:publish') && isFrozen;
  const isOut = publications.some(({ live }) => live);
  return {
    title: say('title', { about }),
    about,
    path,
    publishes,
    isFrozen,
    isOut,
    notYet: !isFrozen && report.state !== 'superseded',
    replacement: file.replacement && {
      ...file.replacement,
      newPath: file.replacement.newId && `/reports/${file.replacement.newId}/hand-out`,
    },
    replacesPath: file.replaces && `/reports/${file.replaces}/hand-out`,
    publishPath: publishes && readersLeft.length > 0 ? `${path}/publications/new` : '',
    linkPath: publishes && isOut ? `${path}/links/new` : '',
    replacePath: publishes ? `${path}/replacement/new` : '',
    everybody: report.readers === 'public' && {
      releases: releases.map((one) => ({
        ...one,
        pagePath: one.live ? `/public/${language}/${one.slug}` : '',
        withdrawPath:
          one.live && may(actor, 'reports:publish') ? `${path}/releases/withdrawal/new` : '',
      })),
      releasePath: publishes && !releases.some(({ live }) => live) ? `${path}/releases/new` : '',
    },
    publications: publications.map((one) => ({
      ...one,
      withdrawPath:
        one.live && may(actor, 'reports:publish')
          ? `${path}/publications/${one.id}/withdrawal/new`
          : '',
    })),
    links: links.map((one) => ({
      ...one,
      stateLabel: say(`state.${one.state}`),
      isOpen: one.state === 'open',
      whatLabel: joinWords(
        [
          ...one.formats.map((format) => format.toUpperCase()),
          ...one.languages.map((code) => translate(language, `common:language.${code}`)),
        ],
        language,
      ),
      openedLabel: say('opened', { most: one.mostOpenings, opened: one.opened }),
      // A link without remaining openings may still be open in the browser that used it last.
      endPath:
        publishes && ['open', 'used_up'].includes(one.state) ? `${path}/links/${one.id}/end` : '',
      archivePath:
        one.locked && one.state !== 'revoked' && may(actor, 'reports:publish')
          ? `${path}/links/${one.id}/archive`
          : '',
    })),
    downloads: downloads.map((one) => ({
      ...one,
      whatLabel: fileWords(one, language),
      short: one.sha256.slice(0, 12),
    })),
    cut: downloads.length === REGISTER_SHOWN ? REGISTER_SHOWN : 0,
  };
}

const fileWords = (
  { format, language: code }: { readonly format: string; readonly language: Language | null },
  language: Language,
): string =>
  code === null
    ? words(language)('archive')
    : joinWords(
        [
          translate(language, `reports:format.${format}`),
          translate(language, `common:language.${code}`),
        ],
        language,
      );

export function sizeWords(size: number, language: Language): string {
  const kilobytes = Math.max(1, Math.round(size / 1_000));
  return size < 1_000_000
    ? words(language)('kilobytes', { size: formatNumber(kilobytes, language) })
    : words(language)('megabytes', { size: formatNumber((size / 1_000_000).toFixed(1), language) });
}

/** A published report as its readers see it: description and files. */
export function publishedCard(report: PublishedReport, language: Language) {
  const { id, files, publishedAt, replaced } = report;
  const { title, period } = reportNameIn(report.about, language);
  const fileOf = (format: string, code: Language) =>
    files.find((one) => one.format === format && one.language === code);
  return {
    id,
    publishedAt,
    replaced,
    title,
    period,
    name: `${title} · ${period}`,
    newPath: report.replacedBy ? `/reports/${report.replacedBy}` : '',
    formats: REPORT_FORMATS.filter((format) => files.some((one) => one.format === format)).map(
      (format) => ({
        format,
        label: translate(language, `reports:format.${format}`),
        files: LANGUAGES.flatMap((code) => {
          const found = fileOf(format, code);
          if (!found) return [];
          return [
            {
              code,
              path: `/reports/${id}/files/${format}/${code}`,
              label: translate(language, `common:language.${code}`),
              size: sizeWords(found.size, language),
            },
          ];
        }),
      }),
    ),
  };
}

/** The page of a link: bare, in the reader's language, naming nobody. */
export const bareFrame = (language: Language) => ({
  bare: true,
  title: words(language)('link.title'),
});

/** Path of a link; only letters of its number are returned to the page. */
export const linkPath = (language: Language, number: string, act = ''): string =>
  `/d/${encodeURIComponent(number.replaceAll(/[^0-9A-Za-z-]/g, '').slice(0, 80))}${act}?l=${language}`;

export const linkedFiles = (
  files: readonly { readonly format: string; readonly language: Language | null }[],
  language: Language,
) => files.map((one) => ({ ...one, label: fileWords(one, language) }));

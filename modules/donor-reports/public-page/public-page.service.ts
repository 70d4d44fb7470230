import { Injectable } from '@nestjs/common';
import { ASSET_VERSION } from '../../platform/web/assets';
import { templatesMark } from '../../platform/web/templates';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { type Language, LANGUAGES, NOBODY } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { reportNameIn } from '../distribution/distribution.queries';
import { sizeWords } from '../distribution/distribution.view';
import { translate } from '../../platform/web/i18n';
import { sha256 } from '../../platform/shared/digest.rules';
import { type FiguresPage, figuresPage, pathOf } from './public-page.view';
import { PublicReportCatalogue, type CatalogueEntry } from './public-report-catalogue.service';
import {
  type PublicRelease,
  releasedDocument,
  releasedFile,
  releasesNow,
  wasReleased,
} from './releases.queries';

/** Those that a reader of figures takes; the page itself is the HTML. */
export const PUBLIC_FORMATS = ['pdf', 'xlsx', 'csv', 'json'] as const;
export type PublicFormat = (typeof PUBLIC_FORMATS)[number];

/** Drawn pages that are kept in memory: a frozen document never changes. */
const MOST_KEPT = 24;

export interface OpenPage {
  readonly etag: string;
  /** Null where the reader's own copy is still right. */
  readonly model: object | null;
}

/** Releases in force, read through SQL functions that return nothing else; callers are not identified. */
@Injectable()
export class PublicPage {
  private readonly drawn = new Map<string, FiguresPage>();

  constructor(
    private readonly transactions: Transactions,
    private readonly shelf: PublicReportCatalogue,
  ) {}

  /** In force, and where their files are. */
  async list(): Promise<object[]> {
    const releases = await this.transactions.run(NOBODY, releasesNow);
    return releases.map(({ slug, about, at, files }) => ({
      slug,
      about,
      publishedAt: at,
      files: files
        .filter(({ format }) => isPublic(format))
        .map(({ format, language, size, sha256: digest }) => ({
          format,
          language,
          size,
          sha256: digest,
          path: pathOf(language, slug, format),
        })),
    }));
  }

  /** The figures of a release, or of the newest; `known` is the mark of the copy that the reader has. */
  async show(language: Language, slug: string | null, known: string): Promise<OpenPage> {
    const onShelf = await this.shelf.all(language);
    return this.transactions.run(NOBODY, async (tx) => {
      const releases = await releasesNow(tx);
      const release = releases.find((one) => slug === null || one.slug === slug);
      if (!release && slug !== null) throw await releaseGone(tx, slug);
      const etag = markOf(language, slug, releases, onShelf);
      if (known.includes(etag)) return { etag, model: null };
      const figures = release ? await this.figuresOf(tx, release, language) : null;
      return { etag, model: modelOf({ language, release, releases, figures, onShelf }) };
    });
  }

  /** A frozen file, byte for byte. */
  file(
    language: Language,
    slug: string,
    format: string,
  ): Promise<{ bytes: Buffer; sha256: string; name: string; format: PublicFormat }> {
    if (!isPublic(format)) throw notFound();
    return this.transactions.run(NOBODY, async (tx) => {
      const found = await releasedFile(tx, { slug, format, language });
      if (!found) throw await releaseGone(tx, slug);
      return { ...found, format, name: `${slug}-${language}.${format}` };
    });
  }

  private async figuresOf(tx: Tx, release: PublicRelease, language: Language) {
    const key = `${release.sha256} ${language}`;
    const known = this.drawn.get(key);
    if (known) return known;
    const document = await releasedDocument(tx, release.slug, language);
    if (!document) return null;
    const figures = figuresPage(document);
    if (this.drawn.size >= MOST_KEPT) this.drawn.delete(this.drawn.keys().next().value!);
    this.drawn.set(key, figures);
    return figures;
  }
}

const isPublic = (format: string): format is PublicFormat =>
  (PUBLIC_FORMATS as readonly string[]).includes(format);

/** A withdrawn release answers otherwise than one that never was: everybody could read it. */
const releaseGone = async (tx: Tx, slug: string): Promise<DomainError> =>
  (await wasReleased(tx, slug))
    ? new DomainError('not_found', 'public-page.withdrawn')
    : notFound();

/** Another mark for everything that could change a byte of the page. */
const markOf = (
  language: Language,
  slug: string | null,
  releases: readonly PublicRelease[],
  onShelf: readonly CatalogueEntry[],
): string =>
  sha256(
    JSON.stringify([
      ASSET_VERSION,
      templatesMark(),
      language,
      slug,
      releases.map((one) => [one.slug, one.sha256]),
      onShelf,
    ]),
  ).slice(0, 32);

interface PublicPageContent {
  readonly language: Language;
  readonly release: PublicRelease | undefined;
  readonly releases: readonly PublicRelease[];
  readonly figures: FiguresPage | null;
  readonly onShelf: readonly CatalogueEntry[];
}

function modelOf({ language, release, releases, figures, onShelf }: PublicPageContent): object {
  const say = (key: string, params = {}) => translate(language, `public-page:${key}`, params);
  return {
    forEverybody: true,
    title: figures ? `${figures.title} · ${figures.period}` : say('title'),
    figures,
    onShelf,
    languages: LANGUAGES.map((code) => ({
      code,
      current: code === language,
      path: pathOf(code, release?.slug),
    })),
    periods: releases.map(({ slug, about }) => ({
      path: pathOf(language, slug),
      label: reportNameIn(about, language).period,
      current: slug === release?.slug,
    })),
    several: releases.length > 1,
    files: PUBLIC_FORMATS.flatMap((format) => {
      const file = release?.files.find((one) => one.format === format && one.language === language);
      return file
        ? [
            {
              path: pathOf(language, release!.slug, format),
              label: say(`file.${format}`),
              size: sizeWords(file.size, language),
            },
          ]
        : [];
    }),
  };
}

/** The models of the pages of a person's documents: cards without a name, one document with it. */
import { may } from '../../access';
import {
  ACCEPTED,
  DOCUMENT_KINDS,
  type DocumentPart,
  type DocumentRow,
  type OpenedDocument,
  PARTS_OF_KIND,
  REMOVAL_REASONS,
  validityOf,
} from '../../documents';
import type { Actor, Language } from '../../platform/shared/actor';
import { daysBetween } from '../../platform/shared/nights.rules';
import { randomUUID } from 'node:crypto';
import { joinWords } from '../../platform/shared/punctuation.words';
import type { FormState } from '../../platform/web/forms';
import { formatNumber } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { CaseTabRow } from '../case-tabs.service';
import type { DocumentsOfPerson } from './person-documents.service';

const SIGNS = {
  identity_document: 'id',
  medical_certificate: 'stethoscope',
  court_paper: 'gavel',
  photo: 'photo',
  consent_signed: 'checks',
  contract: 'file-text',
  other: 'file',
} as const satisfies Record<(typeof DOCUMENT_KINDS)[number], string>;

interface Frame {
  readonly actor: Actor;
  readonly caseId: string;
  readonly language: Language;
  readonly form: FormState;
  readonly tabs: CaseTabRow;
}

export function documentsModel(given: DocumentsOfPerson & Frame) {
  const { actor, caseId, caseNumber, language, form, tabs, documents, parts } = given;
  const words = (key: string, params: object = {}) =>
    translate(language, `documents:${key}`, { ...params });
  const kinds = DOCUMENT_KINDS.filter((kind) =>
    PARTS_OF_KIND[kind].some((part) => parts.includes(part)),
  );
  const path = `/people/${caseId}/documents`;
  return {
    title: words('title', { number: caseNumber }),
    caseId,
    path,
    tabs,
    form,
    documents: documents
      .filter(({ removed }) => removed === null)
      .map((row) => ({
        ...cardOf(row, language),
        ...validityWords(row, given),
        path: `${path}/${row.id}`,
      })),
    removed: documents
      .filter(({ removed }) => removed !== null)
      .map((row) => ({ ...cardOf(row, language), removed: row.removed })),
    mayAdd: may(actor, 'documents:add') && kinds.length > 0,
    kinds: kinds.map((kind) => ({
      value: kind,
      label: words(`kind.${kind}`),
      hint: words(`read_by.${PARTS_OF_KIND[kind].length > 1 ? 'usual' : 'always'}`, {
        part: words(`part.${PARTS_OF_KIND[kind][0]}`),
      }),
    })),
    parts: parts.map((part) => ({ value: part, label: words(`part.${part}`) })),
    accept: ACCEPTED.join(','),
    requestId: randomUUID(),
  };
}

interface OnePage extends Frame {
  readonly document: OpenedDocument;
  readonly parts: readonly DocumentPart[];
}

export function documentModel(given: OnePage) {
  const { actor, caseId, language, form, tabs, document, parts } = given;
  const path = `/people/${caseId}/documents/${document.id}`;
  return {
    title: translate(language, `documents:kind.${document.kind}`),
    caseId,
    path,
    tabs,
    form,
    document: { ...document, ...cardOf(document, language) },
    images: Array.from({ length: document.previewPages }, (_, place) => ({
      number: place + 1,
      path: `${path}/pages/${place + 1}`,
    })),
    more: document.pages !== null && document.pages > document.previewPages,
    isPdf: document.media === 'pdf',
    isPicture: document.pages === null && document.previewPages > 0,
    mayRemove: may(actor, 'documents:remove') && parts.includes(document.part),
    reasons: REMOVAL_REASONS.map((value) => ({
      value,
      label: translate(language, `documents:removal.${value}`),
    })),
  };
}

const cardOf = (row: DocumentRow, language: Language) => ({
  ...row,
  sign: SIGNS[row.kind],
  label: translate(language, `documents:kind.${row.kind}`),
  partLabel: translate(language, `documents:part.${row.part}`),
  mediaLabel: mediaWords(row, language),
});

/** "PDF, 3 pages, 1,2 Mo". */
function mediaWords({ media, pages, size }: DocumentRow, language: Language): string {
  const words = (key: string, params: object) =>
    translate(language, `documents:${key}`, { ...params });
  const kilobytes = Math.max(1, Math.round(size / 1_000));
  const weight =
    size < 1_000_000
      ? words('kilobytes', { size: formatNumber(kilobytes, language) })
      : words('megabytes', { size: formatNumber((size / 1_000_000).toFixed(1), language) });
  const parts = [
    isolated(media.toUpperCase(), language),
    ...(pages ? [words('pages', { count: pages })] : []),
    weight,
  ];
  return joinWords(parts, language);
}

/** State of validity as colour and text. */
function validityWords(row: DocumentRow, { today, warnDays, language }: DocumentsOfPerson & Frame) {
  const validity = validityOf(row.validUntil, today, warnDays);
  if (validity === 'none') return { validity: null };
  const days = daysBetween(today, row.validUntil!);
  const key = validity === 'soon' && days === 0 ? 'today' : validity;
  const sentence = translate(language, `documents:validity.${key}`, {
    day: row.validUntil,
    count: Math.abs(days),
  });
  const colour = { valid: 'good', soon: 'warning', expired: 'danger' }[validity];
  return { validity: { sentence, colour } };
}

/** A Latin word at the head of an Arabic line does not turn the line round. */
const isolated = (word: string, language: Language): string =>
  language === 'ar' ? `\u2066${word}\u2069` : word;

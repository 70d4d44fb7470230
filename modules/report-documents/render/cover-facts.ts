/** Facts on the cover of a report: audience, period, author. */
import { type DisclosedDocument, writeDate } from '../document';

export const coverFacts = ({
  meta,
  labels,
}: DisclosedDocument): { readonly label: string; readonly value: string }[] => [
  { label: labels.period, value: meta.period.label },
  { label: labels.audience, value: meta.audience.label },
  { label: labels.prepared_for, value: meta.preparedFor },
  ...(meta.preparedBy ? [{ label: labels.prepared_by, value: meta.preparedBy }] : []),
  ...meta.facts,
  { label: labels.date, value: writeDate(meta.date, meta.language) },
  { label: labels.version, value: meta.version },
];

/** What stands on the first page of a report, whatever its format: for whom it is, of which days, and by whom. */
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

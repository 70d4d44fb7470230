import type { Language } from '../platform/shared/actor';
import type { ExportRequestDto } from './dto/export-request.dto';
import type { Recipient } from './recipients.rules';
import type { ExportRequest } from './export-request.types';

/** Completes a request with its defaults. */
export const exportRequestOf = (dto: ExportRequestDto, language: Language): ExportRequest => ({
  list: dto.list,
  filters: dto.filters ?? {},
  format: dto.format,
  language,
  words: dto.words ?? 'labels',
  to: recipientOf(dto.to ?? 'office'),
  why: dto.why ?? null,
});

const recipientOf = (to: string): Recipient =>
  to === 'office' || to === 'research' ? { kind: to } : { kind: 'organisation', id: to };

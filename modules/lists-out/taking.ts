import type { Language } from '../../src/shared/actor';
import type { TakeListDto } from './dto/take-list.dto';
import type { Recipient } from './recipients';
import type { Taking } from './take-list.service';

/** What was asked for, with what goes without saying. */
export const takingOf = (dto: TakeListDto, language: Language): Taking => ({
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

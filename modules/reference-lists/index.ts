/** Coded lists of the programme: labels, editions, sources. */
export { alpha3Of } from './data/alpha3.data';
export { STANDARDS, type Labels, type ListItem } from './data/coded-list.types';
export {
  isCode,
  labelOf,
  list,
  LIST_NAMES,
  listChoices,
  type ListName,
  regionChoices,
} from './fixed-lists.data';
export { HolidaysHook } from './holidays.hook';
export { ListDrafts } from './list-drafts.service';
export { inOrder, type Item } from './list.rules';
export { ListUses } from './list-uses.service';
export { type ChosenCode, type ListEdition, labelsSql } from './lists.queries';
export { type CrosswalkLine, Lists, type WordsOf } from './lists.service';
export { OWNED_LISTS, type OwnedListName } from './owned-lists.data';
export { type PublicHolidays, publicHolidaysIn } from './public-holidays.queries';
export { ReferenceListsModule } from './reference-lists.module';

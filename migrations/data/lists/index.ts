/** Every list that its owner edits, in the order in which pages show them, and its rows. */
import type { TableRows } from '../insert-rows';
import { FIRST_DAY, SECOND_PERSON, SETTING_UP } from '../system-accounts';
import { CAPACITY_LISTS } from './capacity';
import { CLASSIFICATION_LISTS } from './classification';
import { EXIT_DESTINATIONS } from './exit-destinations';
import { HOTLINE_LISTS } from './hotline';
import { HOUSE_LISTS } from './house-life';
import { LEGAL_AID_LISTS } from './legal-aid';
import { PROJECT_LISTS } from './projects';
import {
  type ClassificationItem,
  type ClassificationList,
  type ListItem,
  PROGRAMME_LICENCE,
  type ReferenceList,
} from './reference-list';
import { REFERRAL_LISTS } from './referrals';
import { REINTEGRATION_LISTS } from './reintegration';
import { RETURN_LISTS } from './returns';
import { SERVICE_LISTS } from './services';
import { TRAINING_LISTS } from './training';
import { TRAINING_TRADES } from './training-trades';
import { WORK_LISTS } from './work';

/** The position of the first list of each group; the next ones follow it. */
const GROUPS: readonly (readonly [position: number, lists: readonly ReferenceList[]])[] = [
  [0, CLASSIFICATION_LISTS],
  [60, [EXIT_DESTINATIONS, ...HOUSE_LISTS]],
  [70, REFERRAL_LISTS],
  [80, HOTLINE_LISTS],
  [90, LEGAL_AID_LISTS],
  [100, SERVICE_LISTS],
  [110, RETURN_LISTS],
  [120, [...TRAINING_LISTS, TRAINING_TRADES]],
  [140, REINTEGRATION_LISTS],
  [160, WORK_LISTS],
  [170, PROJECT_LISTS],
  [180, CAPACITY_LISTS],
];

export const REFERENCE_LISTS: readonly ReferenceList[] = GROUPS.flatMap(([, lists]) => lists);

const VERSION = 1;

function listRow(list: ReferenceList | ClassificationList, position: number) {
  return {
    name: list.name,
    owner_role: list.ownerRole,
    owner_kind: 'ownerKind' in list ? list.ownerKind : null,
    compared: 'compared' in list && list.compared,
    position,
    first_tier: list.firstTier ?? null,
  };
}

function versionRow(list: ReferenceList | ClassificationList) {
  return {
    list: list.name,
    version: VERSION,
    state: 'approved',
    revision: 1,
    source: list.source,
    licence: 'licence' in list ? list.licence : PROGRAMME_LICENCE,
    note: 'first edition',
    holds_from: '2020-01-01',
    drafted_by: SETTING_UP,
    drafted_at: FIRST_DAY,
    approved_by: SECOND_PERSON,
    approved_at: FIRST_DAY,
  };
}

const itemRows = ({ name, items }: ReferenceList) =>
  items.map((item: ListItem | ClassificationItem, index) => ({
    list: name,
    version: VERSION,
    code: item.code,
    position: index + 1,
    parent: item.parent ?? null,
    fr: item.fr,
    ar: item.ar,
    en: item.en,
    retired: false,
  }));

/** Each code has a row for each standard: its equivalents, or one row without a value where there is none. */
function crosswalkRows({ name, items }: ReferenceList) {
  return items.flatMap((item: ListItem | ClassificationItem) =>
    (['htcds', 'ctdc'] as const).flatMap((standard) => {
      const equivalents = standard in item ? (item as ClassificationItem)[standard] : [];
      return (equivalents.length > 0 ? equivalents : [null]).map((equivalent) => {
        const [field, value] = equivalent?.split('=') ?? [null, null];
        return { list: name, version: VERSION, code: item.code, standard, field, value };
      });
    }),
  );
}

export const LIST_ROWS: readonly TableRows[] = [
  [
    'lists',
    GROUPS.flatMap(([position, lists]) =>
      lists.map((list, index) => listRow(list, position + index)),
    ),
  ],
  [
    'list_standards',
    CLASSIFICATION_LISTS.flatMap(({ name: list, htcds, ctdc }) => [
      ...htcds.map((field) => ({ list, standard: 'htcds', field })),
      ...ctdc.map((field) => ({ list, standard: 'ctdc', field })),
    ]),
  ],
  ['list_versions', REFERENCE_LISTS.map(versionRow)],
  ['list_items', REFERENCE_LISTS.flatMap(itemRows)],
  ['list_crosswalk', REFERENCE_LISTS.flatMap(crosswalkRows)],
  [
    'exit_destination_codes',
    EXIT_DESTINATIONS.items.map(({ code, hud, range }) => ({ code, hud, range })),
  ],
];

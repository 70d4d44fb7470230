/** The beds as a table that is taken out: no row is a person, no house has a name or an address. */
import { type ExportColumn, type ExportList, wordsUnder } from '../exports';
import { AVAILABILITIES, BED_KINDS, regionWords, ROOM_MIXES, SHELTER_KINDS } from '../shelter-beds';

const COLUMNS: readonly ExportColumn[] = [
  {
    key: 'region',
    label: 'beds:out.region',
    hxl: '#adm1',
    kind: 'code',
    sql: 's.region',
    words: regionWords,
  },
  {
    key: 'house',
    label: 'beds:out.house',
    hxl: '#loc+type',
    kind: 'code',
    sql: 'f.kind',
    words: wordsUnder(SHELTER_KINDS, 'beds:shelter_kind'),
  },
  {
    key: 'room',
    label: 'beds:out.room',
    hxl: '#capacity+room+type',
    kind: 'code',
    sql: 'm.mix',
    words: wordsUnder(ROOM_MIXES, 'beds:mix'),
  },
  {
    key: 'step_free',
    label: 'inventory:fact.stepFree',
    hxl: '#access',
    kind: 'yes_no',
    sql: 'm.step_free',
  },
  {
    key: 'bed',
    label: 'beds:out.bed',
    hxl: '#capacity+beds+type',
    kind: 'code',
    sql: 'd.kind',
    words: wordsUnder(BED_KINDS, 'beds:bed_kind'),
  },
  {
    key: 'availability',
    label: 'inventory:availability.title',
    hxl: '#capacity+beds+status',
    kind: 'code',
    sql: 'd.availability',
    words: wordsUnder(AVAILABILITIES, 'inventory:availability'),
  },
  {
    key: 'from',
    label: 'beds:out.from',
    hxl: '#date+start',
    kind: 'day',
    sql: 'lower(d.in_service)',
  },
  {
    key: 'until',
    label: 'beds:out.until',
    hxl: '#date+end',
    kind: 'day',
    sql: 'upper(d.in_service)',
  },
];

/** Those in service tonight or later. */
export const BEDS_EXPORT: ExportList = {
  key: 'beds',
  title: 'beds:shelters.beds',
  class: 'figures',
  permission: 'shelters:read',
  filters: [],
  columns: () => COLUMNS,
  source: () => ({
    from: `beds d JOIN shelters s ON s.id = d.shelter_id AND s.active
      LEFT JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> mawa_tonight()
      LEFT JOIN room_facts m ON m.room_id = d.room_id AND m.during @> mawa_tonight()`,
    where: 'upper(d.in_service) IS NULL OR upper(d.in_service) > mawa_tonight()',
    params: [],
    order: 's.region, s.id, d.room_id, d.label, d.id',
  }),
};
